// expect: does not satisfy 'written_reason'
// expect: required for the satisfaction of 'written_reason<Reason>'
// at most: 19 lines
#include <partita/annotations.hpp>

struct Contact {
  using partita_entity = partita::entity<"contacts", partita::allow_scan<"">>;
};
