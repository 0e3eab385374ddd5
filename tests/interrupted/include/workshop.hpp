// What programs write until they are killed.
#pragma once

#include <partita/annotations.hpp>

#include <cstdint>
#include <set>
#include <string>

namespace workshop {

/// Written by put_many: each says twice which round it is of.
struct Note {
  using partita_entity = partita::entity<"interrupted-notes", partita::allow_scan<"a test reads all of it">>;

  partita::partition_key<std::string> id{};
  std::int64_t round{};
  std::string text{};
};

struct Account {
  using partita_entity = partita::entity<"interrupted-accounts", partita::allow_scan<"a test reads all of it">>;

  partita::partition_key<std::string> id{};
  std::int64_t balance{};
};

/// Written in the transaction that moves the money.
struct Transfer {
  using partita_entity = partita::entity<"interrupted-transfers", partita::allow_scan<"a test reads all of it">>;

  partita::partition_key<std::string> id{};
  std::string from{};
  std::string to{};
  std::int64_t amount{};
};

/// Found by tags, and by no other's slug.
struct Job {
  using partita_entity = partita::entity<"interrupted-jobs", partita::composed_sort_key<"sk", "JOB#{id}">,
                                         partita::allow_scan<"a test reads all of it">>;

  partita::partition_key<std::string> owner{};
  std::string id{};
  partita::attribute<std::set<std::string>, partita::lookup<"by_tag", "TAG#{tags}#{id}", partita::max<8>>> tags{};
  partita::attribute<std::string, partita::unique<"SLUG#{slug}">> slug{};
  std::int64_t visits{};
};

}  // namespace workshop
