#include "crm/contact.partita.hpp"
#include "crm/unrelated.hpp"
#include "session.partita.hpp"

#include <partita/client.hpp>

int main() {
  const auto client = partita::Client::open("http://127.0.0.1:8000");
  if (!client) return 1;
  const crm::ContactRepository contacts{*client};
  const crm::SessionRepository sessions{*client};
  return unrelated();
}
