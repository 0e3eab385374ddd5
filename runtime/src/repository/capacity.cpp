#include "capacity.hpp"

#include "cost_counter.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace partita::inline epoch1::detail {

namespace {

// {"CapacityUnits":1.0,...}
double read_units(wire::Reader& in) {
  double units = 0;
  std::string_view key;
  in.begin_object();
  while (in.next_key(key)) {
    if (key == "CapacityUnits") {
      units = in.read_double();
    } else {
      in.skip_value();
    }
  }
  return units;
}

}  // namespace

// {"TableName":"t","CapacityUnits":3,"Table":{...},"GlobalSecondaryIndexes":{"i":{...}},...}. Without INDEXES in the
// request there is the sum alone, and then the table's are all.
void read_capacity(wire::Reader& in, bool reads, Cost& cost) {
  std::string table;
  double total = 0;
  double of_indexes = 0;
  std::vector<std::pair<std::string, double>> indexes;
  std::string_view key;
  in.begin_object();
  while (in.next_key(key)) {
    if (key == "TableName") {
      table = in.read_plain_string();
    } else if (key == "CapacityUnits") {
      total = in.read_double();
    } else if (key == "GlobalSecondaryIndexes" || key == "LocalSecondaryIndexes") {
      in.begin_object();
      while (in.next_key(key)) {
        std::string name(key);
        const double units = read_units(in);
        of_indexes += units;
        indexes.emplace_back(std::move(name), units);
      }
    } else {
      in.skip_value();
    }
  }
  if (!in.ok()) return;
  const auto add = [&](std::string_view index, double units) {
    if (units > 0) cost.add_units(table, index, reads ? units : 0, reads ? 0 : units);
  };
  (reads ? cost.read_units : cost.write_units) += total;
  add({}, total - of_indexes);
  for (const auto& [index, units] : indexes) add(index, units);
}

void read_capacities(wire::Reader& in, bool reads, Cost& cost) {
  in.begin_array();
  while (in.next_element()) read_capacity(in, reads, cost);
}

void count_hedges(int hedges, Cost& cost) {
  const double times = 1 + hedges;
  cost.read_units *= times;
  for (IndexUnits& each : cost.by_index) each.read_units *= times;
}

void count_cost(const Client& client, const Request& request, const Reply& reply, const Cost& cost,
                std::span<const TableEntity> entities) {
  if (reply.facts.attempts == 0) return;  // nothing was sent
  CostCounter& counter = client.counter();
  const auto requests = static_cast<std::uint64_t>(reply.facts.attempts);
  counter.add({request.operation, request.entity, request.table, request.index},
              {.requests = requests,
               .retries = requests - 1 - static_cast<std::uint64_t>(reply.facts.hedges),
               .failures = reply.error ? 1U : 0U,
               .items_evaluated = cost.items_evaluated,
               .items_returned = cost.items_returned});
  for (const IndexUnits& units : cost.by_index) {
    const auto named = std::find_if(entities.begin(), entities.end(),
                                    [&](const TableEntity& each) { return each.table == units.table; });
    counter.add({request.operation, named == entities.end() ? request.entity : named->entity, units.table, units.index},
                {.read_units = units.read_units, .write_units = units.write_units});
  }
}

}  // namespace partita::inline epoch1::detail
