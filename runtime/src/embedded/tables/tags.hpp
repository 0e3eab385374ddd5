// The tags of a table.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html#Tagging.Restrictions
#pragma once

#include "embedded/request_tree.hpp"
#include "embedded/tables/table.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace partita::inline epoch1::embedded {

struct TagRequest {
  std::optional<std::string> key;
  std::optional<std::string> value;
};

std::vector<TagRequest> read_tags(const RequestValue& value);
/// What is wrong with them, whatever table they are for.
std::optional<Refusal> refuse_tags(const std::vector<TagRequest>& tags);
/// Adds good ones, or replaces those of the same key; refused if the table then has too many.
std::optional<Refusal> add_tags(const std::vector<TagRequest>& tags, Table& table);

/// The table that a resource's ARN means.
Checked<std::string> table_of_resource(const RequestTree& request);

}  // namespace partita::inline epoch1::embedded
