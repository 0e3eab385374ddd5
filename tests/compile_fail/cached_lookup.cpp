// error: a lookup is not cached: get the items by their keys, which are
#include "lab/lookups.partita.hpp"

#include <chrono>

bool some(const lab::JobRepository& jobs) {
  return jobs.by_tag("ann", "red").cached(std::chrono::seconds(5)).all().has_value();
}
