// expect: 'std::optional<int>' does not satisfy 'string_number_or_bytes'
// expect: required for the satisfaction of 'string_number_or_bytes<T>' [with T = std::optional<int>]
// at most: 16 lines
#include <partita/annotations.hpp>

#include <optional>

struct Contact {
  partita::sort_key<std::optional<int>> number{};
};
