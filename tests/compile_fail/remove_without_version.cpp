// error: the entity has a version: after the key, pass partita::expect{the one you read}, or partita::any_version
#include "lab/contact.partita.hpp"

bool remove(const lab::ContactRepository& contacts) {
  return static_cast<bool>(contacts.remove("c-1", "t-1", partita::if_(lab::ContactFields::phone == "+49")));
}
