// What a user may forget, and each compiler warns of. Compiled by warnings.cmake, never run.
#include "lab/contact.partita.hpp"

#include <string>

using lab::Contact;
using lab::ContactRepository;

void forget(const ContactRepository& contacts, const Contact& contact, const std::string& phone) {
  contacts.create(contact);                                                // warned about
  contacts.put(contact);                                                   // warned about
  contacts.get("c", "t");                                                  // warned about
  contacts.remove("c", "t", partita::any_version);                         // warned about
  contacts.update("c", "t", partita::any_version).set_phone(phone);        // warned about
  contacts.update("c", "t", partita::any_version).execute();               // warned about
  contacts.by_account("a");                                                // warned about
  contacts.by_role("r").department("d");                                   // warned about
  contacts.by_account("a").all();                                          // warned about
  ContactRepository::existing(partita::Error(partita::Error::Details{}));  // warned about

  auto update = contacts.update("c", "t", partita::expect{1});
  if (!phone.empty()) update.set_phone(phone);
  auto query = contacts.by_account("a");
  query.page_size(5);
  if (!update.execute() || !query.all()) return;
}
