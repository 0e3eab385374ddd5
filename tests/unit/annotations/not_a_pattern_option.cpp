// expect: does not satisfy 'access_pattern_option'
// expect: note: the expression '(... && access_pattern_option<Options>) [with Options = {partita::sparse}]'
// at most: 24 lines
#include <partita/annotations.hpp>

struct Contact {
  using partita_entity = partita::entity<"contacts", partita::access_pattern<"all", "*", partita::sparse>>;
};
