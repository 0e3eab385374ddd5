// error: nothing of this entity is cached: its schema does not say cached
#include "lab/contact.partita.hpp"

#include <chrono>

bool some(const lab::ContactRepository& contacts) {
  return contacts.by_id("c-1").cached(std::chrono::seconds(5)).all().has_value();
}
