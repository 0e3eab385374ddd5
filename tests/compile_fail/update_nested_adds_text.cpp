// error: add_to() adds a number to a number: a set inside of an attribute is set as a whole
#include "lab/everything.partita.hpp"

void wrong(const lab::EverythingRepository& items) {
  auto update = items.update("x");
  update.add_to(lab::EverythingFields::leaf.title, 1);
}
