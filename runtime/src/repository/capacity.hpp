// What a reply says of its price, and where it is counted.
#pragma once

#include <partita/client.hpp>
#include <partita/cost.hpp>
#include <partita/transport.hpp>
#include <partita/wire/reader.hpp>

#include <span>
#include <string>
#include <string_view>

namespace partita::inline epoch1::detail {

/// Reads a reply's ConsumedCapacity: read units, or else write units.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConsumedCapacity.html
void read_capacity(wire::Reader& in, bool reads, Cost& cost);
/// The same as a list, an element for each table.
void read_capacities(wire::Reader& in, bool reads, Cost& cost);

/// The entity that a request of several tables is about in one of them; empty: several.
struct TableEntity {
  std::string table;
  std::string_view entity;
};

/// Adds what the requests cost that were sent beside the one that answered: the same, though nobody heard of it.
void count_hedges(int hedges, Cost& cost);

/// Counts what one request cost, failed or not.
void count_cost(const Client& client, const Request& request, const Reply& reply, const Cost& cost,
                std::span<const TableEntity> entities = {});

}  // namespace partita::inline epoch1::detail
