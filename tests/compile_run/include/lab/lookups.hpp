// Entities with lookups and unique constraints: one alone in its table, one of a tenant that may expire.
#pragma once

#include <partita/annotations.hpp>
#include <partita/timestamp.hpp>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace lab {

struct Job {
  using partita_entity =
      partita::entity<"jobs", partita::composed_sort_key<"sk", "JOB#{id}">, partita::allow_scan<"tests look at all">>;

  partita::partition_key<std::string> owner{};
  std::string id{};
  partita::attribute<std::set<std::string>, partita::lookup<"by_tag", "TAG#{tags}#{id}", partita::max<20>>> tags{};
  partita::attribute<std::string, partita::unique<"SLUG#{slug}">> slug{};
  std::string title{};
};

// Its own sort key begins with no word: only a filter tells its items from companions.
struct Memo {
  using partita_entity = partita::entity<"memos">;

  partita::partition_key<std::string> owner{};
  partita::sort_key<std::string> id{};
  partita::attribute<std::vector<std::string>, partita::lookup<"by_topic", "TOPIC#{topics}#{id}", partita::max<9>>>
      topics{};
};

// All of a partition but its companions.
struct Memos {
  using partita_collection = partita::collection;

  std::vector<Memo> memos{};
};

struct Case {
  using partita_entity =
      partita::entity<"cases", partita::composed_partition_key<"pk", "TENANT#{tenant_id}">,
                      partita::composed_sort_key<"sk", "CASE#{id}">, partita::discriminator<"kind", "case">>;

  partita::attribute<std::string, partita::tenant> tenant_id{};
  std::string id{};
  partita::timestamp opened_at{};
  partita::attribute<std::vector<std::int64_t>,
                     partita::lookup<"by_party", "PARTY#{parties}#{opened_at}#{id}", partita::max<40>>>
      parties{};
  partita::attribute<std::set<std::string>, partita::sensitive,
                     partita::unique<"DOCKET#{tenant_id}#{dockets}", partita::max<5>>>
      dockets{};
  std::string title{};
  partita::version<std::int64_t> revision{};
  partita::ttl<partita::timestamp> closed_at{};
};

}  // namespace lab
