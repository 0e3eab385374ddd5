#include "embedded/tables/catalog.hpp"
#include "embedded/tables/definition_text.hpp"
#include "stores.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace {

using namespace partita::embedded;
using partita::wire::Tag;

Table sample() {
  Table table;
  table.name = "a\"table";
  table.id = "id";
  table.items = Space{3};
  table.created = 1795313923737;
  table.attributes = {{"p", Tag::S}, {"s", Tag::N}, {"x", Tag::B}, {"y", Tag::N}};
  table.key = {{{"p", Tag::S}}, {{"s", Tag::N}}};
  table.indexes = {{"local", true, {{{"p", Tag::S}}, {{"x", Tag::B}}}, Projection::keys_only, {}, {}, Space{4}},
                   {"global",
                    false,
                    {{{"x", Tag::B}, {"y", Tag::N}}, {{"s", Tag::N}, {"p", Tag::S}}},
                    Projection::include,
                    {"one", "two"},
                    {5, 6},
                    Space{5}}};
  table.throughput = {7, 8};
  table.stream = "NEW_IMAGE";
  table.streamed_since = 12;
  table.deletion_protection = true;
  table.table_class = "STANDARD";
  table.encrypted = true;
  table.ttl = "expires";
  table.tags = {{"k", "v"}, {"empty", ""}};
  return table;
}

TEST_CASE("a definition that was stored is the same again") {
  const std::string text = to_text(sample());
  const auto table = table_from(text);
  REQUIRE(table);
  CHECK(to_text(*table) == text);
  CHECK(table->index("global")->key.sort[1].name == "p");
  CHECK(table->index("global")->key.partition[1].type == Tag::N);
  CHECK(table->index("global")->entries == Space{5});
  CHECK(table->index("local")->local);
  CHECK(table->index("other") == nullptr);
  CHECK_FALSE(table->on_demand);
  CHECK(table->tags[1].first == "empty");

  CHECK_FALSE(table_from("{}"));
  CHECK_FALSE(table_from(text.substr(0, text.size() / 2)));
}

TEST_CASE("an index entry holds the keys of table and index, and what is projected") {
  const Table table = sample();
  for (const auto* name : {"p", "s", "x", "y", "one"}) CHECK(table.projects(*table.index("global"), name));
  CHECK_FALSE(table.projects(*table.index("global"), "other"));
  CHECK(table.projects(*table.index("local"), "s"));
  CHECK_FALSE(table.projects(*table.index("local"), "one"));
}

void define(Store& store, const Table& table) {
  const auto writer = store.begin_write();
  writer->define(table.name, to_text(table));
  REQUIRE(writer->commit());
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("a catalog shows each reader the definitions that it sees", "", Stores) {
  TestType under_test;
  Store& store = *under_test.store;
  Catalog catalog;
  Table table = sample();
  CHECK(catalog.require(*store.begin_read(), table.name).error().message == "Requested resource not found");
  CHECK(catalog.require_named(*store.begin_read(), "tab").error().message ==
        "Requested resource not found: Table: tab not found");

  define(store, table);
  const auto first = catalog.find(*store.begin_read(), table.name);
  REQUIRE(first);
  REQUIRE(*first != nullptr);
  CHECK(*catalog.find(*store.begin_read(), table.name) == *first);  // read once

  table.ttl = "other";
  {
    const auto writer = store.begin_write();
    writer->define(table.name, to_text(table));
    CHECK((*catalog.find(*writer, table.name))->ttl == "other");
  }
  // It was not committed.
  CHECK((*catalog.find(*store.begin_read(), table.name))->ttl == "expires");
  define(store, table);
  CHECK((*catalog.find(*store.begin_read(), table.name))->ttl == "other");
  CHECK((*first)->ttl == "expires");
}
