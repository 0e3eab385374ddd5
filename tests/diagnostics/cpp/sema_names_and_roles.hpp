// Names, `ttl` and `version`.
#include <partita/annotations.hpp>
#include <partita/timestamp.hpp>

#include <optional>
#include <string>

// expected-error@+1 [name-collision]: 'ContactKey' is entity 'ContactKey' and a class generated for entity 'Contact'
struct Contact {
  // expected-error@+2 [missing-discriminator]: but nothing tells its items apart; add partita::discriminator<"type", "...">
  // expected-note@+1: 'Contact' is stored there too
  using partita_entity = partita::entity<"contacts">;
  partita::partition_key<std::string> id{};
  std::string email{};  // expected-note: the first one is here
  // expected-error@+1 [duplicate-attribute]: 'Contact' stores two members as 'email'
  partita::attribute<std::string, partita::rename<"email">> other_email{};
};

struct ContactKey {  // expected-note: the other one is here
  // expected-error@+2 [missing-discriminator]: 'ContactKey' shares table 'contacts' with 'Contact'
  // expected-note@+1: 'ContactKey' is stored there too
  using partita_entity = partita::entity<"contacts">;
  partita::partition_key<std::string> id{};
  // expected-error@+2 [ttl-type]: ttl attribute 'expires' has type 'std::string'
  // expected-note@+1: 'expires' is the first
  partita::ttl<std::string> expires{};
  partita::ttl<partita::timestamp> forgets{};  // expected-error [duplicate-ttl]: a second ttl attribute, 'forgets'
  partita::version<std::optional<long>> revision{};  // expected-error [version-type]: is optional
};

struct Visit {
  using partita_entity = partita::entity<"visits">;
  partita::partition_key<std::string> id{};  // expected-note: the other one is here
  partita::sort_key<std::string> day{};
  // expected-error@+1 [name-collision]: index 'by_id' of 'Visit' both become 'ById' in C++; rename the index
  partita::attribute<std::string, partita::gsi_partition<"by_id">> person{};
};

struct Balance {
  using partita_entity = partita::entity<
      "balances",
      partita::data_class<"financial">,  // expected-note: the class of data is here
      partita::cached<"5m">>;  // expected-error [cache-needs-reason]: items of 'Balance' are financial, and a cached copy
  partita::partition_key<std::string> id{};
  partita::version<std::int64_t> revision{};  // expected-note: the version is here
};
