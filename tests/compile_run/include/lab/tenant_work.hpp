// An item collection of entities that another header declares; their table holds a third one.
#pragma once

#include "lab/single_table.hpp"

#include <partita/annotations.hpp>

#include <optional>
#include <vector>

namespace lab {

struct TenantWork {
  using partita_collection = partita::collection;

  std::optional<Account> account{};
  std::vector<Workflow> workflows{};
};

}  // namespace lab
