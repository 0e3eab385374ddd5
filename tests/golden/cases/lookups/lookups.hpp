// Lookups and unique constraints: of a set, of a list with parts of other types, in a table with a simple key.
#pragma once

#include <partita/annotations.hpp>
#include <partita/timestamp.hpp>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace golden::lookups {

struct Case {
  using partita_entity = partita::entity<
      "cases", partita::composed_partition_key<"pk", "TENANT#{tenant_id}">,
      partita::composed_sort_key<"sk", "CASE#{id}">, partita::discriminator<"kind", "case">>;

  partita::attribute<std::string, partita::tenant> tenant_id{};
  std::string id{};
  partita::timestamp opened_at{};
  partita::attribute<std::vector<std::int64_t>,
                     partita::lookup<"by_party", "PARTY#{parties}#{opened_at}#{id}", partita::max<10>>>
      parties{};
  partita::attribute<std::set<std::string>, partita::unique<"DOCKET#{tenant_id}#{dockets}", partita::max<5>>> dockets{};
  std::string title{};
  partita::version<std::int64_t> revision{};
  partita::ttl<partita::timestamp> closed_at{};
};

struct Account {
  using partita_entity = partita::entity<"accounts">;

  partita::partition_key<std::string> id{};
  partita::attribute<std::string, partita::sensitive, partita::unique<"EMAIL#{email}">> email{};
  std::string name{};
};

}  // namespace golden::lookups
