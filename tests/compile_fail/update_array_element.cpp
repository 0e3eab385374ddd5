// error: the elements of an array are not set one by one: set the attribute as a whole
#include "lab/everything.partita.hpp"

void wrong(const lab::EverythingRepository& items) {
  auto update = items.update("x");
  update.set(lab::EverythingFields::triple[0], 3);
}
