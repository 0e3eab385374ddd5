// Random requests of the operations on items, as bodies that the service would take, mostly.
#pragma once

#include "raw_tables.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace differential {

struct RawRequest {
  std::string operation;
  std::string body;      ///< the bytes that are sent
  std::string mutation;  ///< what was spoilt in it; empty: nothing
};

/// Whether an operation is about tables as such, not about items.
bool is_about_a_table(std::string_view operation);

/// A request of any operation, one of four spoilt in one place: about the items of `tables`, which stay, or about
/// tables that come and go by the names of `changing`.
RawRequest random_request(Rng& rng, const std::vector<RawTable>& tables, const std::vector<std::string>& changing);

/// Asks what the request consumes, now and then.
void add_capacity(Rng& rng, Json& body);

// Bodies of single operations, unspoilt.

/// PutItem, DeleteItem, UpdateItem or ConditionCheck (as transactions have it), without what only single writes have.
Json random_write(Rng& rng, const RawTable& table, const std::string& operation);
/// GetItem, as transactions have it.
Json random_get(Rng& rng, const RawTable& table);
Json random_query(Rng& rng, const RawTable& table);
Json random_scan(Rng& rng, const RawTable& table);
Json random_batch_get(Rng& rng, const std::vector<RawTable>& tables);
Json random_batch_write(Rng& rng, const std::vector<RawTable>& tables);
Json random_transact_get(Rng& rng, const std::vector<RawTable>& tables);
Json random_transact_write(Rng& rng, const std::vector<RawTable>& tables);

/// An operation on one of the tables of these names, or on items that it may have, and its body.
std::pair<std::string, Json> random_table_request(Rng& rng, const std::vector<std::string>& names);

}  // namespace differential
