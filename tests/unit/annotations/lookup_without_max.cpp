// expect: too few template arguments for class template 'lookup'
// expect: wrong number of template arguments (2, should be 3)
// at most: 19 lines
#include <partita/annotations.hpp>

struct Contact {
  partita::attribute<int, partita::lookup<"by_context", "CTX#{contexts}">> contexts{};
};
