// error: the entity has a version: after the key, pass partita::expect{the one you read}, or partita::any_version
#include "lab/contact.partita.hpp"

bool remove(const lab::ContactRepository& contacts) {
  const auto old = contacts.remove_returning_old("c-1", "t-1");
  return old && old->has_value();
}
