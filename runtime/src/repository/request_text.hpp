// The parts of request bodies that queries and updates write alike.
#pragma once

#include <partita/error.hpp>
#include <partita/expression.hpp>
#include <partita/wire/writer.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::detail {

/// What ends the request of a write.
inline constexpr std::string_view capacity_ending = R"(,"ReturnConsumedCapacity":"INDEXES"})";

/// Collects the names and values of all the expressions of one request.
class ExpressionParts {
 public:
  void name(const AttributeName& name) {
    const auto same = [&](const Alias& known) { return known.alias == name.alias; };
    if (!name.alias.empty() && std::none_of(names_.begin(), names_.end(), same)) {
      names_.push_back({std::string(name.alias), std::string(name.name)});
    }
  }
  /// A path as expressions have it: `#address.city[0]`.
  std::string path(const std::vector<PathStep>& steps);
  /// What stands for a name that has no alias of its own.
  std::string numbered_alias(const std::string& name);
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
  /// Of the condition or filter.
  void count_operators(std::size_t count) { operators_ += count; }

  /// Why DynamoDB would refuse the text of `what`, a condition, filter or update. Ask when all values are known.
  std::optional<Error> refused(std::string_view what, std::string_view text) const;

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
  struct Alias {
    std::string alias;
    std::string name;
  };

  std::vector<Alias> names_;
  std::string values_;
  std::size_t numbered_ = 0;
  std::size_t operators_ = 0;
};

/// Writes `,"name":"text"`.
inline void write_member(wire::Writer& out, std::string_view name, std::string_view text) {
  out.raw(",");
  out.json_string(name);
  out.raw(":");
  out.json_string(text);
}

}  // namespace partita::inline epoch1::detail
