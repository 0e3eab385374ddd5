// error: a filter cannot name an attribute of the key that is queried: the query has methods for it
#include "lab/contact.partita.hpp"

auto wrong(const lab::ContactRepository& contacts) {
  return contacts.by_role("r").where(lab::ContactFields::department != "eng").all();
}
