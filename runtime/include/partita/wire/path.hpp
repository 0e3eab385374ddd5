// Where in an item the codec is, for errors.
#pragma once

#include <partita/wire/members.hpp>

#include <string>

namespace partita::inline epoch1::wire {

/// One object being read or written; they form a chain from the innermost to the item. Lives on the stack.
struct Frame {
  const Member* member = nullptr;  // the current one
  Frame* outer = nullptr;
  int outer_elements = 0;  // lists and maps open around this object, inside the outer one
};

/// `attribute 'tasks.title'`, `an element of attribute 'tags'`, or `the value` outside of any object.
std::string describe(const Frame* innermost, int elements);

/// Whether the value is (part of) one that no error may show.
bool is_hidden(const Frame* innermost);

}  // namespace partita::inline epoch1::wire
