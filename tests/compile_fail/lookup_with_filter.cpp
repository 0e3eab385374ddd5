// error: a lookup takes no filter: drop what you don't want from its items
#include "lab/lookups.partita.hpp"

bool some(const lab::JobRepository& jobs) {
  return jobs.by_tag("ann", "red").where(lab::JobFields::title == "x").all().has_value();
}
