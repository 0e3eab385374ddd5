// expect: does not satisfy 'index_option'
// expect: note: the expression '(... && index_option<Options>) [with Options = {partita::hydrate}]'
// at most: 24 lines
#include <partita/annotations.hpp>

struct Contact {
  using partita_entity = partita::entity<"contacts", partita::index<"by_role", partita::hydrate>>;
};
