// error: a global index cannot be read consistently: its entries follow the table's items some time later
#include "lab/contact.partita.hpp"

auto wrong(const lab::ContactRepository& contacts) {
  return contacts.by_account("a").consistent().all();
}
