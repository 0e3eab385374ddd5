// error: without this, the item could not be read again: it is no optional
#include "lab/everything.partita.hpp"

void wrong(const lab::EverythingRepository& items) {
  auto update = items.update("x");
  update.remove(lab::EverythingFields::leaf.title);
}
