// error: a batch would store a second copy of an item that lies in an older write shard: write the items one by one, or in a transaction
#include "lab/sharded.partita.hpp"

#include <partita/write_batch.hpp>

bool store(const partita::Client& client, const lab::EventRepository& events, const lab::Event& event) {
  return static_cast<bool>(partita::write_batch(client).put(events, event).execute());
}
