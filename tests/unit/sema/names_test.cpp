#include "checked.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using partita::test::Checked;
using partita::test::schema_with_attributes;
using partita::test::schema_with_entity;

using Strings = std::vector<std::string>;

namespace {

std::string with_table(const std::string& table) {
  return schema_with_entity(R"("table": ")" + table + R"(", "partition_key": "id", "attributes": {"id": "string"})");
}

std::string two_entities(const std::string& first, const std::string& first_table, const std::string& second,
                         const std::string& second_table, const std::string& types = "{}") {
  const auto entity = [](const std::string& name, const std::string& table) {
    return "\"" + name + R"(": {"table": ")" + table + R"(", "partition_key": "id", "attributes": {"id": "string"}})";
  };
  return R"({"types": )" + types + R"(, "entities": {)" + entity(first, first_table) + ", " +
         entity(second, second_table) + "}}";
}

std::string with_sort_key(const std::string& indexes) {
  return schema_with_attributes(R"("b": "string")", R"("sort_key": "b", "indexes": {)" + indexes + "}");
}

}  // namespace

TEST_CASE("what an index returns keeps clear of entities and types") {
  const std::string session = R"("Session": {"table": "sessions", "partition_key": "id",
      "attributes": {"id": "string", "capsule": "string", "text": "string"},
      "indexes": {"by_capsule": {"partition": ["capsule"]PROJECTION}}})";
  const auto schema = [&](const std::string& type, const std::string& projection) {
    std::string text = session;
    text.replace(text.find("PROJECTION"), 10, projection);
    return R"({"types": {")" + type + R"(": {"fields": {"a": "string"}}}, "entities": {)" + text + "}}";
  };
  const std::string narrow = R"(, "projection": "keys_only")";
  CHECK(Checked(schema("SessionByCapsuleItem", narrow)).found() == Strings{"name-collision 'by_capsule'"});
  CHECK(Checked(schema("SessionByCapsuleItem", "")).found().empty());
  CHECK(Checked(schema("ByCapsuleItem", narrow)).found().empty());
}

TEST_CASE("names of tables and indexes follow DynamoDB's rules") {
  CHECK(Checked(with_table("a-B_9.")).found().empty());
  CHECK(Checked(with_table(std::string(255, 'x'))).found().empty());
  CHECK(Checked(with_table("ab")).found() == Strings{"invalid-table-name 'ab'"});
  CHECK(Checked(with_table("")).found() == Strings{"invalid-table-name ''"});
  CHECK(Checked(with_table("my table")).found() == Strings{"invalid-table-name 'my table'"});
  CHECK(Checked(with_table("größe")).found() == Strings{"invalid-table-name 'größe'"});
  CHECK(Checked(with_table(std::string(256, 'x'))).found().size() == 1);
  CHECK(Checked(schema_with_attributes("", R"("indexes": {"i": {"partition": ["id"]}})")).found() ==
        Strings{"invalid-index-name 'i'"});
}

TEST_CASE("names of attributes") {
  const auto named = [](std::size_t length) { return "\"" + std::string(length, 'a') + R"(": "string")"; };
  CHECK(Checked(schema_with_attributes(named(65'535))).found().empty());
  CHECK(Checked(schema_with_attributes(named(65'536))).found().size() == 1);
  CHECK(Checked(schema_with_attributes(R"("": "string")")).found() == Strings{"invalid-attribute-name ''"});

  const std::string long_key(256, 'k');
  const Checked key(schema_with_entity(R"("table": "sessions", "partition_key": ")" + long_key +
                                       R"(", "attributes": {")" + long_key + R"(": "string"})"));
  CHECK(key.found() == Strings{"invalid-attribute-name '" + long_key + "'"});
}

TEST_CASE("words that C++ or DynamoDB reserve may name attributes and indexes") {
  const Checked checked(schema_with_attributes(
      R"("class": "string", "status": "string", "linux": "string", "größe": "string", "1st": "string")",
      R"("indexes": {"delete": {"partition": ["class"]}, "where": {"partition": ["status"]}})"));
  CHECK(checked.messages().empty());
  REQUIRE(checked.schema().has_value());
  CHECK(checked.schema()->entities[0].attributes[1].member.field == "class_");
}

TEST_CASE("derived names that collide, and the way out") {
  struct Case {
    std::string json;
    Strings found;
  };
  const std::string b_and_c = R"("b": "string", "c": "string")";
  const auto c = GENERATE_COPY(values<Case>({
      {schema_with_attributes(R"("a-b": "string", "a.b": "string")"), {"name-collision 'a.b'"}},
      {schema_with_attributes(R"("a-b": "string", "a.b": {"type": "string", "field": "other"})"), {}},
      {schema_with_attributes(R"("a": "string", "b": {"type": "string", "field": "a"})"), {"name-collision 'b'"}},
      // both set by set_b_if_absent
      {schema_with_attributes(R"("b": {"type": "string", "optional": true}, "b_if_absent": "string")"),
       {"name-collision 'b_if_absent'"}},
      {schema_with_attributes(b_and_c, R"("indexes": {"by-x": {"partition": ["b"]}, "by.x": {"partition": ["c"]}})"),
       {"name-collision 'by.x'"}},
      {schema_with_attributes(b_and_c, R"("indexes": {"by_x": {"partition": ["b"]}, "byX": {"partition": ["c"]}})"),
       {"name-collision 'byX'"}},
      // a method ByX beside the class that by_x returns
      {schema_with_attributes(b_and_c, R"("indexes": {"by_x": {"partition": ["b"]}, "ByX": {"partition": ["c"]}})"),
       {"name-collision 'ByX'"}},
      {schema_with_attributes(
           b_and_c, R"("indexes": {"by-x": {"partition": ["b"]}, "by.x": {"partition": ["c"], "method": "of_x"}})"),
       {}},
      {with_sort_key(R"("by_id": {"partition": ["b"]})"), {"name-collision 'by_id'"}},
      {with_sort_key(R"("byId": {"partition": ["b"]})"), {"name-collision 'byId'"}},
      {with_sort_key(R"("other": {"partition": ["b"], "method": "by_id"})"), {"name-collision 'other'"}},
      {with_sort_key(R"("by_id": {"partition": ["b"], "method": "of_b"})"), {}},
      // without a sort key the table has no query of its own
      {schema_with_attributes(R"("b": "string")", R"("indexes": {"by_id": {"partition": ["b"]}})"), {}},
      {schema_with_attributes(b_and_c, R"("indexes": {"by_x": {"partition": ["b"], "method": "create"}})"),
       {"name-collision 'create'"}},
      {two_entities("Contact", "contacts", "ContactKey", "keys"), {"name-collision 'Contact'"}},
      // both codecs in detail_contact_card
      {two_entities("ContactCard", "cards", "contact_card", "others"), {"name-collision 'contact_card'"}},
      {two_entities("ContactCard", "cards", "Contactcard", "others"), {}},
      {two_entities("Contact", "contacts", "Other", "others", R"({"ContactFields": {"fields": {"x": "string"}}})"),
       {"name-collision 'Contact'"}},
      {two_entities("Contact", "contacts", "Other", "others", R"({"Contact": {"fields": {"x": "string"}}})"),
       {"duplicate-entity 'Contact'"}},
      {two_entities("Contact", "contacts", "Other", "contacts"),
       {"missing-discriminator 'contacts'", "missing-discriminator 'contacts'"}},
  }));
  CAPTURE(c.json);
  CHECK(Checked(c.json).found() == c.found);
}

TEST_CASE("names of composed keys, lookups, views and collections keep apart") {
  const auto entity = [](const std::string& attributes, const std::string& more = "", const std::string& top = "") {
    return R"({"entities": {"Task": {"table": "main", "partition_key": "id", "sort_key": "sk", "attributes": {
      "id": "string", "sk": {"template": "TASK#{a}"}, "a": "string", "b": "string")" +
           (attributes.empty() ? "" : ", " + attributes) + "}" + more + "}}" + top + "}";
  };
  const auto lookup = [](const std::string& method) {
    return R"("tags": {"type": "list<string>", "lookup": {"method": ")" + method +
           R"(", "sort_key": "TAG#{tags}#{a}", "max": 9}})";
  };
  const std::string index = R"(, "indexes": {"by_b": {"partition": ["g"]}})";
  const std::string g = R"("g": {"template": "{a}#{b}"})";
  CHECK(Checked(entity(lookup("by_tag"))).found().empty());
  CHECK(Checked(entity(lookup("update"))).found() == Strings{"name-collision 'update'"});
  CHECK(Checked(entity(lookup("by_b") + ", " + g, index)).found() == Strings{"name-collision 'by_b'"});
  CHECK(Checked(entity(g, index)).found().empty());
  CHECK(Checked(entity("", R"(, "views": {"Card": ["id"]})")).found().empty());
  CHECK(Checked(entity("", R"(, "views": {"Task": ["id"]})")).found() == Strings{"duplicate-entity 'Task'"});
  CHECK(Checked(entity("", R"(, "views": {"TaskKey": ["id"]})")).found() == Strings{"name-collision 'Task'"});
  CHECK(Checked(entity("", "", R"(, "collections": {"TaskFields": {"tasks": "list<Task>"}})")).found() ==
        Strings{"name-collision 'Task'"});
  CHECK(
      Checked(entity("", R"(, "views": {"AllReader": ["id"]})", R"(, "collections": {"All": {"tasks": "list<Task>"}})"))
          .found() == Strings{"name-collision 'All'"});
}

TEST_CASE("methods are named after what keys are made of, not after the keys") {
  const auto entity = [](const std::string& attributes, const std::string& index) {
    return R"({"entities": {"Task": {"table": "main", "partition_key": "pk", "sort_key": "sk", "attributes": {
      "pk": {"template": "OWNER#{owner}"}, "sk": {"template": "TASK#{id}"}, "owner": "string", "id": "string",
      "state": "string")" +
           attributes + R"(}, "indexes": {)" + index + "}}}}";
  };
  const auto by = [](const std::string& name, const std::string& key) {
    return "\"" + name + R"(": {"partition": [")" + key + "\"]}";
  };
  CHECK(Checked(entity("", by("by_owner", "state"))).found() == Strings{"name-collision 'by_owner'"});
  CHECK(Checked(entity("", by("by_pk", "state"))).found().empty());

  const std::string two = R"(, "rank": "string", "g": {"template": "{state}#{rank}"})";
  CHECK(Checked(entity(two, by("by_g", "g"))).found().empty());
  CHECK(Checked(entity(two + R"(, "state_and_rank": "string")", by("by_g", "g"))).found() ==
        Strings{"name-collision 'state_and_rank'"});
  // `id` never changes: it has no part in what sets `g`.
  const std::string kept = R"(, "g": {"template": "{id}#{state}"}, "id_and_state": "string")";
  CHECK(Checked(entity(kept, by("by_g", "g"))).found().empty());

  // Keys that share a part are set together: `state`, `rank` and `place`.
  const std::string joined = two + R"(, "place": "string", "h": {"template": "{rank}#{place}"})";
  const std::string both = by("by_g", "g") + ", " + by("by_h", "h");
  CHECK(Checked(entity(joined + R"(, "rank_and_place": "string")", both)).found().empty());
  CHECK(Checked(entity(joined + R"(, "state_and_rank_and_place": "string")", both)).found() ==
        Strings{"name-collision 'state_and_rank_and_place'"});
  const std::string apart = R"(, "b_and_c": "string", "state_and_b": "string", "c": "string",
      "g": {"template": "{state}#{b_and_c}"}, "h": {"template": "{state_and_b}#{c}"})";
  CHECK(Checked(entity(apart, both)).found() == Strings{"name-collision 'h'"});

  // Only what an item may lack is removed with its key.
  const std::string optional =
      R"(, "a": {"type": "string", "optional": true}, "b": {"type": "string", "optional": true},
      "g": {"template": "{state}#{a}#{b}"}, "a_and_b": {"type": "string"OPTIONAL})";
  const std::string sparse = R"("by_g": {"partition": ["g"], "sparse": true})";
  const auto with = [&](const std::string& more) {
    std::string text = optional;
    return entity(text.replace(text.find("OPTIONAL"), 8, more), sparse);
  };
  CHECK(Checked(with("")).found().empty());
  CHECK(Checked(with(R"(, "optional": true)")).found() == Strings{"name-collision 'a_and_b'"});
}

TEST_CASE("stored names that are no identifiers") {
  const std::string longest(255, 'n');
  const Checked checked(schema_with_entity(R"("table": "sessions", "partition_key": "a.b-c:d#e", "sort_key": ")" +
                                           longest + R"(", "attributes": {"a.b-c:d#e": "string", ")" + longest +
                                           R"(": "string", "größe": "string", "名前": "string"},
      "indexes": {"by.name-1": {"partition": ["名前"]}})"));
  CHECK(checked.messages().empty());
  REQUIRE(checked.schema().has_value());
  CHECK(checked.schema()->entities[0].attributes[0].member.field == "a_b_c_d_e");
  CHECK(checked.schema()->entities[0].attributes[3].member.field == "__");
  CHECK(Checked(schema_with_attributes(R"("größe": "string", "grüße": "string")")).found() ==
        Strings{"name-collision 'grüße'"});
}

TEST_CASE("nothing around generated code hides the namespaces that it uses") {
  const auto in_namespace = [](const std::string& name) {
    return R"({"namespace": ")" + name +
           R"(", "entities": {"E": {"table": "entities", "partition_key": "id", "attributes": {"id": "string"}}}})";
  };
  CHECK(Checked(in_namespace("acme::partita_entities")).found().empty());
  CHECK(Checked(in_namespace("acme::partita")).found() == Strings{"name-collision 'partita'"});
  CHECK(Checked(in_namespace("std::crm")).found() == Strings{"name-collision 'std'"});
  CHECK(Checked(two_entities("std", "standards", "Other", "others")).found() == Strings{"name-collision 'std'"});
}

TEST_CASE("a collision offers the member that resolves it") {
  CHECK_THAT(Checked(schema_with_attributes(R"("a-b": "string", "a.b": "string")")).messages(),
             Catch::Contains("\"field\""));
  CHECK_THAT(Checked(schema_with_attributes(
                         "", R"("indexes": {"by-x": {"partition": ["id"]}, "by.x": {"partition": ["id"]}})"))
                 .messages(),
             Catch::Contains("\"method\""));
}
