// The keys of indexes, and names in access patterns.
#include <partita/annotations.hpp>

#include <optional>
#include <string>
#include <vector>

struct Indexes {
  using partita_entity = partita::entity<"indexes",
      partita::access_pattern<"of_account", "acount_id">>;  // expected-error [unknown-attribute]: did you mean 'account_id'?
  partita::partition_key<std::string> id{};
  // expected-note@+2: add partita::gsi_partition<"by_role"> for the attribute whose value its queries name
  // expected-error@+1 [missing-index-partition]: index 'by_role' has a sort key but no partition key
  partita::attribute<std::string, partita::gsi_sort<"by_role">> role{};
  // expected-note@+2: 'account_id' has it
  // expected-error@+2 [key-position]: 'region' has position 1 in the partition key of index 'by_account', which is taken
  partita::attribute<std::string, partita::gsi_partition<"by_account", 1>> account_id{};
  partita::attribute<std::string, partita::gsi_partition<"by_account", 1>> region{};
  // expected-error@+2 [key-position]: 'city' has no position in the sort key of index 'by_account'; say it for each
  // expected-note@+2: 'street' has one
  partita::attribute<std::string, partita::gsi_sort<"by_account">> city{};
  partita::attribute<std::string, partita::gsi_sort<"by_account", 1>> street{};
  // expected-error@+2 [key-type-not-scalar]: partition key 'tags' of index 'by_tags' has type 'std::vector<std::string>'
  // expected-note@+1: key on another attribute, or store this one as a string or number
  partita::attribute<std::vector<std::string>, partita::gsi_partition<"by_tags">> tags{};
  // expected-error@+2 [key-type-not-scalar]: has type 'bool'
  // expected-note@+1: an enumeration with two names can be a key
  partita::attribute<bool, partita::gsi_partition<"by_active">> is_active{};
  // expected-error@+4 [invalid-index-name]: index name 'by phone' has ' ' in it
  // expected-error@+3 [missing-sparse]: an item without 'phone' is not in index 'by phone'; say that the index is sparse
  // expected-note@+2: add partita::index<"by phone", partita::sparse> if that is meant
  // expected-note@+1: or make 'phone' required, so that every item is in the index
  partita::attribute<std::optional<std::string>, partita::gsi_partition<"by phone">> phone{};
};

// expected-note@+1: give the table partita::sort_key<...>, or make the index global
struct Local {
  using partita_entity = partita::entity<"local">;
  partita::partition_key<std::string> id{};
  // expected-error@+1 [lsi-without-sort-key]: local index 'by_name' needs a table with a sort key
  partita::attribute<std::string, partita::lsi_sort<"by_name">> name{};
};

struct BothKinds {
  using partita_entity = partita::entity<"both_kinds">;
  partita::partition_key<std::string> id{};
  partita::sort_key<std::string> tenant{};
  partita::attribute<std::string, partita::gsi_partition<"by_role">> role{};  // expected-note: it is global here
  // expected-error@+1 [duplicate-index]: index 'by_role' is both global and local
  partita::attribute<std::string, partita::lsi_sort<"by_role">> department{};
};

struct Many {
  using partita_entity = partita::entity<"many">;
  partita::partition_key<std::string> id{};
  partita::attribute<std::string, partita::gsi_partition<"by_all">> a{};  // expected-note: the first is 'a'
  partita::attribute<std::string, partita::gsi_partition<"by_all">> b{};
  partita::attribute<std::string, partita::gsi_partition<"by_all">> c{};
  partita::attribute<std::string, partita::gsi_partition<"by_all">> d{};
  // expected-error@+1 [multi-attribute-key]: index 'by_all' has 5 partition key attributes; a global index takes at most 4
  partita::attribute<std::string, partita::gsi_partition<"by_all">> e{};
};
