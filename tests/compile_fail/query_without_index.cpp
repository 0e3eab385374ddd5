// error: no key or index of 'Contact' serves this condition: add partita::gsi_partition<"by_name"> to 'name'
#include "lab/contact.partita.hpp"

auto wrong(const lab::ContactRepository& contacts) {
  return contacts.query(lab::ContactFields::name == "x" && lab::ContactFields::score > 3).all();
}
