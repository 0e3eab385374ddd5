// What keys and indexes must be like, beyond the service's model.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
#pragma once

#include "embedded/tables/schema_request.hpp"
#include "embedded/tables/table.hpp"

#include <optional>
#include <vector>

namespace partita::inline epoch1::embedded {

/// Sets `table.key` from its elements and `table.attributes`.
std::optional<Refusal> check_table_key(const std::vector<KeyElement>& elements, Table& table);
/// An index of `table`, whose own key is known. Its name is not looked at.
Checked<Index> check_index(const IndexRequest& request, const Table& table);
/// Of all indexes: their names, and how many there are.
std::optional<Refusal> check_indexes(const Table& table);
/// Throughput is given where it is billed by, and only there.
std::optional<Refusal> check_throughput(const IndexRequest& request, const Table& table);

/// `[a, b]`, of the definitions, and of the keys that use them.
std::string names_of(const std::vector<KeyAttribute>& attributes);
std::vector<KeyAttribute> used_attributes(const Table& table);

}  // namespace partita::inline epoch1::embedded
