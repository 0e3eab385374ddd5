// The body of a request about items: every parameter that any of these operations has.
#pragma once

#include "embedded/expressions/expression.hpp"
#include "embedded/expressions/placeholders.hpp"
#include "embedded/request_reader.hpp"
#include "embedded/values/item_scanner.hpp"
#include "embedded/violations.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace partita::inline epoch1::embedded {

/// A map of values, if it was given.
struct GivenItem : ScannedItem {
  bool given = false;
};

/// The names of the parameters that an operation has, or a part of its request.
using Parameters = std::span<const std::string_view>;

/// How much an operation tells of what it consumed.
enum class CapacityDetail : std::uint8_t { none, total, indexes };

/// Read member by member from an object that is ahead: a whole body, or an action of a transaction. Texts live as long
/// as the reader that they were read from.
struct ItemRequest {
  using Text = std::optional<std::string_view>;

  ItemRequest() = default;
  ItemRequest(const ItemRequest&) = delete;
  ItemRequest& operator=(const ItemRequest&) = delete;

  /// Takes the member that `name` begins, or passes over it if it is none of the parameters, as the service does.
  /// Of a member that comes twice the last one counts.
  void read_member(RequestReader& in, std::string_view name, Parameters parameters);
  /// Reads the whole object.
  void read(RequestReader& in, Parameters parameters);

  /// That it names a table, by a name that one can have. `path` is the service's, of the name.
  void check_table(const std::string& path, Violations& violations) const;
  /// What the service refuses whatever the operation is: no table's name, and all of the following.
  std::optional<Refusal> refuse() const;
  /// A value that is none of its parameter's, a parameter of the time before expressions.
  std::optional<Refusal> refuse_values() const;
  std::optional<Refusal> refuse_legacy() const;
  /// Placeholders without any of the `expressions`, which are the ones that the operation has.
  std::optional<Refusal> refuse_placeholders(
      std::initializer_list<std::pair<std::string_view, Text>> expressions) const;

  CapacityDetail capacity() const;
  bool is(const Text& parameter, std::string_view value) const { return parameter && *parameter == value; }

  Text table;
  Text index;
  GivenItem item{};
  GivenItem key{};
  GivenItem start{};
  Text condition;
  Text update;
  Text key_condition;
  Text filter;
  Text projection;
  Placeholders placeholders{};
  Text return_values;
  Text return_capacity;
  Text return_metrics;
  Text return_on_failure;
  Text select;
  std::optional<std::int64_t> limit;
  std::optional<std::int64_t> segment;
  std::optional<std::int64_t> segments;
  bool consistent = false;
  bool forward = true;
  bool names_given = false;
  bool values_given = false;
  std::string_view legacy{};  ///< a parameter of the time before expressions; empty: none
};

/// The service's words for what is missing: `Value null at 'key' failed to satisfy constraint: Member must not be
/// null`.
Refusal missing_parameter(std::string_view name);

/// Reads one of the expressions, if it is there.
Checked<std::optional<Expression>> read_given(ExpressionKind kind, const ItemRequest::Text& text,
                                              Placeholders& placeholders);

}  // namespace partita::inline epoch1::embedded
