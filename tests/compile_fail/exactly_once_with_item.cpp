// error: an update that is sent exactly once returns no item: execute() it, then get() the item
#include "lab/contact.partita.hpp"

bool grow(const lab::ContactRepository& contacts) {
  const auto update = contacts.update("c-1", "t-1", partita::any_version).add_to_score(1);
  return update.exactly_once().execute_returning_new().has_value();
}
