// An entity that holds others of its kind.
#pragma once

#include <partita/annotations.hpp>
#include <partita/timestamp.hpp>

#include <map>
#include <string>
#include <vector>

namespace plan {

struct Task {
  using partita_entity = partita::entity<"tasks">;

  partita::partition_key<std::string> id{};
  partita::ttl<partita::timestamp> expires_at{};
  std::vector<Task> parts{};
  std::map<std::string, Task> by_name{};
};

}  // namespace plan
