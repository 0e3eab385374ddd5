#include "embedded/values/item_members.hpp"

#include "embedded/values/stored_text.hpp"

#include <algorithm>

namespace partita::inline epoch1::embedded {

ItemMembers::ItemMembers(std::string_view text) {
  StoredText in(text);
  if (!in.take('{')) return;
  list_.reserve(16);
  while (!in.take('}')) {
    std::string_view name = in.raw_string();
    if (name.find('\\') != std::string_view::npos) name = names_.emplace_back(StoredText::unescaped(name));
    if (!in.take(':')) return;
    list_.push_back({name, in.skip_value()});
    in.take(',');
  }
}

std::string_view ItemMembers::find(std::string_view name) const {
  const auto at = std::lower_bound(list_.begin(), list_.end(), name,
                                   [](const Member& each, std::string_view sought) { return each.name < sought; });
  return at != list_.end() && at->name == name ? at->json : std::string_view();
}

wire::Tag tag_of(std::string_view json) {
  for (int i = 0; i <= static_cast<int>(wire::Tag::BS); ++i) {
    const auto tag = static_cast<wire::Tag>(i);
    if (json.starts_with(wire::opening_of(tag))) return tag;
  }
  return wire::Tag::null;
}

}  // namespace partita::inline epoch1::embedded
