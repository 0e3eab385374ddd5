#include "stores.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace partita::embedded;
using Texts = std::vector<std::string>;

Space make_space(Store& store) {
  const auto writer = store.begin_write();
  const Space space = writer->create_space();
  REQUIRE(writer->commit());
  return space;
}

void put(Store& store, Space space, const std::vector<Row>& rows) {
  const auto writer = store.begin_write();
  for (const Row& row : rows) writer->put(space, row);
  REQUIRE(writer->commit());
}

Texts texts_of(Cursor& cursor) {
  Texts texts;
  for (Row row; cursor.next(row);) texts.emplace_back(row.text);
  return texts;
}

Texts range(Store& store, Space space, const SortRange& range, Direction direction = Direction::forward) {
  const auto reader = store.begin_read();
  return texts_of(*reader->range(space, "p", range, direction));
}

std::optional<std::string> get(Reader& reader, Space space, std::string_view partition, std::string_view sort) {
  const auto row = reader.get(space, partition, sort);
  if (!row) return std::nullopt;
  return std::string(row->text);
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("a store holds one row a key", "", Stores) {
  TestType under_test;
  Store& store = *under_test.store;
  const Space space = make_space(store);
  const Space other = make_space(store);
  const std::string zeros("\0\0", 2);
  put(store, space, {{"p", "s", "one", 7}, {"p", "", "two", 1}, {"ps", "", "three", 1}, {zeros, zeros, zeros, 1}});
  put(store, space, {{"p", "s", "four", 9}});

  const auto reader = store.begin_read();
  CHECK(get(*reader, space, "p", "s") == "four");
  CHECK(get(*reader, space, "p", "") == "two");
  CHECK(get(*reader, space, "ps", "") == "three");
  CHECK(get(*reader, space, zeros, zeros) == zeros);
  CHECK_FALSE(reader->get(space, "p", "ss"));
  CHECK_FALSE(reader->get(other, "p", "s"));
  const auto row = reader->get(space, "p", "s");
  REQUIRE(row);
  CHECK(row->partition == "p");
  CHECK(row->sort == "s");
  CHECK(row->size == 9);
  CHECK(reader->extent(space).rows == 4);
  CHECK(reader->extent(space).size == 12);
  CHECK(reader->extent(other).rows == 0);
  CHECK_FALSE(reader->failure());
}

TEMPLATE_LIST_TEST_CASE("the size of many rows is that of all", "", Stores) {
  TestType under_test;
  Store& store = *under_test.store;
  constexpr int rows = 1999;
  Space space;
  {
    const auto writer = store.begin_write();
    space = writer->create_space();
    for (int i = 0; i < rows; ++i) writer->put(space, {std::to_string(i), "s", "text", 100});
    REQUIRE(writer->commit());
  }
  CHECK(store.begin_read()->extent(space).size == 100 * rows);
}

TEMPLATE_LIST_TEST_CASE("a range is ordered by unsigned bytes and begins and ends where it says", "", Stores) {
  TestType under_test;
  Store& store = *under_test.store;
  const Space space = make_space(store);
  const std::string zero("a\0", 2);
  put(store, space,
      {{"p", "b", "b", 1},
       {"p", "a", "a", 1},
       {"p", zero, "a0", 1},
       {"p", "\xFF", "ff", 1},
       {"p", "", "none", 1},
       {"p", "aa", "aa", 1},
       {"p", "a long one, over all that is compared first", "long", 1},
       {"q", "a", "other", 1}});

  CHECK(range(store, space, {}) == Texts{"none", "a", "a0", "long", "aa", "b", "ff"});
  CHECK(range(store, space, {}, Direction::backward) == Texts{"ff", "b", "aa", "long", "a0", "a", "none"});
  CHECK(range(store, space, {"a", "b"}) == Texts{"a", "a0", "long", "aa"});
  CHECK(range(store, space, {after("a"), after("b")}) == Texts{"a0", "long", "aa", "b"});
  CHECK(range(store, space, {"a", after("a")}) == Texts{"a"});
  CHECK(range(store, space, {"a", after_all_with("a")}, Direction::backward) == Texts{"aa", "long", "a0", "a"});
  CHECK(range(store, space, {"\xFF", after_all_with("\xFF")}) == Texts{"ff"});
  CHECK(range(store, space, {"b", "a"}).empty());
  CHECK(range(store, space, {"c", "d"}).empty());
}

TEST_CASE("what follows a prefix is the next number of its bytes") {
  CHECK(after_all_with("ab") == "ac");
  CHECK(after_all_with("a\xFF\xFF") == "b");
  CHECK(after_all_with("\xFF\xFF") == std::nullopt);
  CHECK(after_all_with("") == std::nullopt);
}

TEMPLATE_LIST_TEST_CASE("a store orders thousands of rows as a map does", "", Stores) {
  TestType under_test;
  Store& store = *under_test.store;
  const Space space = make_space(store);
  std::map<std::pair<std::string, std::string>, std::string> expected;
  std::mt19937 random(1);
  const auto bytes = [&random](std::size_t longest) {
    std::string text(random() % (longest + 1), '\0');
    for (char& c : text) c = "\0\1a\xFF"[random() % 4];
    return text;
  };
  for (int round = 0; round < 20; ++round) {
    const auto writer = store.begin_write();
    for (int i = 0; i < 200; ++i) {
      const std::string partition = "p" + bytes(1);
      const std::string sort = bytes(16);
      if (random() % 4 == 0) {
        CHECK(writer->erase(space, partition, sort) == (expected.erase({partition, sort}) == 1));
      } else {
        const std::string text = std::to_string(random());
        writer->put(space, {partition, sort, text, 1});
        expected[{partition, sort}] = text;
      }
    }
    REQUIRE(writer->commit());
  }

  const auto reader = store.begin_read();
  CHECK(reader->extent(space).rows == expected.size());
  for (int i = 0; i < 300; ++i) {
    const std::string partition = "p" + bytes(1);
    const SortRange bounds{bytes(3), random() % 2 == 0 ? std::nullopt : std::optional(bytes(3))};
    Texts rows;
    for (const auto& [key, text] : expected) {
      if (key.first == partition && key.second >= bounds.from && (!bounds.to || key.second < *bounds.to)) {
        rows.push_back(text);
      }
    }
    CHECK(texts_of(*reader->range(space, partition, bounds, Direction::forward)) == rows);
    std::reverse(rows.begin(), rows.end());
    CHECK(texts_of(*reader->range(space, partition, bounds, Direction::backward)) == rows);
  }
}

TEMPLATE_LIST_TEST_CASE("segments of a scan hold each row once, and go on from any key", "", Stores) {
  TestType under_test;
  Store& store = *under_test.store;
  const Space space = make_space(store);
  std::set<std::string> all;
  {
    const auto writer = store.begin_write();
    for (int i = 0; i < 500; ++i) {
      const std::string partition = "partition" + std::to_string(i / 2);
      const std::string sort = std::to_string(i % 2);
      const std::string text = partition + sort;
      writer->put(space, {partition, sort, text, 1});
      all.insert(text);
    }
    REQUIRE(writer->commit());
  }
  for (const std::uint32_t total : {1U, 2U, 7U, 1'000'000U}) {
    std::set<std::string> seen;
    std::size_t count = 0;
    const auto reader = store.begin_read();
    for (std::uint32_t i = 0; i < total; total == 1'000'000 ? i += 1000 : ++i) {
      const auto cursor = reader->scan(space, segment(i, total), std::nullopt);
      for (Row row; cursor->next(row); ++count) {
        CHECK(segment(i, total).holds(row.partition));
        seen.emplace(row.text);
      }
    }
    CHECK(seen.size() == count);
    if (total < 1000) CHECK(seen == all);
  }

  // One row a page, and the row that a page ended with is gone before the next.
  Texts paged;
  std::optional<ScanPlace> behind;
  for (;;) {
    Row row;
    {
      const auto reader = store.begin_read();
      const auto cursor = reader->scan(space, segment(1, 2), behind);
      if (!cursor->next(row)) break;
      paged.emplace_back(row.text);
      behind = ScanPlace{std::string(row.partition), std::string(row.sort)};
    }
    const auto writer = store.begin_write();
    CHECK(writer->erase(space, behind->partition, behind->sort));
    REQUIRE(writer->commit());
  }
  CHECK(std::set<std::string>(paged.begin(), paged.end()).size() == paged.size());
  CHECK(paged.size() > 150);
  const auto reader = store.begin_read();
  CHECK(reader->extent(space).rows == all.size() - paged.size());
  CHECK(texts_of(*reader->scan(space, segment(1, 2), std::nullopt)).empty());
  CHECK(texts_of(*reader->scan(space, segment(0, 2), std::nullopt)).size() == all.size() - paged.size());
}

TEMPLATE_LIST_TEST_CASE("a writer reads what it wrote, and leaves nothing unless it commits", "", Stores) {
  TestType under_test;
  Store& store = *under_test.store;
  const Space space = make_space(store);
  put(store, space, {{"p", "kept", "1", 1}, {"p", "changed", "1", 2}, {"p", "erased", "1", 3}, {"p", "again", "1", 4}});
  {
    const auto writer = store.begin_write();
    writer->define("table", "definition");
    writer->put(space, {"p", "changed", "2", 20});
    writer->put(space, {"p", "changed", "3", 30});
    writer->put(space, {"p", "new", "1", 1});
    CHECK(writer->erase(space, "p", "new"));
    writer->put(space, {"p", "new", "2", 1});
    CHECK(writer->erase(space, "p", "erased"));
    CHECK(writer->erase(space, "p", "again"));
    writer->put(space, {"p", "again", "2", 1});
    CHECK_FALSE(writer->erase(space, "p", "never"));
    const Space made = writer->create_space();
    writer->put(made, {"p", "s", "1", 1});
    writer->drop_space(made);
    CHECK(texts_of(*writer->range(space, "p", {}, Direction::forward)) == Texts{"2", "3", "1", "2"});
    CHECK(writer->definition("table") == "definition");
    writer->drop_space(space);
    CHECK_FALSE(writer->failure());
  }
  CHECK(range(store, space, {}) == Texts{"1", "1", "1", "1"});
  const auto reader = store.begin_read();
  CHECK(get(*reader, space, "p", "changed") == "1");
  CHECK(reader->extent(space).size == 10);
  CHECK_FALSE(reader->definition("table"));
}

TEMPLATE_LIST_TEST_CASE("a failed writer commits nothing", "", Stores) {
  TestType under_test;
  Store& store = *under_test.store;
  const Space space = make_space(store);
  {
    const auto writer = store.begin_write();
    writer->put(space, {"p", "s", "1", 1});
    writer->put(Space{4711}, {"p", "s", "1", 1});
    writer->put(space, {"p", "t", "1", 1});
    const auto outcome = writer->commit();
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().type == "InternalServerError");
  }
  CHECK(range(store, space, {}).empty());
}

TEMPLATE_LIST_TEST_CASE("definitions are kept by name, and their version changes with them", "", Stores) {
  TestType under_test;
  Store& store = *under_test.store;
  std::set<std::uint64_t> versions{store.begin_read()->definitions_version()};
  {
    const auto writer = store.begin_write();
    for (const auto* name : {"c", "a", "B", "d"}) writer->define(name, std::string("is ") + name);
    versions.insert(writer->definitions_version());
    REQUIRE(writer->commit());
  }
  CHECK(versions.size() == 2);
  versions.insert(store.begin_read()->definitions_version());
  CHECK(versions.size() == 2);
  {
    const auto writer = store.begin_write();
    writer->undefine("a");
    writer->undefine("never there");
    writer->define("c", "is another");
    versions.insert(writer->definitions_version());
  }
  CHECK(versions.size() == 3);
  {
    const auto writer = store.begin_write();
    writer->undefine("c");
    versions.insert(writer->definitions_version());
    REQUIRE(writer->commit());
  }
  CHECK(versions.size() == 4);
  const auto reader = store.begin_read();
  CHECK(reader->names("", 10) == Texts{"B", "a", "d"});
  CHECK(reader->names("B", 1) == Texts{"a"});
  CHECK(reader->names("b", 10) == Texts{"d"});
  CHECK(reader->definition("a") == "is a");
  CHECK_FALSE(reader->definition("c"));
}

TEMPLATE_LIST_TEST_CASE("a space that was dropped is empty, and its number is not used again", "", Stores) {
  TestType under_test;
  Store& store = *under_test.store;
  const Space space = make_space(store);
  put(store, space, {{"p", "s", "1", 1}});
  {
    const auto writer = store.begin_write();
    writer->drop_space(space);
    REQUIRE(writer->commit());
  }
  CHECK(make_space(store) != space);
}

TEMPLATE_LIST_TEST_CASE("readers see all of a commit or nothing, with one writer and each other beside them", "",
                        Stores) {
  TestType under_test;
  Store& store = *under_test.store;
  const Space one = make_space(store);
  const Space two = make_space(store);
  put(store, one, {{"p", "s", "0", 1}});
  put(store, two, {{"p", "s", "0", 1}});
  std::atomic<bool> done = false;
  std::atomic<int> torn = 0;
  std::atomic<int> failed = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      int last = 0;
      while (!done) {
        const auto reader = store.begin_read();
        const auto first = get(*reader, one, "p", "s");
        std::this_thread::yield();
        const auto second = get(*reader, two, "p", "s");
        if (!first || first != second || std::stoi(*first) < last) ++torn;
        if (first) last = std::stoi(*first);
        if (reader->failure()) ++failed;
      }
    });
  }
  std::vector<std::thread> writers;
  for (int i = 0; i < 2; ++i) {
    writers.emplace_back([&] {
      for (int n = 0; n < 200; ++n) {
        const auto writer = store.begin_write();
        const std::string next = std::to_string(std::stoi(get(*writer, one, "p", "s").value_or("0")) + 1);
        writer->put(one, {"p", "s", next, 1});
        writer->put(two, {"p", "s", next, 1});
        if (!writer->commit()) ++failed;
      }
    });
  }
  for (std::thread& each : writers) each.join();
  done = true;
  for (std::thread& each : readers) each.join();
  CHECK(torn == 0);
  CHECK(failed == 0);
  CHECK(range(store, two, {}) == Texts{"400"});
}
