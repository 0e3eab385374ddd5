#include "redacted.hpp"

#include <partita/wire/reader.hpp>
#include <partita/wire/writer.hpp>

#include <algorithm>

namespace partita::inline epoch1 {

namespace {

constexpr std::string_view in_place = R"~("(hidden)")~";

class Redaction {
 public:
  Redaction(std::span<const std::string> hidden, wire::Writer& out) : hidden_(hidden), out_(out) {}

  void value(std::string_view json) {
    if (json.starts_with('{')) {
      object(json);
    } else if (json.starts_with('[')) {
      array(json);
    } else {
      out_.raw(json);
    }
  }

 private:
  void object(std::string_view json) {
    const bool hides_values = names_hidden(json);
    members(json, [&](std::string_view key, std::string_view member) {
      if (key == "ExpressionAttributeNames") {
        out_.raw(member);
      } else if (key == "ExpressionAttributeValues" && hides_values) {
        members(member, [&](std::string_view, std::string_view) { out_.raw(in_place); });
      } else if (is_hidden(key)) {
        out_.raw(in_place);
      } else {
        value(member);
      }
    });
  }

  template <class Write>
  void members(std::string_view json, const Write& write) {
    wire::TextReader text{json};
    wire::Reader& in = text.reader();
    std::string_view key;
    char separator = '{';
    in.begin_object();
    while (in.next_key(key)) {
      const std::string name(key);
      const std::string_view member = in.skip_value();
      if (!in.ok()) break;
      out_.raw(separator);
      separator = ',';
      out_.json_string(name);
      out_.raw(':');
      write(name, member);
    }
    if (separator == '{') out_.raw('{');
    out_.raw('}');
  }

  void array(std::string_view json) {
    wire::TextReader text{json};
    wire::Reader& in = text.reader();
    char separator = '[';
    in.begin_array();
    while (in.next_element()) {
      const std::string_view element = in.skip_value();
      if (!in.ok()) break;
      out_.raw(separator);
      separator = ',';
      value(element);
    }
    if (separator == '[') out_.raw('[');
    out_.raw(']');
  }

  bool is_hidden(std::string_view name) const {
    return std::find(hidden_.begin(), hidden_.end(), name) != hidden_.end();
  }

  // Whether an expression of this request or action names a hidden attribute, itself or by an alias. A text that only
  // looks like it does no harm.
  bool names_hidden(std::string_view json) const {
    wire::TextReader text{json};
    wire::Reader& in = text.reader();
    std::string_view key;
    in.begin_object();
    while (in.next_key(key)) {
      const bool speaks = key.ends_with("Expression") || key == "ExpressionAttributeNames";
      const std::string_view member = in.skip_value();
      const auto named = [&](const std::string& name) { return member.find(name) != std::string_view::npos; };
      if (speaks && std::any_of(hidden_.begin(), hidden_.end(), named)) return true;
    }
    return false;
  }

  std::span<const std::string> hidden_;
  wire::Writer& out_;
};

}  // namespace

std::string redacted(std::string_view body, std::span<const std::string> hidden) {
  if (hidden.empty()) return std::string(body);
  wire::Writer out;
  Redaction(hidden, out).value(body);
  return std::string(out.view());
}

}  // namespace partita::inline epoch1
