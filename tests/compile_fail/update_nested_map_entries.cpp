// error: what lies here cannot be set to a value of this type
#include "lab/everything.partita.hpp"

void wrong(const lab::EverythingRepository& items) {
  auto update = items.update("x");
  update.set(lab::EverythingFields::rooms["r"], std::map<std::string, lab::Leaf>{});
}
