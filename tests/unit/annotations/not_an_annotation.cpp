// expect: 'int' does not satisfy 'attribute_annotation'
// expect: required by the constraints of 'template<class T, class ... A>  requires (... && attribute_annotation<A>)
// using attribute = T' at most: 16 lines
#include <partita/annotations.hpp>

struct Contact {
  partita::attribute<int, int> number{};
};
