// Reads of one thing in several ways, which must agree on each backend by itself: an outcome that begins with `broken`
// is a defect whatever the others say.
#pragma once

#include "operations.hpp"

#include <partita/collection.hpp>
#include <partita/cursor.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace differential {

inline std::string lines(std::vector<std::string> texts, Order order = Order::of_service) {
  if (order == Order::any) std::sort(texts.begin(), texts.end());
  std::string text;
  for (const std::string& each : texts) text += each + "\n";
  return text;
}

/// One of two texts that must be the same.
inline std::string same(const std::string& what, const std::string& expected, const std::string& found) {
  if (expected == found) return found;
  return "broken: " + what + "\nexpected\n" + expected + "\nfound\n" + found;
}

template <class List, class Text>
std::vector<std::string> texts_of(const List& list, Text text) {
  std::vector<std::string> texts;
  for (const auto& each : list) texts.push_back(text(each));
  return texts;
}

template <class Reading>
void any_stop(Rng& rng, Reading& reading) {
  if (rng.chance(70)) {
    reading.max_items(1 + rng.below(4));
  } else {
    reading.max_pages(1 + rng.below(2));
  }
  if (rng.chance(50)) reading.page_size(static_cast<std::uint32_t>(1 + rng.below(3)));
}

/// All of a query or scan, which is what its parts are, each read from the cursor of the one before; and what it
/// counts.
template <class Reading, class Text>
std::string in_parts(Rng& rng, const Reading& reading, Text text, Order order) {
  const auto whole = reading.all();
  if (!whole) return shown(whole.error());
  const std::vector<std::string> texts = texts_of(*whole, text);
  if (whole.next()) return "broken: a whole that goes on";

  std::vector<std::string> parts;
  std::optional<partita::Cursor> next;
  do {
    Reading part = reading;
    any_stop(rng, part);
    if (next) part.after(*partita::Cursor::parse(next->to_string()));
    const auto some = part.all();
    if (!some) return "broken: " + shown(some.error());
    for (std::string& each : texts_of(*some, text)) parts.push_back(std::move(each));
    next = some.next();
  } while (next && parts.size() <= texts.size());
  if (parts != texts) return same("parts", lines(texts), lines(parts));

  const auto count = reading.count();
  const auto exists = reading.exists();
  const auto first = reading.first();
  if (!count || *count != texts.size()) return "broken: count " + shown(count) + " of\n" + lines(texts);
  if (!exists || *exists == texts.empty()) return "broken: exists " + shown(exists) + " of\n" + lines(texts);
  if (!first) return "broken: " + shown(first.error());
  const std::string front = *first ? text(**first) : "none";
  if (front != (texts.empty() ? "none" : texts.front())) return "broken: first " + front + " of\n" + lines(texts);
  return lines(texts, order);
}

/// The same for segments, which hand out in no order.
template <class Scan, class Text>
std::string in_segments(Rng& rng, const Scan& scan, Text text) {
  const auto whole = scan.all();
  if (!whole) return shown(whole.error());
  const std::string expected = lines(texts_of(*whole, text), Order::any);
  const auto segments = static_cast<std::uint32_t>(1 + rng.below(4));
  const auto threads = static_cast<std::uint32_t>(1 + rng.below(2));
  const std::size_t stop = 1 + rng.below(8);
  std::vector<std::string> parts;
  std::optional<partita::Cursor> next;
  do {
    auto run = scan.segments(segments).threads(threads);
    if (next) run.after(*partita::Cursor::parse(next->to_string()));
    std::size_t given = 0;
    const partita::SegmentedResult done = run.each([&](const auto& each) {
      parts.push_back(text(each));
      return ++given < stop;
    });
    if (done.error) return "broken: " + shown(*done.error);
    next = done.next;
  } while (next && parts.size() <= whole->size());
  return same("segments", expected, lines(parts, Order::any));
}

/// The items of a collection, by entity.
using Lists = std::array<std::vector<std::string>, 2>;

/// All of a collection, which is what its parts are. `add` appends what was found.
template <class Reader, class Add>
std::string collection_in_parts(Rng& rng, const Reader& reader, Add add) {
  const auto key = any_key<std::string>(rng);
  const auto whole = reader.get(key);
  if (!whole) return shown(whole.error());
  if (whole.next()) return "broken: a whole that goes on";
  Lists expected;
  add(*whole, expected);

  Lists found;
  std::optional<partita::Cursor> next;
  std::size_t rounds = 0;
  do {
    partita::CollectionOptions options;
    any_stop(rng, options);
    if (next) options.after(*partita::Cursor::parse(next->to_string()));
    const auto part = reader.get(key, options);
    if (!part) return "broken: " + shown(part.error());
    add(*part, found);
    next = part.next();
  } while (next && ++rounds < 1000);
  return same("parts", lines(expected[0]) + lines(expected[1]), lines(found[0]) + lines(found[1]));
}

/// What a query says as a view, `text` being that of the view's attributes.
template <class View, class Reading, class Text>
std::string in_view(const Reading& reading, Text text, Order order) {
  const auto whole = reading.all();
  const auto cards = reading.template all_as<View>();
  if (!whole) return shown(whole.error());
  if (!cards) return "broken: " + shown(cards.error());
  return same("view", lines(texts_of(*whole, text), order), lines(texts_of(*cards, text), order));
}

/// The same of one item.
template <class Item, class View, class Text>
std::string in_view(const partita::Result<std::optional<Item>>& whole, const partita::Result<std::optional<View>>& card,
                    Text text) {
  if (!whole) return shown(whole.error());
  if (!card) return "broken: " + shown(card.error());
  return same("view", *whole ? text(**whole) : "none", *card ? text(**card) : "none");
}

/// What `query(condition)` finds is what the query of that key finds.
template <class Planned, class Named, class Text>
std::string planned(Rng& rng, const Planned& planned, const Named& named, Text text) {
  const auto whole = named.all();
  if (!whole) return shown(whole.error());
  return same("planned", lines(texts_of(*whole, text), Order::any), in_parts(rng, planned, text, Order::any));
}

}  // namespace differential
