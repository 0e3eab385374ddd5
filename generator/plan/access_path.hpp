// The proof: which key serves an access pattern, and why the others don't.
#pragma once

#include "model/schema.hpp"
#include "plan/access_key.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace partita::plan {

enum class Operation : std::uint8_t { get, query, scan };

/// How a pattern is answered by one key.
struct AccessPath {
  Operation operation = Operation::query;
  std::size_t key = 0;                       ///< position in access_keys()
  std::size_t sort_bound = 0;                ///< sort parts that an equality binds, from the left
  bool range = false;                        ///< a range on the sort part behind those
  bool ordered = false;                      ///< in the order of the sort part behind those
  std::vector<model::AttributeRef> filter;   ///< asked for, but only tested once an item has been read
  bool tenant_filter = false;                ///< the key lacks the tenant
  std::vector<model::AttributeRef> missing;  ///< read, but not in the index
  bool hydrate = false;                      ///< whole items are read from the table, in a second step
};

/// A key that does not serve the pattern, and the reason in words about the model: "index 'by_role' needs ...".
struct Rejection {
  std::size_t key = 0;
  std::string reason;
};

enum class Verdict : std::uint8_t {
  served,        ///< by `path`
  filtered,      ///< by `path`, which reads more than it returns
  too_narrow,    ///< `path` would do if its index projected `path.missing`
  unserved,      ///< no path
  scan_refused,  ///< the pattern asks for every item, and the entity does not allow a scan
};

struct Proof {
  Verdict verdict = Verdict::unserved;
  std::optional<AccessPath> path;
  std::vector<Rejection> rejected;  ///< all other keys, in the order of access_keys()
};

/// The tenant is bound in every pattern of an entity that has one. Of several keys that serve a pattern the one is
/// chosen that reads least, then the table's, then the first declared.
Proof prove(const model::Entity& entity, const model::AccessPattern& pattern, const std::vector<AccessKey>& keys);

}  // namespace partita::plan
