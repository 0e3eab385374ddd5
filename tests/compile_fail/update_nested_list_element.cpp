// error: append_to() adds a list of elements to a list of such elements
#include "lab/everything.partita.hpp"

void wrong(const lab::EverythingRepository& items) {
  auto update = items.update("x");
  update.append_to(lab::EverythingFields::grid[0], std::vector<std::string>{"one"});
}
