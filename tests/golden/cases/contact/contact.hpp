// The entity of the guide: three global indexes, a version, a default, an optional attribute.
#pragma once

#include <partita/annotations.hpp>
#include <partita/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace golden::contact {

enum class Status { active, gone };

struct Contact {
  using partita_entity = partita::entity<"contacts">;

  partita::partition_key<std::string> id{};
  partita::sort_key<std::string> tenant_id{};
  partita::attribute<std::string, partita::gsi_partition<"by_account">> account_id{};
  partita::attribute<std::string, partita::gsi_partition<"by_role">> role{};
  partita::attribute<std::string, partita::gsi_sort<"by_role">> department{};
  partita::attribute<Status, partita::gsi_partition<"by_status">,
                     partita::suppress<"hot-partition", "a small table">>
      status = Status::active;
  partita::attribute<partita::timestamp, partita::gsi_sort<"by_status">> created_at{};
  std::optional<std::string> phone{};
  partita::version<std::int64_t> revision = 0;
};

}  // namespace golden::contact
