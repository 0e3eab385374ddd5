// An engine with tables of every kind of key, and what must be true of whatever an engine holds.
#pragma once

#include "embedded/engine.hpp"
#include "embedded/tables/table.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using Json = nlohmann::json;

/// Keys of all types, indexes of both kinds and all projections, a time to live, tags, and a few items.
std::unique_ptr<partita::embedded::Engine> make_engine();

/// The answer of a request that must not be refused.
std::string ask(partita::embedded::Engine& engine, std::string_view operation, std::string_view body);

/// The parsed text; reports what is no JSON, or has a member twice. `what` says whose it is.
Json parse_json(std::string_view text, std::string_view what);

/// All that operations tell of one table.
struct TableState {
  std::shared_ptr<const partita::embedded::Table> table;
  std::string description;           ///< answers about the table itself, one after the other
  std::string items;                 ///< pages of a scan
  std::vector<std::string> entries;  ///< the same of each index

  friend bool operator==(const TableState& a, const TableState& b) {
    return a.description == b.description && a.items == b.items && a.entries == b.entries;
  }
};
using EngineState = std::map<std::string, TableState>;

EngineState state_of(partita::embedded::Engine& engine);

/// Items can be read by their keys and by queries, each index holds what it must of them and nothing else, and counts
/// are right. Where no index came later than items, each item can be written again, which changes nothing.
void check_state(partita::embedded::Engine& engine, const EngineState& state, bool indexes_came_later);
