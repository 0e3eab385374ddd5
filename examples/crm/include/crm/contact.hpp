// A contact of a customer: the entity that the guide walks through.
#pragma once

#include <partita/annotations.hpp>
#include <partita/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace crm {

enum class Status { active, gone };

struct Contact {
  using partita_entity = partita::entity<"contacts", partita::access_pattern<"of_account", "account_id">,
                                         partita::access_pattern<"executives_of_department", "role, department">,
                                         partita::access_pattern<"recent_by_status", "status, created_at desc">>;

  partita::partition_key<std::string> id{};
  partita::sort_key<std::string> tenant_id{};
  partita::attribute<std::string, partita::gsi_partition<"by_account">> account_id{};
  partita::attribute<std::string, partita::gsi_partition<"by_role">> role{};
  partita::attribute<std::string, partita::gsi_sort<"by_role">> department{};
  partita::attribute<Status, partita::gsi_partition<"by_status">,
                     partita::suppress<"hot-partition", "few contacts change their status in a second">>
      status = Status::active;
  partita::attribute<partita::timestamp, partita::gsi_sort<"by_status">> created_at{};
  std::string name{};
  std::optional<std::string> phone{};  // plain members are attributes too
  partita::version<std::int64_t> revision = 0;
};

}  // namespace crm
