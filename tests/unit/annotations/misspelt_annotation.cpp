// expect: did you mean 'partition_key'?
// at most: 8 lines
#include <partita/annotations.hpp>

struct Contact {
  partita::partitoin_key<int> id{};
};
