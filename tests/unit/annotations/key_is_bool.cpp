// expect: 'bool' does not satisfy 'string_number_or_bytes'
// expect: required for the satisfaction of 'string_number_or_bytes<T>' [with T = bool]
// at most: 16 lines
#include <partita/annotations.hpp>

struct Contact {
  partita::sort_key<bool> active{};
};
