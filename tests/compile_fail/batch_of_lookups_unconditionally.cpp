// error: a batch keeps no lookups and unique constraints in step: write the items one by one, or in a transaction
#include "lab/lookups.partita.hpp"

#include <vector>

bool remove(const lab::JobRepository& jobs, const std::vector<lab::JobKey>& keys) {
  return static_cast<bool>(jobs.remove_many(keys, partita::unconditionally));
}
