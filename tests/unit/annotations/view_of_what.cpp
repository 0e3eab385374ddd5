// expect: does not satisfy 'entity_struct'
// expect: required for the satisfaction of 'entity_struct<Entity>'
// at most: 19 lines
#include <partita/annotations.hpp>

struct Card {
  using partita_view = partita::view<int>;
};
