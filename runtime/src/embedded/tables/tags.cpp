#include "embedded/tables/tags.hpp"

#include "embedded/tables/description.hpp"
#include "embedded/violations.hpp"

#include <algorithm>
#include <set>

namespace partita::inline epoch1::embedded {
namespace {

Refusal refusal(std::string message) {
  return {"ValidationException", std::move(message)};
}

// Of valid UTF-8, by the first bytes of sequences.
std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char each) { return (each & 0xC0) != 0x80; }));
}

}  // namespace

std::vector<TagRequest> read_tags(const RequestValue& value) {
  std::vector<TagRequest> tags;
  for (const RequestValue& each : value.list()) tags.push_back({each["Key"].string(), each["Value"].string()});
  return tags;
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html#TaggingRestrictions
std::optional<Refusal> refuse_tags(const std::vector<TagRequest>& tags) {
  std::set<std::string_view> keys;
  for (const TagRequest& each : tags) {
    if (!each.key || each.key->empty() || characters_of(*each.key) > 128) {
      return refusal("The Tag Key provided is invalid, Key: " + each.key.value_or("null"));
    }
    if (!each.value || characters_of(*each.value) > 256) {
      return refusal("The Tag Value provided is invalid, Value: " + each.value.value_or("null"));
    }
    if (each.key->starts_with("aws:")) return refusal("Tag Key cannot be prefixed with aws:, Key: " + *each.key);
    if (!keys.insert(*each.key).second) {
      return refusal("Duplicate Tag Keys provided as input: Duplicate Tag Key found " + *each.key);
    }
  }
  return std::nullopt;
}

std::optional<Refusal> add_tags(const std::vector<TagRequest>& tags, Table& table) {
  for (const TagRequest& each : tags) {
    const auto found =
        std::find_if(table.tags.begin(), table.tags.end(), [&](const auto& tag) { return tag.first == *each.key; });
    if (found == table.tags.end()) {
      table.tags.emplace_back(*each.key, *each.value);
    } else {
      found->second = *each.value;
    }
  }
  if (table.tags.size() > 50) return refusal("Number of Tags exceed the current limit for the provided ResourceArn");
  return std::nullopt;
}

Checked<std::string> table_of_resource(const RequestTree& request) {
  const auto arn = request["ResourceArn"].string();
  if (request.refusal()) return tl::unexpected(*request.refusal());
  if (!arn) return invalid("Invalid TableArn");
  if (!arn->starts_with("arn:")) {
    return invalid("One or more parameter values were invalid: ARNs must start with 'arn:': " + *arn);
  }
  const std::string_view table = table_of_arn(*arn);
  if (table == *arn) {
    return invalid("One or more parameter values were invalid: Provided Arn is not a DynamoDB resource arn: " + *arn);
  }
  if (table.find('/') != std::string_view::npos) {
    return invalid(
        "One or more parameter values were invalid: Invalid resource arn provided, only table or stream is accepted. "
        "Provided resource arn: " +
        *arn);
  }
  Violations violations;
  violations.name(std::string(table), "tableName");
  if (violations.refusal()) return invalid("Invalid TableArn: Invalid ResourceArn provided as input " + *arn);
  return std::string(table);
}

}  // namespace partita::inline epoch1::embedded
