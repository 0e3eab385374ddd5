// error: truth values have no order: compare them by == and !=
#include "lab/everything.partita.hpp"

auto wrong() {
  return lab::EverythingFields::flag < true;
}
