// error: a batch would store a second copy of an item that lies in an older write shard: write the items one by one, or in a transaction
#include "lab/sharded.partita.hpp"

#include <vector>

bool store(const lab::EventRepository& events, const std::vector<lab::Event>& items) {
  return static_cast<bool>(events.put_many(items));
}
