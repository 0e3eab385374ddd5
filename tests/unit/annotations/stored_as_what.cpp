// expect: does not satisfy 'name_or_number'
// expect: required for the satisfaction of 'name_or_number<How>'
// at most: 19 lines
#include <partita/annotations.hpp>

enum class Status { active, gone };

struct Contact {
  partita::attribute<Status, partita::stored<"nubmer">> status{};
};
