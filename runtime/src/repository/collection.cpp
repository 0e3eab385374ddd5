#include <partita/collection.hpp>

#include <partita/expired_item.hpp>
#include <partita/wire/reader.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

namespace partita::inline epoch1 {

std::optional<Error> CollectionCall::read(const CollectionOptions& options, std::optional<Cursor>& next) {
  left_ = options.max_items().value_or(std::numeric_limits<std::uint64_t>::max());
  query_.max_items(left_);
  if (options.page_size()) query_.page_size(*options.page_size());
  if (options.max_pages()) query_.max_pages(*options.max_pages());
  if (options.after()) query_.after(*options.after());
  query_.options(options);
  query_.limit_all_pages();
  query_.consistent(options.is_consistent());
  while (query_.more()) {
    auto error = query_.fetch(
        this, [](wire::Reader& in, void* call) { static_cast<CollectionCall*>(call)->read_page(in); },
        [](const void* call) { return static_cast<const CollectionCall*>(call)->page_items_; });
    if (error) return error;
    left_ -= query_.keep();
  }
  auto place = query_.next(query_.keep());
  if (!place) return place.error();
  next = *std::move(place);
  return std::nullopt;
}

void CollectionCall::read_page(wire::Reader& in) {
  page_items_ = 0;
  in.begin_array();
  while (in.next_element()) {
    in.item = ++page_items_;
    // Under a filter a page may hold more.
    if (page_items_ > left_) {
      in.skip_value();
    } else {
      read_item(in);
    }
  }
  in.item = 0;
}

void CollectionCall::read_item(wire::Reader& in) const {
  const Member* member = member_of(in);
  if (member == nullptr) {
    in.skip_value();
  } else if (detail::skip_expired(in, member->ttl, client_)) {
    return;
  } else if (!member->read(in, *member)) {
    in.fail("the partition holds a second item for '" + std::string(member->name) + "', which is one");
  }
}

const CollectionCall::Member* CollectionCall::member_of(wire::Reader& in) const {
  if (discriminator_.empty()) return &members_.front();
  const std::optional<std::string_view> type = in.peek_string(discriminator_);
  if (!type) {
    if (in.ok()) in.fail("attribute '" + std::string(discriminator_) + "', which says what an item is, is missing");
    return nullptr;
  }
  const auto found =
      std::find_if(members_.begin(), members_.end(), [&](const Member& each) { return each.type == *type; });
  return found == members_.end() ? nullptr : &*found;
}

}  // namespace partita::inline epoch1
