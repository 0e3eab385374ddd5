#include "checked.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace partita;
using test::Checked;
using test::schema_with_attributes;
using test::schema_with_entity;

using Strings = std::vector<std::string>;

TEST_CASE("a whole schema arrives in the model") {
  const Checked checked(R"({
    "$schema": "partita.schema.json",
    "namespace": "crm::web",
    "types": {
      "Task": {"fields": {"title": "string", "place": "Place", "done": {"type": "bool", "default": false}}},
      "Place": {"fields": {"city-name": {"type": "string", "optional": true}}},
      "Status": {"enum": ["active", "gone"], "stored": "number"}
    },
    "entities": {"Session": {
      "table": "sessions",
      "attributes": {
        "tenant_id": "string",
        "session-id": {"type": "string", "field": "session"},
        "status": "Status",
        "tasks": "list<Task>",
        "seen_at": {"type": "timestamp", "optional": true},
        "expires_at": {"type": "timestamp", "ttl": true},
        "revision": {"type": "int64", "version": true}
      },
      "partition_key": "tenant_id",
      "sort_key": "session-id",
      "indexes": {
        "by_status": {"partition": ["status"], "sort": ["seen_at"], "sparse": true, "projection": ["tasks"],
                      "method": "with_status"},
        "by_age": {"type": "local", "sort": ["expires_at"], "projection": "keys_only"}
      },
      "access_patterns": {
        "seen": {"where": ["status"], "range": "seen_at", "order": "desc", "reads": ["tasks"]},
        "oldest": {"where": ["tenant_id"], "order_by": "expires_at", "reads": ["session-id"]},
        "newest": {"where": ["tenant_id"], "order_by": "expires_at", "order": "desc", "reads": ["session-id"]},
        "between": {"where": ["tenant_id"], "range": "expires_at", "reads": ["session-id"]}
      }
    }}
  })");
  CHECK(checked.found() == Strings{"hot-partition 'status'", "unbounded-item-collection 'by_age'"});
  REQUIRE(checked.schema().has_value());
  const model::Schema& schema = *checked.schema();

  REQUIRE(schema.types.size() == 3);
  CHECK(schema.types[0].qualified == "crm::web::Place");  // before its use in Task
  CHECK(schema.types[0].members[0].field == "city_name");
  CHECK(schema.types[0].members[0].optional);
  CHECK(schema.types[1].cpp_name == "Task");
  CHECK(schema.types[1].generated);
  CHECK(schema.type("crm::web::Status").enumerators[1].name.text == "gone");
  CHECK(schema.type("crm::web::Status").enumerators[1].value == 1);

  REQUIRE(schema.entities.size() == 1);
  const model::Entity& entity = schema.entities[0];
  CHECK(entity.cpp_name == "Session");
  CHECK(entity.namespaces == Strings{"crm", "web"});
  CHECK(entity.table.text == "sessions");
  CHECK(entity.generate_struct);
  REQUIRE(entity.attributes.size() == 7);
  CHECK(entity.attributes[1].member.field == "session");
  CHECK(entity.attributes[2].member.type.stored == model::EnumStorage::number);
  CHECK(entity.attributes[3].member.type.cpp == "std::vector<crm::web::Task>");
  CHECK(entity.attributes[4].member.optional);
  CHECK(entity.attributes[5].ttl);
  CHECK(entity.attributes[6].version);
  CHECK(checked.at(entity.attributes[6].member.type_span) == "int64");
  CHECK(entity.key.partition == 0);
  CHECK(entity.key.sort == 1);

  REQUIRE(entity.indexes.size() == 2);
  CHECK(entity.indexes[0].partition == std::vector<model::AttributeRef>{2});
  CHECK(entity.indexes[0].sort == std::vector<model::AttributeRef>{4});
  CHECK(entity.indexes[0].method->text == "with_status");
  CHECK(entity.indexes[0].projection.kind == model::Projection::Kind::include);
  CHECK(entity.indexes[1].kind == model::IndexKind::local);
  CHECK(entity.indexes[1].partition == std::vector<model::AttributeRef>{0});
  CHECK(entity.indexes[1].projection.kind == model::Projection::Kind::keys_only);

  REQUIRE(entity.patterns.size() == 4);
  CHECK(entity.patterns[0].where == std::vector<model::AttributeRef>{2});
  CHECK(entity.patterns[0].range == 4);
  CHECK(entity.patterns[0].ordered == 4);
  CHECK(entity.patterns[0].order == model::Order::descending);
  CHECK(entity.patterns[0].reads == std::vector<model::AttributeRef>{3});
  CHECK_FALSE(entity.patterns[1].range);
  CHECK(entity.patterns[1].ordered == 5);
  CHECK(entity.patterns[1].order == model::Order::ascending);
  CHECK_FALSE(entity.patterns[2].range);
  CHECK(entity.patterns[2].ordered == 5);
  CHECK(entity.patterns[2].order == model::Order::descending);
  CHECK(entity.patterns[3].range == 5);
  CHECK_FALSE(entity.patterns[3].ordered);
}

TEST_CASE("mistakes of form, each at its place") {
  struct Case {
    std::string json;
    Strings found;
  };
  const auto c = GENERATE(values<Case>({
      {"[]", {"wrong-value-kind '[]'"}},
      {"{}", {"missing-member '{'"}},
      {R"({"entities": 1})", {"wrong-value-kind '1'"}},
      {R"({"types": {"T": {"fields": {"a": "string"}}}})", {"missing-member '{'"}},
      {R"({"entities": {"S": null}})", {"wrong-value-kind 'null'"}},
      {R"({"entities": {}, "$schema": 1, "namespace": true, "types": []})",
       {"wrong-value-kind '1'", "wrong-value-kind 'true'", "wrong-value-kind '[]'"}},
      {R"({"entities": {}, "namespace": "crm::class:: x"})", {"invalid-identifier 'class'", "invalid-identifier ' x'"}},
      {R"({"entities": {}, "namespace": ""})", {"invalid-identifier ''"}},
      {schema_with_entity(R"("tabel": "sessions", "partition_key": "id", "attributes": {"id": "string"})"),
       {"unknown-member 'tabel'"}},
      {schema_with_entity(R"("table": "sessions", "partition_key": "id")"), {"missing-member 'Session'"}},
      {schema_with_entity(R"("table": "sessions", "partition_key": ["id"], "attributes": {"id": "string"})"),
       {R"(wrong-value-kind '["id"]')"}},
      {schema_with_attributes(R"("a": 1, "b": {"type": "int8", "optinal": true}, "c": {}, "d": {"type": "int9"})"),
       {"wrong-value-kind '1'", "unknown-member 'optinal'", "missing-member 'c'", "unknown-type 'int9'"}},
      {schema_with_attributes(R"("a": {"type": "int8", "optional": "yes", "field": 1, "ttl": 0})"),
       {"wrong-value-kind '\"yes\"'", "wrong-value-kind '1'", "wrong-value-kind '0'"}},
      {schema_with_attributes(R"("a": {"type": "int8", "field": "class"}, "b": {"type": "int8", "field": "1st"})"),
       {"invalid-identifier 'class'", "invalid-identifier '1st'"}},
      {schema_with_attributes("", R"("indexes": {"by_id": {"partition": "id"}})"), {"wrong-value-kind '\"id\"'"}},
      {schema_with_attributes("", R"("indexes": {"by_id": {"partition": [1]}})"), {"wrong-value-kind '1'"}},
      {schema_with_attributes("", R"("indexes": {"by_id": {"partition": ["id"], "type": "locl", "projection": "al"}})"),
       {"unknown-value 'locl'", "unknown-value 'al'"}},
      {schema_with_attributes("", R"("indexes": {"by_id": {"partition": ["id"], "projection": 1, "method": "a b"}})"),
       {"wrong-value-kind '1'", "invalid-identifier 'a b'"}},
      {schema_with_attributes("", R"("indexes": {"by_id": []}, "access_patterns": {"p": []})"),
       {"wrong-value-kind '[]'", "wrong-value-kind '[]'"}},
      {schema_with_attributes("", R"("access_patterns": {"p": {}, "q": {"where": []}, "r": {"where": ["id"], )"
                                  R"("order": "up"}, "s": {"where": ["id"], "order": "asc"}})"),
       {"missing-member 'p'", "missing-member '[]'", "missing-member 'r'", "unknown-value 'up'", "missing-member 's'"}},
      {R"({"entities": {}, "types": {"T": 1, "string": {"fields": {}}, "U": {}, "E": {"enum": []}}})",
       {"wrong-value-kind '1'", "invalid-identifier 'string'", "missing-member 'U'", "missing-member '[]'"}},
      {R"({"entities": {}, "types": {"E": {"enum": ["a", 1], "stored": "int", "feilds": 1}}})",
       {"wrong-value-kind '1'", "unknown-value 'int'", "unknown-member 'feilds'"}},
  }));
  CAPTURE(c.json);
  const Checked checked(c.json);
  CHECK(checked.found() == c.found);
  CHECK_FALSE(checked.schema().has_value());
}

TEST_CASE("a clear misspelling carries its fix, and the fixed schema is clean") {
  const Checked checked(R"({
    "naemspace": "crm",
    "entities": {"Session": {
      "tabel": "sessions",
      "attributes": {"id": "strng", "seen": {"typ": "int64"}},
      "partiton_key": "id",
      "indexes": {"by_seen": {"partition": "seen", "sort": ["id"], "projection": "keysonly"}},
      "access_patterns": {"seen": {"where": ["sen"], "range": "id", "order": "decs", "reads": ["id"]}}
    }}
  })");
  CHECK(checked.found() == Strings{"unknown-member 'naemspace'", "unknown-member 'tabel'", "unknown-type 'strng'",
                                   "unknown-member 'typ'", "unknown-member 'partiton_key'",
                                   "wrong-value-kind '\"seen\"'", "unknown-value 'keysonly'", "unknown-attribute 'sen'",
                                   "unknown-value 'decs'"});
  const Checked again(checked.fixed());
  CHECK(again.messages().empty());
  CHECK(again.schema().has_value());
}

TEST_CASE("a schema without entities is odd, but no mistake") {
  const Checked checked(R"({"types": {"T": {"fields": {"a": "string"}}}, "entities": {}})");
  CHECK(checked.found() == std::vector<std::string>{"no-entity '{}'"});
  REQUIRE(checked.schema().has_value());
  CHECK(checked.schema()->types.size() == 1);
}

TEST_CASE("a misspelt member tells what is known there") {
  const Checked checked(R"({"entities": {}, "tpyes": {}, "zebra": 1})");
  CHECK(checked.messages() ==
        "unknown member 'tpyes' of a schema; did you mean 'types'?\n"
        "note: a schema knows '$schema', 'namespace', 'types', 'entities' and 'collections'\n"
        "unknown member 'zebra' of a schema\n"
        "note: a schema knows '$schema', 'namespace', 'types', 'entities' and 'collections'\n");
}

TEST_CASE("after a syntax error nothing else is said about the file") {
  const Checked checked(R"({"entities": {"Session": {"tabel": 1,)");
  CHECK(checked.found() == Strings{"malformed-json ''"});
}
