// error: a batch keeps no lookups and unique constraints in step: write the items one by one, or in a transaction
#include "lab/lookups.partita.hpp"

#include <vector>

bool overwrite(const lab::JobRepository& jobs, const std::vector<lab::Job>& items) {
  return static_cast<bool>(jobs.put_many(items));
}
