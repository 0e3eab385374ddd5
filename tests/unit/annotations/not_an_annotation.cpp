// expect: 'int' does not satisfy 'attribute_annotation'
// expect: note: the expression '(... && attribute_annotation<A>) [with A = {int}]' evaluated to 'false'
// at most: 16 lines
#include <partita/annotations.hpp>

struct Contact {
  partita::attribute<int, int> number{};
};
