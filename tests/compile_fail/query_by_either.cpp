// error: no key or index of 'Contact' serves this condition: compare all of a partition key by ==, joined by &&
#include "lab/contact.partita.hpp"

auto wrong(const lab::ContactRepository& contacts) {
  return contacts.query(lab::ContactFields::account_id == "a" || lab::ContactFields::account_id == "b").all();
}
