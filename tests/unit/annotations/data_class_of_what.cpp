// expect: does not satisfy 'session_or_financial'
// expect: required for the satisfaction of 'session_or_financial<Word>'
// at most: 24 lines
#include <partita/annotations.hpp>

struct Login {
  using partita_entity = partita::entity<"logins", partita::data_class<"sesion">>;
};
