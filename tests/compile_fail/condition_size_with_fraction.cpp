// error: a size is compared with an integer
#include "lab/contact.partita.hpp"

auto wrong() {
  return lab::ContactFields::name.size() > 1.5;
}
