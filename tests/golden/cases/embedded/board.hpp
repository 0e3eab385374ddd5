// An entity that holds entities of another header.
#pragma once

#include "task.hpp"

#include <partita/annotations.hpp>

#include <string>
#include <vector>

namespace plan {

struct Board {
  using partita_entity = partita::entity<"boards">;

  partita::partition_key<std::string> id{};
  Task first{};
  std::vector<Task> others{};
};

}  // namespace plan
