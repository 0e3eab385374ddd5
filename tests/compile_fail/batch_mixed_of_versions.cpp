// error: a batch compares no versions: pass partita::unconditionally, or write the items one by one
#include "lab/contact.partita.hpp"

bool overwrite(const partita::Client& client, const lab::ContactRepository& contacts, const lab::Contact& item) {
  return static_cast<bool>(partita::write_batch(client).put(contacts, item).execute());
}
