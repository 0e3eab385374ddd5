// error: contains() asks strings for a string, bytes for bytes, sets and lists for an element
#include "lab/contact.partita.hpp"

auto wrong() {
  return lab::ContactFields::score.contains(1);
}
