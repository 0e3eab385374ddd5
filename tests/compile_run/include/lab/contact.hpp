// A contact: a versioned entity with global indexes on strings, an enumeration and a time.
#pragma once

#include <partita/annotations.hpp>
#include <partita/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace lab {

enum class Status { active, gone };

struct Contact {
  using partita_entity = partita::entity<"contacts">;

  partita::partition_key<std::string> id{};
  partita::sort_key<std::string> tenant_id{};
  partita::attribute<std::string, partita::gsi_partition<"by_account">> account_id{};
  partita::attribute<std::string, partita::gsi_partition<"by_role">> role{};
  partita::attribute<std::string, partita::gsi_sort<"by_role">> department{};
  partita::attribute<Status, partita::gsi_partition<"by_status">, partita::suppress<"hot-partition", "a small table">>
      status = Status::active;
  partita::attribute<partita::timestamp, partita::gsi_sort<"by_status">> created_at{};
  std::string name{};
  std::optional<std::string> phone{};
  std::int32_t score = 10;
  double rating{};
  partita::version<std::int64_t> revision = 0;

  bool operator==(const Contact&) const = default;
};

}  // namespace lab
