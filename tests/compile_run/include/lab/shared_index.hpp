// Two entities in one table whose items lie in one partition of an index.
#pragma once

#include <partita/annotations.hpp>

#include <string>

namespace lab {

struct Invoice {
  using partita_entity = partita::entity<"ledger", partita::composed_partition_key<"pk", "INVOICE#{id}">,
                                         partita::discriminator<"type", "invoice">,
                                         partita::index<"by_customer", partita::include<"type", "total">>>;

  std::string id{};
  partita::attribute<std::string, partita::gsi_partition<"by_customer">> customer{};
  int total = 0;
};

struct Refund {
  using partita_entity = partita::entity<"ledger", partita::composed_partition_key<"pk", "REFUND#{id}">,
                                         partita::discriminator<"type", "refund">,
                                         partita::index<"by_customer", partita::include<"type", "total">>>;

  std::string id{};
  partita::attribute<std::string, partita::gsi_partition<"by_customer">> customer{};
  int total = 0;
};

}  // namespace lab
