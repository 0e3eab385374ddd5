// What is searched: contacts for the ones of a role, sessions for the ones of a capsule.
#pragma once

#include <partita/annotations.hpp>

#include <cstdint>
#include <string>

namespace desk {

struct Contact {
  using partita_entity =
      partita::entity<"contacts", partita::allow_scan<"the way that the index replaces is measured beside it">>;

  partita::partition_key<std::string> id{};
  partita::sort_key<std::string> tenant_id{};
  partita::attribute<std::string, partita::gsi_partition<"by_role">> role{};
  partita::attribute<std::string, partita::gsi_sort<"by_role">> department{};
  std::string name{};
  std::string address{};
  std::string note{};
  std::int64_t created_at{};
};

/// Has the capsule in two indexes: one holds whole items, the other no more than a list of sessions shows.
struct Session {
  using partita_entity = partita::entity<"sessions", partita::index<"by_capsule", partita::method<"by_capsule">>,
                                         partita::index<"cards", partita::include<"seen_at">>>;

  partita::partition_key<std::string> tenant_id{};
  partita::sort_key<std::string> session_id{};
  partita::attribute<std::string, partita::gsi_partition<"by_capsule">, partita::gsi_partition<"cards">> capsule_id{};
  std::int64_t seen_at{};
  std::string state{};
};

}  // namespace desk
