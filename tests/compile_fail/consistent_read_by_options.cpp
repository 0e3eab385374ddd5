// error: ReadOptions are for get(): a query is told by its own consistent()
#include "lab/contact.partita.hpp"

auto wrong(const lab::ContactRepository& contacts) {
  return contacts.by_account("a").all(partita::ReadOptions().consistent());
}
