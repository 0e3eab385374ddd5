#include <partita/wire/members.hpp>

namespace partita::inline epoch1::wire {

std::uint16_t MembersView::find(std::string_view name) const {
  for (std::size_t slot = hash_of(name) & slot_mask;; slot = (slot + 1) & slot_mask) {
    const std::uint16_t index = slots[slot];
    if (index == no_member || list[index].name == name) return index;
  }
}

}  // namespace partita::inline epoch1::wire
