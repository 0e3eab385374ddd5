// Narrow indexes whose queries could not tell whose items they find.
#include <partita/annotations.hpp>

#include <string>

struct Invoice {
  using partita_entity = partita::entity<
      "ledger", partita::composed_partition_key<"pk", "INVOICE#{id}">,
      // expected-note@+1: 'type' is named here
      partita::discriminator<"type", "invoice">,
      // expected-error@+1 [projection-lacks-guard]: index 'by_customer' does not hold 'type', so that its queries could not tell items of 'Invoice' from those of 'Refund', whose keys can be the same; project partita::include<"type">
      partita::index<"by_customer", partita::keys_only>, partita::index<"by_state", partita::keys_only>,
      partita::composed_attribute<"state_key", "INVOICE#{state}", partita::gsi_partition<"by_state">>>;

  std::string id{};
  std::string state{};
  partita::attribute<std::string, partita::gsi_partition<"by_customer">> customer{};
};

// The other entity's keys say whose they are where both begin with a word of their own.
struct Refund {
  using partita_entity = partita::entity<
      "ledger", partita::composed_partition_key<"pk", "REFUND#{id}">,
      // expected-note@+1: 'type' is named here
      partita::discriminator<"type", "refund">,
      // expected-error@+1 [projection-lacks-guard]: index 'by_customer' does not hold 'type', so that its queries could not tell items of 'Refund' from those of 'Invoice'
      partita::index<"by_customer", partita::keys_only>, partita::index<"by_state", partita::keys_only>,
      partita::composed_attribute<"state_key", "REFUND#{state}", partita::gsi_partition<"by_state">>>;

  std::string id{};
  std::string state{};
  partita::attribute<std::string, partita::gsi_partition<"by_customer">> customer{};
};
