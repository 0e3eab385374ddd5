// expect: 'int' does not satisfy 'point_in_time'
// expect: required for the satisfaction of 'point_in_time<T>' [with T = int]
// at most: 16 lines
#include <partita/annotations.hpp>

struct Contact {
  partita::created_at<int> made{};
};
