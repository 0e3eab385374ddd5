#include "checked.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using partita::test::Checked;
using partita::test::schema_with_attributes;
using partita::test::schema_with_entity;

using Strings = std::vector<std::string>;

namespace {

std::string with_key(const std::string& attributes, const std::string& keys) {
  return schema_with_entity(R"("table": "sessions", "attributes": {)" + attributes + "}" +
                            (keys.empty() ? "" : ", " + keys));
}

std::string with_indexes(const std::string& indexes) {
  return schema_with_attributes(
      R"("role": "string", "dept": "string", "flag": "bool", "n": {"type": "int64", )"
      R"("optional": true}, "tags": "set<string>", "a": "string", "b": "string", "c": "string", )"
      R"("d": "string", "e": "string", "f": "string")",
      R"("sort_key": "dept", "indexes": {)" + indexes + "}");
}

/// Without what is said of indexes that are no good, but allowed.
Strings errors(const Checked& checked) {
  Strings found = checked.found();
  std::erase_if(found, [](const std::string& line) { return !line.starts_with("too-many-"); });
  return found;
}

}  // namespace

TEST_CASE("the key of the table") {
  struct Case {
    std::string json;
    Strings found;
  };
  const auto c = GENERATE(values<Case>({
      {with_key(R"("id": "string")", R"("partition_key": "id")"), {}},
      {with_key(R"("id": "decimal", "at": "timestamp<iso>")", R"("partition_key": "id", "sort_key": "at")"), {}},
      {with_key(R"("id": "bytes", "n": "float")", R"("partition_key": "id", "sort_key": "n")"), {}},
      {with_key(R"("id": "string")", ""), {"missing-partition-key 'Session'"}},
      {with_key("", ""), {"missing-partition-key 'Session'"}},
      {with_key(R"("id": "string")", R"("sort_key": "id")"), {"missing-partition-key 'Session'"}},
      {with_key(R"("id": "string")", R"("partition_key": "idd")"), {"unknown-attribute 'idd'"}},
      {with_key(R"("id": "string")", R"("partition_key": "id", "sort_key": "id")"), {"key-attribute-reused 'id'"}},
      {with_key(R"("id": "bool")", R"("partition_key": "id")"), {"key-type-not-scalar 'id'"}},
      {with_key(R"("id": "list<string>", "s": "set<string>")", R"("partition_key": "id", "sort_key": "s")"),
       {"key-type-not-scalar 'id'", "key-type-not-scalar 's'"}},
      {with_key(R"("id": "map<string>")", R"("partition_key": "id")"), {"key-type-not-scalar 'id'"}},
      {with_key(R"("id": {"type": "string", "optional": true})", R"("partition_key": "id")"), {"optional-key 'id'"}},
      {with_key(R"("id": {"type": "string", "default": "x"})", R"("partition_key": "id")"), {"key-with-default 'id'"}},
  }));
  CAPTURE(c.json);
  CHECK(Checked(c.json).found() == c.found);
}

TEST_CASE("a named type as a key") {
  const std::string types = R"({"E": {"enum": ["a"]}, "T": {"fields": {"x": "string"}}})";
  CHECK(Checked(schema_with_entity(R"("table": "sessions", "partition_key": "e", "attributes": {"e": "E"})", types))
            .found()
            .empty());
  CHECK(Checked(schema_with_entity(R"("table": "sessions", "partition_key": "t", "attributes": {"t": "T"})", types))
            .found() == Strings{"key-type-not-scalar 't'"});
}

TEST_CASE("a missing partition key offers the likely attributes, and the first offer makes the entity whole") {
  const Checked checked(with_key(R"("name": "string", "tenant_id": "string", "active": "bool", "id": "string")", ""));
  CHECK(checked.messages() ==
        "entity 'Session' has no partition key; each table needs exactly one\n"
        "note: to make it 'tenant_id', write \"partition_key\": \"tenant_id\"\n"
        "note: to make it 'id', write \"partition_key\": \"id\"\n");
  const Checked again(checked.fixed());
  REQUIRE(again.schema().has_value());
  CHECK(again.schema()->entities[0].key.partition == 1);
}

TEST_CASE("the keys of indexes") {
  struct Case {
    std::string indexes;
    Strings found;
  };
  const auto c = GENERATE(values<Case>({
      {R"("by_role": {"partition": ["role"], "sort": ["dept"]})", {}},
      {R"("by_n": {"partition": ["n"], "sparse": true})", {}},
      {R"("by_n": {"partition": ["role", "n"], "sparse": true})", {}},
      {R"("by_n": {"partition": ["n"]})", {"missing-sparse 'n'"}},
      {R"("by_n": {"partition": ["role"], "sort": ["dept", "n"]})", {"missing-sparse 'n'"}},
      {R"("by_n": {"type": "local", "sort": ["n"]})", {"missing-sparse 'n'"}},
      {R"("by_role": {"partition": ["role"], "sparse": true})", {"index-not-sparse 'sparse'"}},
      {R"("by_role": {"sort": ["role"]})", {"missing-index-partition 'role'"}},
      {R"("by_role": {})", {"missing-index-partition 'by_role'"}},
      {R"("by_role": {"partition": ["role", "dept"], "sort": ["a", "b"]})", {}},
      {R"("by_role": {"partition": ["role", "dept", "a", "b"], "sort": ["c", "d", "e", "f"]})", {}},
      {R"("by_role": {"partition": ["role", "dept", "a", "b", "c"]})", {"multi-attribute-key 'c'"}},
      {R"("by_role": {"partition": ["role"], "sort": ["a", "b", "c", "d", "e"]})", {"multi-attribute-key 'e'"}},
      {R"("by_role": {"type": "local", "sort": ["a", "b"]})", {"multi-attribute-key 'b'"}},
      {R"("by_role": {"partition": ["role", "a", "role"]})", {"key-attribute-reused 'role'"}},
      {R"("by_role": {"partition": ["role"], "sort": ["role"]})", {"key-attribute-reused 'role'"}},
      {R"("by_role": {"partition": ["role", "a"], "sort": ["b", "a"]})", {"key-attribute-reused 'a'"}},
      {R"("by_role": {"partition": ["flag"], "sort": ["tags"]})",
       {"key-type-not-scalar 'flag'", "key-type-not-scalar 'tags'"}},
      {R"("by_role": {"partition": ["rloe"]})", {"unknown-attribute 'rloe'"}},
      {R"("by_a": {"type": "local", "sort": ["a"]})", {"unbounded-item-collection 'by_a'"}},
      {R"("by_a": {"type": "local", "partition": ["id"], "sort": ["a"]})", {"unbounded-item-collection 'by_a'"}},
      {R"("by_a": {"type": "local", "partition": ["role"], "sort": ["a"]})", {"lsi-partition 'role'"}},
      {R"("by_a": {"type": "local"})", {"missing-index-sort 'by_a'"}},
      {R"("by_a": {"type": "local", "sort": ["id"]})", {"key-attribute-reused 'id'"}},
      {R"("by_a": {"type": "local", "sort": ["flag"]})", {"key-type-not-scalar 'flag'"}},
      {R"("by_a": {"partition": ["a"], "projection": ["role", "flga", "role"]})",
       {"unknown-attribute 'flga'", "repeated-attribute 'role'"}},
  }));
  CAPTURE(c.indexes);
  CHECK(Checked(with_indexes(c.indexes)).found() == c.found);
}

TEST_CASE("a missing 'sparse' can be added") {
  const Checked checked(with_indexes(R"("by_n": {"partition": ["n"]})"));
  CHECK(checked.messages() ==
        "an item without 'n' is not in index 'by_n'; say that the index is sparse\n"
        "note: add \"sparse\": true if that is meant\n"
        "note: or make 'n' required, so that every item is in the index\n");
  CHECK(Checked(checked.fixed()).messages().empty());
}

TEST_CASE("a local index needs a table with a sort key") {
  const Checked checked(
      schema_with_attributes(R"("n": "int64")", R"("indexes": {"by_n": {"type": "local", "sort": ["n"]}})"));
  CHECK(checked.found() == Strings{"lsi-without-sort-key 'n'"});
}

TEST_CASE("DynamoDB's limits on the number of indexes") {
  const auto indexes = [](int count, const std::string& body) {
    std::string text;
    for (int i = 0; i < count; ++i) text += (i == 0 ? "\"i" : ", \"i") + std::to_string(100 + i) + "\": " + body;
    return with_indexes(text);
  };
  const std::string global = R"({"partition": ["role"]})";
  const std::string local = R"({"type": "local", "sort": ["a"]})";
  CHECK(errors(Checked(indexes(20, global))).empty());
  CHECK(errors(Checked(indexes(21, global))) == Strings{"too-many-indexes 'i120'"});
  CHECK(errors(Checked(indexes(5, local))).empty());
  CHECK(errors(Checked(indexes(6, local))) == Strings{"too-many-indexes 'i105'"});
}

TEST_CASE("DynamoDB's limits on projected attributes") {
  const auto projecting = [](int indexes, int names) {
    std::string attributes = R"("role": "string")";
    std::string list;
    for (int i = 0; i < names; ++i) {
      attributes += ", \"a" + std::to_string(i) + "\": \"string\"";
      list += (i == 0 ? "\"a" : ", \"a") + std::to_string(i) + "\"";
    }
    std::string text;
    for (int i = 0; i < indexes; ++i) {
      text += (i == 0 ? "\"by" : ", \"by") + std::to_string(i) + R"(": {"partition": ["role"], "projection": [)" +
              list + "]}";
    }
    return schema_with_attributes(attributes, "\"indexes\": {" + text + "}");
  };
  CHECK(errors(Checked(projecting(5, 20))).empty());
  CHECK(errors(Checked(projecting(1, 21))) == Strings{"too-many-projected-attributes 'a20'"});
  CHECK(errors(Checked(projecting(7, 20))) == Strings{"too-many-projected-attributes 'by5'"});
}
