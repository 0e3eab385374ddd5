// error: contains() asks strings for a string, bytes for bytes, sets and lists for an element
#include "lab/everything.partita.hpp"

auto wrong() {
  return lab::EverythingFields::words.contains(1);
}
