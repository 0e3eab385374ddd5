// What a header declares itself, where generated code will stand.
#include <partita/annotations.hpp>

#include <string>

namespace crm {

class AccountRepository;  // only announced: that is the generated one

struct ContactRepository {  // expected-note: the other one is here
  int count = 0;
};

// expected-error@+1 [name-collision]: 'crm::ContactRepository' is declared by the header and a class generated for
struct Contact {
  using partita_entity = partita::entity<"contacts">;
  partita::partition_key<std::string> id{};
};

struct Account {
  using partita_entity = partita::entity<"accounts">;
  partita::partition_key<std::string> id{};
};

struct Outer {
  // expected-error@+1 [name-collision]: 'crm::OuterInnerKey' is declared by the header and a class generated for
  struct Inner {
    using partita_entity = partita::entity<"inners">;
    partita::partition_key<std::string> id{};
  };
};

using OuterInnerKey = std::string;  // expected-note: the other one is here

}  // namespace crm

namespace acme {

// expected-error@+1 [name-collision]: 'acme::partita' hides namespace '::partita' from the code generated for entity
struct Beside {
  using partita_entity = ::partita::entity<"beside">;
  ::partita::partition_key<std::string> id{};
};

// expected-note@+2: 'acme::partita' is declared here
// expected-note@+1: 'acme::partita' is declared here
namespace partita {

// expected-error@+1 [name-collision]: 'acme::partita' hides namespace '::partita' from the code generated for entity
struct Inside {
  using partita_entity = ::partita::entity<"inside">;
  ::partita::partition_key<std::string> id{};
};

}  // namespace partita

}  // namespace acme
