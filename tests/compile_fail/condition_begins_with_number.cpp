// error: begins_with() asks strings for a string, and bytes for bytes
#include "lab/contact.partita.hpp"

auto wrong() {
  return lab::ContactFields::score.begins_with(1);
}
