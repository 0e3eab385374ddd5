// Writes the members of a JSON object one after the other.
#pragma once

#include <partita/wire/writer.hpp>

#include <cstdint>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// Closes its object when it ends.
class JsonObject {
 public:
  explicit JsonObject(wire::Writer& out) : out_(out) {}
  JsonObject(const JsonObject&) = delete;
  JsonObject& operator=(const JsonObject&) = delete;
  ~JsonObject() { out_.raw(empty_ ? std::string_view("{}") : std::string_view("}")); }

  /// What is written next is its value.
  wire::Writer& member(std::string_view name) {
    out_.raw(empty_ ? '{' : ',');
    empty_ = false;
    out_.json_string(name);
    out_.raw(':');
    return out_;
  }
  void text(std::string_view name, std::string_view value) { member(name).json_string(value); }
  void number(std::string_view name, std::int64_t value) { member(name).integer(value); }
  void flag(std::string_view name, bool value) { member(name).boolean(value); }
  wire::Writer& out() { return out_; }
  /// `write(element)` for each.
  template <class List, class Write>
  void list(std::string_view name, const List& elements, const Write& write) {
    member(name).raw('[');
    bool first = true;
    for (const auto& each : elements) {
      if (!first) out_.raw(',');
      first = false;
      write(each);
    }
    out_.raw(']');
  }

 private:
  wire::Writer& out_;
  bool empty_ = true;
};

}  // namespace partita::inline epoch1::embedded
