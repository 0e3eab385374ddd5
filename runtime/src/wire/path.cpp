#include <partita/wire/path.hpp>

namespace partita::inline epoch1::wire {

std::string_view describe(Tag tag) {
  constexpr std::string_view names[] = {"String (S)",      "Number (N)",     "Binary (B)", "Boolean (BOOL)",
                                        "Null (NULL)",     "Map (M)",        "List (L)",   "String Set (SS)",
                                        "Number Set (NS)", "Binary Set (BS)"};
  return names[static_cast<std::uint8_t>(tag)];
}

std::string describe(const Frame* innermost, int elements) {
  std::string path;
  for (const Frame* frame = innermost; frame != nullptr; frame = frame->outer) {
    if (frame->member == nullptr) continue;
    path.insert(0, std::string(frame->member->name) + (path.empty() ? "" : "."));
  }
  if (path.empty()) return elements > 0 ? "an element of the value" : "the value";
  return (elements > 0 ? "an element of attribute '" : "attribute '") + path + "'";
}

bool is_hidden(const Frame* innermost) {
  for (const Frame* frame = innermost; frame != nullptr; frame = frame->outer) {
    if (frame->member != nullptr && frame->member->need.hidden) return true;
  }
  return false;
}

}  // namespace partita::inline epoch1::wire
