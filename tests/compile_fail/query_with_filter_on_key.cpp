// error: no key or index of 'Contact' serves this condition: its filter names a part of the key, or what is not held
#include "lab/contact.partita.hpp"

auto wrong(const lab::ContactRepository& contacts) {
  return contacts.query(lab::ContactFields::role == "r" && lab::ContactFields::department != "eng").all();
}
