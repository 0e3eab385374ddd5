// Three entities in one table, with composed keys.
#pragma once

#include <partita/annotations.hpp>
#include <partita/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace lab {

enum class Progress { open, done };

struct Account {
  using partita_entity =
      partita::entity<"app", partita::composed_partition_key<"pk", "TENANT#{tenant_id}">,
                      partita::composed_sort_key<"sk", "ACCOUNT">, partita::discriminator<"type", "account">>;

  std::string tenant_id{};
  std::string name{};
};

struct Workflow {
  using partita_entity = partita::entity<
      "app", partita::composed_partition_key<"pk", "TENANT#{tenant_id}">, partita::composed_sort_key<"sk", "WF#{id}">,
      partita::discriminator<"type", "workflow">,
      partita::composed_attribute<"gsi1pk", "OWNER#{tenant_id}#{owner:escaped}", partita::gsi_partition<"by_owner">>,
      partita::composed_attribute<"gsi1sk", "{progress}#{due_at}", partita::gsi_sort<"by_owner">>,
      partita::index<"by_owner", partita::sparse, partita::keys_only>>;

  std::string tenant_id{};
  std::string id{};
  std::optional<std::string> owner{};
  Progress progress = Progress::open;
  partita::timestamp due_at{};
  std::string title{};
};

struct Step {
  using partita_entity = partita::entity<"app", partita::composed_partition_key<"pk", "TENANT#{tenant_id}">,
                                         partita::composed_sort_key<"sk", "STEP#{workflow_id}#{rank:6}">,
                                         partita::discriminator<"type", "step">>;

  std::string tenant_id{};
  std::string workflow_id{};
  std::int32_t rank{};
  std::string text{};
  partita::version<std::int64_t> revision = 0;
};

}  // namespace lab
