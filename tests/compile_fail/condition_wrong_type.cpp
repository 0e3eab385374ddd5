// error: this attribute cannot be compared with a value of this type
#include "lab/contact.partita.hpp"

bool wrong(const lab::ContactRepository& contacts) {
  return contacts.by_account("a").where(lab::ContactFields::score == "high").all().has_value();
}
