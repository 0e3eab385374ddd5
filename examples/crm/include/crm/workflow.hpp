// A workflow of a tenant, with its tasks inside the item.
#pragma once

#include <partita/annotations.hpp>
#include <partita/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace crm {

struct Task {
  std::string title{};
  std::optional<std::string> assignee{};
  std::vector<std::string> checklist{};
  bool done = false;
};

struct Workflow {
  using partita_entity =
      partita::entity<"workflows",
                      partita::access_pattern<"of_tenant", "tenant_id", partita::items<500>, partita::item_size<"8KB">>,
                      partita::access_pattern<"recently_changed", "tenant_id, updated_at desc -> name, updated_at">>;

  partita::partition_key<std::string> tenant_id{};
  partita::sort_key<std::string> workflow_id{};
  partita::attribute<partita::timestamp, partita::lsi_sort<"by_change">> updated_at{};
  std::string name{};
  std::set<std::string> contexts{};
  std::vector<Task> tasks{};
};

}  // namespace crm
