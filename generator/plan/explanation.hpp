// What `partita explain` says of an entity: its keys, the plan and price of each access pattern, the price of writes,
// and what a change would take. Values and finished phrases; the layout is the renderers'.
#pragma once

#include "model/schema.hpp"
#include "plan/cost.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace partita::plan {

struct ExplainedKey {
  struct Attribute {
    std::string name;      ///< as stored
    std::string composed;  ///< `TENANT#{tenant_id}`; empty: the attribute itself
  };

  std::string name;  ///< of the index or lookup; empty: the table
  std::string kind;  ///< `table`, `global`, `local`, `lookup`
  std::vector<Attribute> partition;
  std::vector<Attribute> sort;
  std::string holds;  ///< `whole items`, `keys`, `keys and expires_at`
  bool sparse = false;
};

struct ExplainedPattern {
  std::string name;
  std::string operation;              ///< `get`, `query`, `scan`; `none`: no key serves it
  std::vector<std::string> unserved;  ///< why not, key by key
  std::string key;                    ///< `table 'contacts'`, `index 'by_role'`
  std::string condition;              ///< `role = {role} and begins_with(sk, "WF#")`
  std::string order;                  ///< `created_at, descending`; empty: none is asked for
  std::vector<std::string> filter;    ///< tested after the read
  std::string reads;                  ///< `whole items`, `expires_at`
  std::vector<std::string> hydrate;   ///< read from the table, in a second step
  std::uint64_t items = 0;
  std::uint64_t item_bytes = 0;
  bool assumed = false;  ///< the pattern says neither items nor their size
  ReadCost cost;         ///< eventually consistent; with a filter at least that
  double per_second = 0;
  model::Criticality criticality = model::Criticality::normal;
  double weight = 0;  ///< frequency x latency class x criticality
};

struct ExplainedWrite {
  std::string name;  ///< `create`, `put over an item`, `update`, `remove`
  WriteCost cost;
};

struct Explanation {
  std::string entity;
  std::string table;
  std::vector<ExplainedKey> keys;
  std::vector<ExplainedPattern> patterns;  ///< the weightiest first
  std::vector<ExplainedWrite> writes;
  std::uint64_t item_bytes = 0;
  std::vector<std::string> facts;    ///< tenant, discriminator, lookups, unique values, shards, cache, scans
  std::vector<std::string> changes;  ///< what a change of the model takes in a table with data
};

/// `entity` is one of the schema's.
Explanation explain(const model::Schema& schema, const model::Entity& entity);

}  // namespace partita::plan
