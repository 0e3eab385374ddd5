// error: every item has this: set() replaces it
#include "lab/everything.partita.hpp"

void wrong(const lab::EverythingRepository& items) {
  auto update = items.update("x");
  update.set_if_absent(lab::EverythingFields::leaf.title, "x");
}
