// The key of the table.
#include <partita/annotations.hpp>

#include <optional>
#include <string>

// expected-error@+1 [missing-partition-key]: entity 'NoKey' has no partition key; each table needs exactly one
struct NoKey {
  using partita_entity = partita::entity<"no_key">;
  std::string name{};
  bool is_active{};
  std::string account_id{};  // expected-note: to make it 'account_id', write partita::partition_key<std::string>
  int id{};                  // expected-note: to make it 'id', write partita::partition_key<std::int32_t>
};

// expected-error@+3 [missing-partition-key]: entity 'NoCandidate' has no partition key
// expected-note@+2: add a required string, number or binary attribute and write partita::partition_key<...>
// The bool can't be a key, and the optional may be absent.
struct NoCandidate {
  using partita_entity = partita::entity<"no_candidate">;
  bool is_active{};
  std::optional<std::string> id{};
};

struct TwoKeys {
  using partita_entity = partita::entity<"two_keys">;
  partita::partition_key<std::string> id{};     // expected-note: 'id' is the partition key already
  partita::partition_key<std::string> email{};  // expected-error [duplicate-key]: entity 'TwoKeys' has a second partition key, 'email'
  partita::sort_key<std::string> tenant{};      // expected-note: 'tenant' is the sort key already
  partita::sort_key<std::string> region{};      // expected-error [duplicate-key]: entity 'TwoKeys' has a second sort key, 'region'
};

struct Default {
  using partita_entity = partita::entity<"default">;
  // expected-note@+1: initialise it with {}, so that no item is stored under a key nobody chose
  partita::partition_key<std::string> id = "none";  // expected-error [key-with-default]: partition key 'id' has a default
};

struct Renamed {
  using partita_entity = partita::entity<"renamed">;
  partita::partition_key<std::string, partita::rename<"PK">> id{};
  partita::sort_key<std::string, partita::rename<"class">> school_class{};
};
