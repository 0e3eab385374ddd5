// error: size() is for strings, bytes, sets, lists and maps
#include "lab/contact.partita.hpp"

auto wrong() {
  return lab::ContactFields::score.size() > 1;
}
