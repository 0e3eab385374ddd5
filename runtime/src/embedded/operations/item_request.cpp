#include "embedded/operations/item_request.hpp"

#include "embedded/tables/description.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace partita::inline epoch1::embedded {

namespace {

constexpr std::array<std::string_view, 7> legacy_parameters{
    "Expected",      "ConditionalOperator", "AttributeUpdates", "AttributesToGet",
    "KeyConditions", "QueryFilter",         "ScanFilter"};

constexpr std::pair<std::string_view, ItemRequest::Text ItemRequest::*> texts[] = {
    {"TableName", &ItemRequest::table},
    {"ConditionExpression", &ItemRequest::condition},
    {"UpdateExpression", &ItemRequest::update},
    {"KeyConditionExpression", &ItemRequest::key_condition},
    {"FilterExpression", &ItemRequest::filter},
    {"ProjectionExpression", &ItemRequest::projection},
    {"IndexName", &ItemRequest::index},
    {"ReturnValues", &ItemRequest::return_values},
    {"ReturnConsumedCapacity", &ItemRequest::return_capacity},
    {"ReturnItemCollectionMetrics", &ItemRequest::return_metrics},
    {"ReturnValuesOnConditionCheckFailure", &ItemRequest::return_on_failure},
    {"Select", &ItemRequest::select},
};

constexpr std::pair<std::string_view, GivenItem ItemRequest::*> items[] = {
    {"Item", &ItemRequest::item},
    {"Key", &ItemRequest::key},
    {"ExclusiveStartKey", &ItemRequest::start},
};

constexpr std::pair<std::string_view, std::optional<std::int64_t> ItemRequest::*> integers[] = {
    {"Limit", &ItemRequest::limit},
    {"Segment", &ItemRequest::segment},
    {"TotalSegments", &ItemRequest::segments},
};

constexpr std::pair<std::string_view, bool ItemRequest::*> flags[] = {
    {"ConsistentRead", &ItemRequest::consistent},
    {"ScanIndexForward", &ItemRequest::forward},
};

template <class Table>
auto member_named(const Table& table, std::string_view name) -> decltype(table[0].second) {
  for (const auto& [each, member] : table) {
    if (each == name) return member;
  }
  return nullptr;
}

std::optional<std::string> owned(const ItemRequest::Text& text) {
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

}  // namespace

void ItemRequest::read_member(RequestReader& in, std::string_view name, Parameters parameters) {
  if (std::find(parameters.begin(), parameters.end(), name) == parameters.end()) {
    in.skip_value();
  } else if (const auto text = member_named(texts, name)) {
    this->*text = in.take_null() ? Text() : in.kept(in.string());
  } else if (const auto item_member = member_named(items, name)) {
    GivenItem& read = this->*item_member;
    read.given = !in.take_null();
    if (read.given) scan_item(in, read);
  } else if (name == "ExpressionAttributeValues") {
    values_given = !in.next_is_null();
    placeholders.read_values(in);
  } else if (name == "ExpressionAttributeNames") {
    names_given = !in.next_is_null();
    placeholders.read_names(in);
  } else if (const auto integer = member_named(integers, name)) {
    this->*integer = in.take_null() ? std::nullopt : std::optional(in.integer());
  } else if (const auto flag = member_named(flags, name)) {
    this->*flag = in.take_null() ? flag == &ItemRequest::forward : in.boolean();
  } else {
    for (const std::string_view each : legacy_parameters) {
      if (each == name && !in.next_is_null()) legacy = each;
    }
    in.skip_value();
  }
}

void ItemRequest::read(RequestReader& in, Parameters parameters) {
  std::string_view name;
  in.begin_object();
  while (in.next_key(name)) {
    read_member(in, name, parameters);
  }
}

void ItemRequest::check_table(const std::string& path, Violations& violations) const {
  violations.required(table.has_value(), path);
  if (table) violations.name(std::string(table_of_arn(*table)), path);
}

std::optional<Refusal> ItemRequest::refuse() const {
  Violations violations;
  check_table("tableName", violations);
  if (auto refusal = violations.refusal()) return refusal;
  return refuse_values();
}

std::optional<Refusal> ItemRequest::refuse_values() const {
  Violations violations;
  violations.one_of(owned(return_capacity), "returnConsumedCapacity", {"INDEXES", "TOTAL", "NONE"});
  violations.one_of(owned(return_values), "returnValues", {"ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"});
  violations.one_of(owned(return_metrics), "returnItemCollectionMetrics", {"SIZE", "NONE"});
  violations.one_of(owned(return_on_failure), "returnValuesOnConditionCheckFailure", {"ALL_OLD", "NONE"});
  violations.one_of(owned(select), "select",
                    {"SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"});
  violations.at_least(limit, "limit", 1);
  violations.at_least(segment, "segment", 0);
  violations.at_most(segment, "segment", 999'999);
  violations.at_least(segments, "totalSegments", 1);
  violations.at_most(segments, "totalSegments", 1'000'000);
  if (auto refusal = violations.refusal()) return refusal;
  return refuse_legacy();
}

std::optional<Refusal> ItemRequest::refuse_legacy() const {
  if (legacy.empty()) return std::nullopt;
  return Refusal{"ValidationException",
                 "The parameter " + std::string(legacy) +
                     " is one of the time before expressions, which this engine does not have; use an expression"};
}

std::optional<Refusal> ItemRequest::refuse_placeholders(
    std::initializer_list<std::pair<std::string_view, Text>> expressions) const {
  if (!names_given && !values_given) return std::nullopt;
  std::string missing;
  for (const auto& [name, text] : expressions) {
    if (text) return std::nullopt;
    missing.append(missing.empty() ? "" : " and ").append(name);
  }
  if (names_given) {
    return Refusal{"ValidationException", "ExpressionAttributeNames can only be specified when using expressions"};
  }
  return Refusal{"ValidationException", "ExpressionAttributeValues can only be specified when using expressions: " +
                                            missing + (expressions.size() == 1 ? " is null" : " are null")};
}

CapacityDetail ItemRequest::capacity() const {
  if (is(return_capacity, "INDEXES")) return CapacityDetail::indexes;
  return is(return_capacity, "TOTAL") ? CapacityDetail::total : CapacityDetail::none;
}

Refusal missing_parameter(std::string_view name) {
  Violations violations;
  violations.required(false, name);
  return *violations.refusal();
}

Checked<std::optional<Expression>> read_given(ExpressionKind kind, const ItemRequest::Text& text,
                                              Placeholders& placeholders) {
  if (!text) return std::nullopt;
  return read_expression(kind, *text, placeholders);
}

}  // namespace partita::inline epoch1::embedded
