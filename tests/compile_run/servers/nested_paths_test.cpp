// Conditions on what lies inside of attributes, and updates of it.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.Attributes.html (Nested attributes)
#include "servers.hpp"

#include "lab/everything.partita.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::Everything;
using lab::EverythingFields;
using Items = Table<lab::EverythingRepository>;

Everything sample() {
  Everything item;
  item.id = "x";
  item.text = "t";
  item.blob = {std::byte{0}};
  item.leaf = {.title = "l", .size = 4};
  item.tree = {.name = "r", .children = {{.name = "c", .children = {}}}};
  item.words = {"a", "b", "c"};
  item.grid = {{1, 2}, {3}};
  item.labels = {{"a.b", "dot"}, {"size", "reserved"}};
  item.rooms = {{"r", {{.title = "one"}, {.title = "two", .size = 2}}}};
  item.expires_at = timestamp::from_seconds(4102444800);
  return item;
}

TEST_CASE("conditions on what lies inside of attributes", "[nested]") {
  const Items items(GENERATE(from_range(backend_ids())), "everything");
  REQUIRE_OK(items->put(sample()));
  const auto holds = [&](const Condition<Everything>& condition) {
    const auto checked = items->check("x", if_(condition));
    if (!checked) REQUIRE(checked.error().kind() == ErrorKind::condition_failed);
    return checked.has_value();
  };
  CHECK(holds(EverythingFields::leaf.title == "l"));
  CHECK(holds(EverythingFields::leaf.size.between(4, 5)));
  CHECK(holds(EverythingFields::words[1] == "b"));
  CHECK_FALSE(holds(EverythingFields::words[3].exists()));
  CHECK(holds(EverythingFields::words.contains("c")));
  CHECK_FALSE(holds(EverythingFields::words.contains("d")));
  CHECK(holds(EverythingFields::grid[0][1] == 2));
  CHECK(holds(EverythingFields::grid[1].contains(3)));
  CHECK(holds(EverythingFields::labels["a.b"] == "dot"));
  CHECK(holds(EverythingFields::labels["size"].begins_with("res")));
  CHECK_FALSE(holds(EverythingFields::labels["a"].exists()));
  CHECK(holds(EverythingFields::rooms["r"][1].size == 2));
  CHECK(holds(EverythingFields::rooms["r"].size() == 2));
  CHECK(holds(EverythingFields::tree.children[0].name == "c"));
}

TEST_CASE("updates of what lies inside of attributes", "[nested]") {
  const Items items(GENERATE(from_range(backend_ids())), "everything");
  Everything item = sample();
  REQUIRE_OK(items->put(item));
  const auto updated = items->update("x")
                           .set(EverythingFields::leaf.title, "Bern")
                           .set(EverythingFields::words[3], "end")
                           .remove(EverythingFields::words[0])
                           .set(EverythingFields::labels["a.b"], "set")
                           .remove(EverythingFields::labels["size"])
                           .set(EverythingFields::rooms["r"][0], {.title = "new", .size = 9})
                           .remove(EverythingFields::rooms["r"][1].size)
                           .set(EverythingFields::grid[1][0], -3)
                           .set_text("top")
                           .execute_returning_new();
  REQUIRE_OK(updated);
  item.leaf.title = "Bern";
  item.words = {"b", "c", "end"};
  item.labels = {{"a.b", "set"}};
  item.rooms = {{"r", {{.title = "new", .size = 9}, {.title = "two"}}}};
  item.grid = {{1, 2}, {-3}};
  item.text = "top";
  CHECK(*updated == item);

  // What it would lie in is not there.
  const auto missing = items->update("x").set(EverythingFields::maybe_leaf.title, "x").execute();
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind() == ErrorKind::validation);
}

TEST_CASE("lists, maps and numbers inside of attributes are set, and grow", "[nested]") {
  const Items items(GENERATE(from_range(backend_ids())), "everything");
  Everything item = sample();
  item.maybe_leaf = {.title = "m"};
  REQUIRE_OK(items->put(item));
  const std::vector<lab::Leaf> two{{.title = "three"}, {.title = "four"}};
  const auto updated = items->update("x")
                           .set(EverythingFields::tree.children, {{.name = "d"}, {.name = "e"}})
                           .set(EverythingFields::grid[1], {4, 5})
                           .prepend_to(EverythingFields::grid[0], {0})
                           .append_to(EverythingFields::rooms["r"], two)
                           .append_to(EverythingFields::rooms["new"], {{.title = "first"}})
                           .set_if_absent(EverythingFields::labels["a.b"], "kept as it is")
                           .set_if_absent(EverythingFields::labels["c"], "set")
                           .add_to(EverythingFields::leaf.size, -6)
                           .add_to(EverythingFields::maybe_leaf.size, 2)
                           .execute_returning_new();
  REQUIRE_OK(updated);
  item.tree.children = {{.name = "d", .children = {}}, {.name = "e", .children = {}}};
  item.grid = {{0, 1, 2}, {4, 5}};
  item.rooms["r"].insert(item.rooms["r"].end(), two.begin(), two.end());
  item.rooms["new"] = {{.title = "first"}};
  item.labels["c"] = "set";
  item.leaf.size = -2;
  item.maybe_leaf->size = 2;
  CHECK(*updated == item);
  CHECK(**items->get("x", ReadOptions().consistent()) == item);
}

}  // namespace
}  // namespace partita::test
