// error: this attribute cannot be compared with a value of this type
#include "session.partita.hpp"

auto wrong() {
  return lab::SessionFields::roles == "admin";
}
