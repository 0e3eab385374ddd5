// expect: does not satisfy 'low_normal_or_high'
// expect: required for the satisfaction of 'low_normal_or_high<Word>'
// at most: 24 lines
#include <partita/annotations.hpp>

struct Contact {
  using partita_entity = partita::entity<"contacts", partita::access_pattern<"all", "*", partita::criticality<"hgih">>>;
};
