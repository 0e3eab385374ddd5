// For every stop of a query, what it gave out and what its cursor leads to are the whole, in order.
#pragma once

#include <partita/cursor.hpp>
#include <partita/segmented_scan.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace partita::test {

using Ids = std::vector<std::string>;

/// Fails the test with the error's text if there is one.
#define REQUIRE_READ(result)                                         \
  do {                                                               \
    const auto& outcome_ = (result);                                 \
    INFO((outcome_ ? std::string() : outcome_.error().to_string())); \
    REQUIRE(outcome_.has_value());                                   \
  } while (false)

/// What tells the items of a test apart.
template <class T>
std::string id_of(const T& item) {
  if constexpr (requires { item.session_id; }) {
    return item.session_id;
  } else if constexpr (requires { item.event_id; }) {
    return item.event_id;
  } else if constexpr (requires { item.workflow_id; }) {
    return item.workflow_id + "/" + std::to_string(item.rank);
  } else if constexpr (requires { item.station; }) {
    return std::to_string(item.number);
  } else if constexpr (requires { item.sequence; }) {
    return std::to_string(item.sequence);
  } else if constexpr (requires { item.number; }) {
    return item.queue + std::to_string(item.number);
  } else {
    return item.id;
  }
}

template <class List>
Ids ids_of(const List& list) {
  Ids ids;
  for (const auto& each : list) ids.push_back(id_of(each));
  return ids;
}

inline void append(Ids& ids, const Ids& more) {
  ids.insert(ids.end(), more.begin(), more.end());
}

/// Reads on in steps of `step` items until there is no more.
template <class Query>
Ids in_steps(const Query& query, std::uint64_t step) {
  Ids ids;
  auto part = Query(query).max_items(step).all();
  while (true) {
    REQUIRE_READ(part);
    CHECK(part->size() <= step);
    append(ids, ids_of(*part));
    const auto next = part.next();
    if (!next) return ids;
    REQUIRE(ids.size() < 1000);
    part = Query(query).max_items(step).after(*Cursor::parse(next->to_string())).all();
  }
}

/// The whole is of `expected` items; `pages`, `items`, `count`, `first` and `exists` say the same.
template <class Query>
void holds(const std::string& what, const Query& query, std::size_t expected) {
  INFO(what);
  const auto all = query.all();
  REQUIRE_READ(all);
  const Ids whole = ids_of(*all);
  CHECK(whole.size() == expected);
  CHECK_FALSE(all.next());
  const auto count = query.count();
  REQUIRE_READ(count);
  CHECK(*count == expected);
  CHECK(*query.exists() == (expected != 0));
  const auto first = query.first();
  REQUIRE_READ(first);
  REQUIRE(first->has_value() == !whole.empty());
  if (*first) CHECK(id_of(**first) == whole.front());

  for (const std::uint32_t page_size : {1U, 2U, 3U, 5U, 100U}) {
    INFO("page_size " << page_size);
    Query paged = query;
    paged.page_size(page_size);
    for (std::uint64_t step = 1; step <= whole.size() + 1; ++step) {
      INFO("max_items " << step);
      CHECK(in_steps(paged, step) == whole);
    }

    auto pages = paged.pages();
    Ids before;
    for (auto& page : pages) {
      REQUIRE_READ(page);
      append(before, ids_of(*page));
      Ids both = before;
      if (const auto next = page.next()) append(both, ids_of(*Query(query).after(*next).all()));
      CHECK(both == whole);
    }

    auto items = paged.items();
    before.clear();
    for (auto& item : items) {
      REQUIRE_READ(item);
      before.push_back(id_of(*item));
      Ids both = before;
      const auto next = items.cursor();
      REQUIRE_READ(next);
      if (*next) append(both, ids_of(*Query(query).after(**next).all()));
      CHECK(both == whole);
    }

    auto some = Query(paged).max_pages(2).all();
    REQUIRE_READ(some);
    Ids both = ids_of(*some);
    if (const auto next = some.next()) append(both, ids_of(*Query(query).after(*next).all()));
    CHECK(both == whole);
  }
}

/// The same for what is read as a view.
template <class View, class Query>
void holds_as(const std::string& what, const Query& query, std::size_t expected) {
  INFO(what);
  const auto all = query.all();
  const auto views = query.template all_as<View>();
  REQUIRE_READ(all);
  REQUIRE_READ(views);
  CHECK(views->size() == expected);
  CHECK(ids_of(*views) == ids_of(*all));
  for (const std::uint32_t page_size : {1U, 2U, 3U, 100U}) {
    for (std::uint64_t step = 1; step <= expected + 1; ++step) {
      INFO("page_size " << page_size << ", max_items " << step);
      Query paged = query;
      paged.page_size(page_size);
      auto part = Query(paged).max_items(step).template all_as<View>();
      REQUIRE_READ(part);
      Ids both = ids_of(*part);
      if (const auto next = part.next()) append(both, ids_of(*Query(paged).after(*next).template all_as<View>()));
      CHECK(both == ids_of(*all));
    }
  }
}

/// The same for segments, whose items come in no order: a scan that is stopped after each item.
template <class Scan>
void holds_in_segments(const std::string& what, const Scan& scan, std::size_t expected) {
  INFO(what);
  const auto all = scan.all();
  REQUIRE_READ(all);
  Ids whole = ids_of(*all);
  std::sort(whole.begin(), whole.end());
  CHECK(whole.size() == expected);
  for (const std::uint32_t segments : {1U, 2U, 5U}) {
    for (const std::uint32_t page_size : {1U, 3U}) {
      for (std::size_t stop = 1; stop <= expected + 1; ++stop) {
        INFO(segments << " segments, page_size " << page_size << ", stops at item " << stop);
        Scan paged = scan;
        paged.page_size(page_size);
        Ids ids;
        std::optional<Cursor> next;
        do {
          std::size_t given = 0;
          auto run = paged.segments(segments).threads(2);
          if (next) run.after(*Cursor::parse(next->to_string()));
          const SegmentedResult done = run.each([&](const auto& item) {
            ids.push_back(id_of(item));
            return ++given < stop;
          });
          INFO((done.error ? done.error->to_string() : std::string()));
          REQUIRE(done);
          next = done.next;
        } while (next && ids.size() <= whole.size());
        std::sort(ids.begin(), ids.end());
        CHECK(ids == whole);
      }
    }
  }
}

}  // namespace partita::test
