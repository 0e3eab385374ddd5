// expect: entity_annotation
// at most: 16 lines
#include <partita/annotations.hpp>

struct Contact {
  using partita_entity = partita::entity<"contacts", partita::rename<"x">>;
};
