#include <partita/annotations.hpp>

#include <string>
#include <vector>

struct Contact {
  using partita_entity = partita::entity<"contacts", partita::access_pattern<"of_account", "acount_id">>;

  std::string id{};
  partita::attribute<std::string, partita::gsi_sort<"by_account">> account_id{};
  std::vector<long double> scores{};
};
