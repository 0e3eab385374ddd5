#include "lookup_page.hpp"

#include <partita/batch.hpp>
#include <partita/wire/reader.hpp>

#include "companion_items.hpp"
#include "stored_item.hpp"

#include <utility>

namespace partita::inline epoch1::detail {

namespace {

// Whether the item is what its lookup item says.
bool holds(const WriteRules& rules, const std::string& item, const StoredItem& lookup) {
  const auto stored = StoredItem::parse(item);
  if (!stored) return true;  // what can't be read is an error, which its codec tells
  const std::string_view type = rules.type_name.name;
  if (!type.empty() && canonical(stored->value(type)) != Value::of(rules.type).json()) return false;
  return companions_of(rules, *stored).contains(key_of(rules, lookup));
}

}  // namespace

std::optional<Error> follow(const Client& client, const WriteRules& rules, std::string_view lookups,
                            const ReadOptions& options, LookupPage& page) {
  struct Found {
    std::size_t place;
    StoredItem lookup;
  };
  std::vector<Found> found;
  BatchRead batch{client, rules};
  wire::TextReader text{lookups};
  text.reader().begin_array();
  for (std::size_t place = 0; text.reader().next_element(); ++place) {
    auto lookup = StoredItem::parse(text.reader().skip_value());
    if (!lookup)
      return Error(ErrorKind::decode, "lookup item " + std::to_string(place + 1) + " of the page is no item");
    const std::string owner = owner_of(rules, *lookup);
    if (owner.empty()) continue;  // an item whose own key looks like that of a lookup item
    batch.key().raw(owner);
    found.push_back({place, *std::move(lookup)});
  }
  if (!text.reader().ok()) return text.reader().error();
  std::vector<std::string> items;
  if (!found.empty()) {
    if (auto error = batch.run_raw(options, items, page.cost)) return error;
  }
  page.items = "[";
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (items[i].empty() || !holds(rules, items[i], found[i].lookup)) {
      ++page.cost.strays;
      continue;
    }
    page.items.append(page.places.empty() ? "" : ",").append(items[i]);
    page.places.push_back(found[i].place);
  }
  page.items += "]";
  page.cost.items_returned = page.places.size();
  return std::nullopt;
}

}  // namespace partita::inline epoch1::detail
