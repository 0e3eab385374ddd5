// Methods that generated classes get from keys, named after what the keys are made of.
#include <partita/annotations.hpp>

#include <optional>
#include <string>

namespace crm {

// The query of the table is `by_owner`, not `by_pk`.
// clang-format off
struct Task {
  using partita_entity = partita::entity<
      "tasks", partita::composed_partition_key<"pk", "OWNER#{owner}">,  // expected-note: the other one is here
      partita::composed_sort_key<"sk", "TASK#{id}">,
      // expected-note@+1: the parts are named here
      partita::composed_attribute<"gsi1pk", "STATE#{state}#{rank}#{place}", partita::gsi_partition<"by_state">>,
      partita::index<"by_state", partita::sparse>>;
  std::string owner{};
  std::string id{};
  std::string state{};
  std::optional<std::string> rank{};
  std::optional<std::string> place{};
  // expected-error@+1 [name-collision]: the query by partition key 'pk' and index 'by_owner' of 'Task' both become 'ByOwner'
  partita::attribute<std::string, partita::gsi_partition<"by_owner">> team{};
  partita::attribute<std::string, partita::gsi_partition<"by_pk">> office{};
  // expected-error@+1 [name-collision]: attribute 'state_and_rank_and_place' and the parts of 'gsi1pk' are both set by 'set_state_and_rank_and_place' in C++
  std::string state_and_rank_and_place{};
  std::string rank_and_place{};
  std::string gsi1pk_and_state{};
};

struct Note {
  using partita_entity = partita::entity<
      "notes",
      partita::composed_attribute<"gsi1pk", "STATE#{state}#{rank}#{place}",  // expected-note: the parts are named here
                                  partita::gsi_partition<"by_state">>,
      partita::index<"by_state", partita::sparse>>;
  partita::partition_key<std::string> id{};
  std::string state{};
  std::optional<std::string> rank{};
  std::optional<std::string> place{};
  // expected-error@+1 [name-collision]: attribute 'rank_and_place' and the parts of 'gsi1pk' are both removed by 'remove_rank_and_place' in C++
  std::optional<std::string> rank_and_place{};
};
// clang-format on

}  // namespace crm
