// expect: one_position_from_1
// at most: 24 lines
#include <partita/annotations.hpp>

struct Contact {
  partita::attribute<int, partita::gsi_sort<"by_role", 0>> number{};
};
