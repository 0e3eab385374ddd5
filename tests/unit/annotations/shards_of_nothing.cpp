// expect: shard_counts
// at most: 24 lines
#include <partita/annotations.hpp>

struct Contact {
  using partita_entity = partita::entity<"contacts", partita::write_shards<"id">>;
};
