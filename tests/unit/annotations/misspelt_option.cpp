// expect: did you mean 'keys_only'?
// expect: no member named 'key_only' in namespace 'partita'
// at most: 12 lines
#include <partita/annotations.hpp>

struct Contact {
  using partita_entity = partita::entity<"contacts", partita::index<"by_role", partita::key_only>>;
};
