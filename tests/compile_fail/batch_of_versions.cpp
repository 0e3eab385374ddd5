// error: a batch compares no versions: pass partita::unconditionally, or write the items one by one
#include "lab/contact.partita.hpp"

#include <vector>

bool overwrite(const lab::ContactRepository& contacts, const std::vector<lab::Contact>& items) {
  return static_cast<bool>(contacts.put_many(items));
}
