// error: an attribute of the item is set by its own method, set_<attribute>(value)
#include "lab/everything.partita.hpp"

void wrong(const lab::EverythingRepository& items) {
  auto update = items.update("x");
  update.set(lab::EverythingFields::text, "x");
}
