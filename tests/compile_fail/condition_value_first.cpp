// error: write the attribute on the left: field > value
#include "lab/contact.partita.hpp"

auto wrong() {
  return 3 > lab::ContactFields::score;
}
