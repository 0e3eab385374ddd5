// The parts of request bodies that queries and updates write alike.
#pragma once

#include <partita/expression.hpp>
#include <partita/wire/writer.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::detail {

/// What ends the request of a write.
inline constexpr std::string_view capacity_ending = R"(,"ReturnConsumedCapacity":"TOTAL"})";

/// Collects the names and values of all the expressions of one request.
class ExpressionParts {
 public:
  void name(const AttributeName& name) {
    const auto same = [&](const AttributeName& known) { return known.alias == name.alias; };
    if (!name.alias.empty() && std::none_of(names_.begin(), names_.end(), same)) names_.push_back(name);
  }
  void names(const std::vector<AttributeName>& names) {
    for (const AttributeName& each : names) name(each);
  }
  /// The names of both side by side, each once, as a ProjectionExpression has them.
  std::string list(std::span<const AttributeName> names, std::span<const AttributeName> more = {}) {
    std::string text;
    const auto add = [&](const AttributeName& each) {
      name(each);
      text.append(text.empty() ? "" : ", ").append(each.text());
    };
    for (const AttributeName& each : names) add(each);
    for (const AttributeName& each : more) {
      const auto same = [&](const AttributeName& known) { return known.name == each.name; };
      if (std::none_of(names.begin(), names.end(), same)) add(each);
    }
    return text;
  }
  /// `json` under a placeholder such as `:k0`.
  void value(std::string_view placeholder, std::string_view json) {
    if (!values_.empty()) values_ += ',';
    values_.append("\"").append(placeholder).append("\":").append(json);
  }
  /// The members of ExpressionAttributeValues so far; an Expression appends its own.
  std::string& values() { return values_; }

  void write(wire::Writer& out) const {
    if (!names_.empty()) {
      out.raw(R"(,"ExpressionAttributeNames":{)");
      for (std::size_t i = 0; i < names_.size(); ++i) {
        if (i != 0) out.raw(",");
        out.json_string(names_[i].alias);
        out.raw(":");
        out.json_string(names_[i].name);
      }
      out.raw("}");
    }
    if (!values_.empty()) {
      out.raw(R"(,"ExpressionAttributeValues":{)");
      out.raw(values_);
      out.raw("}");
    }
  }

 private:
  std::vector<AttributeName> names_;
  std::string values_;
};

/// Writes `,"name":"text"`.
inline void write_member(wire::Writer& out, std::string_view name, std::string_view text) {
  out.raw(",");
  out.json_string(name);
  out.raw(":");
  out.json_string(text);
}

}  // namespace partita::inline epoch1::detail
