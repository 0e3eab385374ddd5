// error: this attribute cannot be compared with a value of this type
#include "lab/everything.partita.hpp"

auto wrong() {
  return lab::EverythingFields::rooms["a"][0].title == 1;
}
