// error: this attribute cannot be compared with a value of this type
#include "lab/contact.partita.hpp"
#include "session.partita.hpp"

auto wrong() {
  return lab::ContactFields::name == lab::SessionFields::capsule_id;
}
