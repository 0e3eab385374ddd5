// error: this attribute cannot be compared with a value of this type
#include "lab/contact.partita.hpp"

auto wrong() {
  return lab::ContactFields::status.in({"active", "gone"});
}
