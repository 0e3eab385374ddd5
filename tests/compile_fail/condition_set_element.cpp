// error: contains() asks strings for a string, bytes for bytes, sets and lists for an element
#include "session.partita.hpp"

auto wrong() {
  return lab::SessionFields::roles.contains(1);
}
