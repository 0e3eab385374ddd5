// error: the entity has a version: after the key, pass partita::expect{the one you read}, or partita::any_version
#include "lab/contact.partita.hpp"

void rename(const lab::ContactRepository& contacts) {
  auto update = contacts.update("c-1", "t-1");
  update.set_phone("+49");
}
