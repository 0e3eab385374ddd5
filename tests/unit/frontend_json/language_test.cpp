// What the schema language has to say, as it arrives in the declared model: each value with its place in the text.
#include "checked.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace partita;
using test::Checked;
using test::schema_with_attributes;
using test::schema_with_entity;

using Strings = std::vector<std::string>;

namespace {

const model::DeclaredEntity& entity_of(const Checked& checked) {
  REQUIRE(checked.declared().entities.size() == 1);
  return checked.declared().entities.front();
}

std::string place(const Checked& checked, const model::Name& name) {
  CHECK(checked.at(name.span) == name.text);
  return name.text;
}

}  // namespace

TEST_CASE("an attribute with a template is composed, and each part knows its place") {
  const Checked checked(schema_with_attributes(
      R"("n": "int32", "pk": {"template": "A#{id:escaped}#{n:10}"}, "b": {"template": "{id}"})"));
  const model::DeclaredEntity& entity = entity_of(checked);
  REQUIRE(entity.attributes.size() == 4);
  const model::DeclaredAttribute& pk = entity.attributes[2];
  CHECK(place(checked, pk.member.name) == "pk");
  CHECK(pk.member.field.empty());
  CHECK(pk.member.type.kind == model::TypeKind::string);
  CHECK(pk.member.type.cpp == "std::string");
  CHECK(checked.at(pk.span) == "pk");
  REQUIRE(pk.composed.has_value());
  CHECK(checked.at(pk.composed->span) == "A#{id:escaped}#{n:10}");
  CHECK(pk.composed->literals == Strings{"A#", "#", ""});
  REQUIRE(pk.composed->parts.size() == 2);
  CHECK(place(checked, pk.composed->parts[0].attribute) == "id");
  CHECK(pk.composed->parts[0].form == model::PartForm::escaped);
  CHECK(place(checked, pk.composed->parts[1].attribute) == "n");
  CHECK(pk.composed->parts[1].digits == 10);
  CHECK_FALSE(entity.attributes[1].composed.has_value());
}

TEST_CASE("a discriminator is an attribute that holds one text in every item") {
  const Checked checked(schema_with_attributes("", R"("discriminator": {"attribute": "type", "value": "work{flow}"})"));
  const model::DeclaredEntity& entity = entity_of(checked);
  REQUIRE(entity.discriminator.has_value());
  CHECK(place(checked, entity.discriminator->attribute) == "type");
  CHECK(place(checked, entity.discriminator->value) == "work{flow}");
  REQUIRE(entity.attributes.size() == 2);
  const model::DeclaredAttribute& type = entity.attributes[1];
  CHECK(place(checked, type.member.name) == "type");
  CHECK(type.member.field.empty());
  REQUIRE(type.composed.has_value());
  CHECK(type.composed->literals == Strings{"work{flow}"});
  CHECK(type.composed->parts.empty());
}

TEST_CASE("roles of attributes") {
  const Checked checked(schema_with_attributes(
      R"("made": {"type": "timestamp", "created_at": true}, "seen": {"type": "timestamp", "updated_at": true},
         "secret": {"type": "string", "sensitive": true}, "open": {"type": "string", "sensitive": false})"));
  const model::DeclaredEntity& entity = entity_of(checked);
  CHECK(entity.attributes[1].created_at);
  CHECK_FALSE(entity.attributes[1].updated_at);
  CHECK(checked.at(entity.attributes[1].role_span) == "created_at");
  CHECK(entity.attributes[2].updated_at);
  CHECK(checked.at(entity.attributes[2].role_span) == "updated_at");
  REQUIRE(entity.attributes[3].sensitive.has_value());
  CHECK(checked.at(*entity.attributes[3].sensitive) == "sensitive");
  CHECK_FALSE(entity.attributes[4].sensitive.has_value());
}

TEST_CASE("lookups and unique constraints") {
  const Checked checked(schema_with_attributes(
      R"("contexts": {"type": "set<string>",
                      "lookup": {"method": "by_context", "sort_key": "CTX#{contexts}#{id}", "max": 20}},
         "email": {"type": "string", "unique": {"key": "EMAIL#{email}"}},
         "names": {"type": "set<string>", "unique": {"key": "NAME#{names}", "max": 3}})"));
  const model::DeclaredEntity& entity = entity_of(checked);
  const auto& lookup = entity.attributes[1].lookup;
  REQUIRE(lookup.has_value());
  CHECK(place(checked, lookup->method) == "by_context");
  CHECK(lookup->max == 20);
  CHECK(checked.at(lookup->span) == "lookup");
  CHECK(checked.at(lookup->sort_key.span) == "CTX#{contexts}#{id}");
  REQUIRE(lookup->sort_key.parts.size() == 2);
  CHECK(place(checked, lookup->sort_key.parts[0].attribute) == "contexts");
  const auto& email = entity.attributes[2].unique;
  REQUIRE(email.has_value());
  CHECK(email->max == 1);
  CHECK(email->key.text == "EMAIL#{email}");
  CHECK(checked.at(email->span) == "unique");
  REQUIRE(entity.attributes[3].unique.has_value());
  CHECK(entity.attributes[3].unique->max == 3);
}

TEST_CASE("what is said about a whole entity") {
  const Checked checked(schema_with_attributes(
      R"("tenant_id": "string")",
      R"("tenant": "tenant_id", "write_shards": {"by": "id", "counts": [4, 16]}, "write_rate": "600/min",
         "cached": "5m", "data_class": "financial", "allow_scan": "small table",
         "views": {"Card": ["id", "tenant_id"]})"));
  const model::DeclaredEntity& entity = entity_of(checked);
  REQUIRE(entity.tenant.has_value());
  CHECK(place(checked, *entity.tenant) == "tenant_id");
  REQUIRE(entity.write_shards.has_value());
  CHECK(place(checked, entity.write_shards->hashed) == "id");
  CHECK(entity.write_shards->counts == std::vector<std::uint64_t>{4, 16});
  CHECK(checked.at(entity.write_shards->span) == "write_shards");
  CHECK(entity.writes_per_second == 10.0);
  REQUIRE(entity.cache.has_value());
  CHECK(entity.cache->lifetime == std::chrono::minutes(5));
  CHECK(checked.at(entity.cache->span) == "5m");
  REQUIRE(entity.data_class.has_value());
  CHECK(entity.data_class->kind == model::DataClass::Kind::financial);
  CHECK(checked.at(entity.data_class->span) == "financial");
  REQUIRE(entity.allow_scan.has_value());
  CHECK(place(checked, *entity.allow_scan) == "small table");

  REQUIRE(checked.declared().views.size() == 1);
  const model::DeclaredView& view = checked.declared().views.front();
  CHECK(view.cpp_name == "Card");
  CHECK(view.namespaces == Strings{"crm"});
  CHECK(view.entity == "crm::Session");
  CHECK(view.generate_struct);
  CHECK(checked.at(view.span) == "Card");
  REQUIRE(view.members.size() == 2);
  CHECK(place(checked, view.members[1].name) == "tenant_id");
}

TEST_CASE("access patterns with what is expected of them") {
  const Checked checked(schema_with_attributes("", R"("access_patterns": {
    "one": {"where": ["id"], "rate": "90/min", "criticality": "high", "items": 50, "item_size": "2KB", "hydrate": true},
    "all": {"scan": true, "reads": ["id"], "rate": "1/d"},
    "two": {"where": ["id"], "scan": false}})"));
  const model::DeclaredEntity& entity = entity_of(checked);
  REQUIRE(entity.patterns.size() == 3);
  const model::DeclaredPattern& one = entity.patterns[0];
  CHECK(one.load.per_second == 1.5);
  CHECK(one.load.criticality == model::Criticality::high);
  CHECK(one.load.items == 50);
  CHECK(one.load.item_bytes == 2048);
  CHECK(one.hydrate);
  CHECK_FALSE(one.scan);
  CHECK(entity.patterns[1].scan);
  CHECK(entity.patterns[1].where.empty());
  REQUIRE(entity.patterns[1].reads.size() == 1);
  CHECK_FALSE(entity.patterns[2].scan);
  CHECK(entity.patterns[2].load.criticality == model::Criticality::normal);
}

TEST_CASE("collections name entities of this namespace or of another") {
  const Checked checked(R"({"namespace": "crm", "collections": {
    "Account": {"workflows": "list<Workflow>", "profile": "Profile", "bills": "list<billing::Invoice>"}}})");
  REQUIRE(checked.declared().collections.size() == 1);
  const model::DeclaredCollection& account = checked.declared().collections.front();
  CHECK(account.notation == model::Notation::json);
  CHECK(account.cpp_name == "Account");
  CHECK(account.namespaces == Strings{"crm"});
  CHECK(account.generate_struct);
  CHECK(checked.at(account.span) == "Account");
  REQUIRE(account.parts.size() == 3);
  CHECK(account.parts[0].field == "workflows");
  CHECK(account.parts[0].entity == "crm::Workflow");
  CHECK(account.parts[0].many);
  CHECK(checked.at(account.parts[0].span) == "Workflow");
  CHECK(account.parts[1].entity == "crm::Profile");
  CHECK_FALSE(account.parts[1].many);
  CHECK(account.parts[2].entity == "billing::Invoice");
}

TEST_CASE("a converted type is the user's in C++, and another one in DynamoDB") {
  const Checked checked(R"({"namespace": "crm", "types": {
      "Line": {"fields": {"price": "Money"}},
      "Money": {"converted": "shop::Money", "include": "shop/money.hpp", "type": "int64"},
      "Shape": {"converted": "geo::Shape", "include": "geo/shape.hpp", "type": "Line"}},
    "entities": {"Order": {"table": "orders", "partition_key": "id", "attributes": {
      "id": "string", "total": "Money", "parts": "list<Money>", "shape": "Shape"}}}})");
  CHECK(checked.messages().empty());
  const model::DeclaredEntity& entity = entity_of(checked);
  const model::Type& total = entity.attributes[1].member.type;
  CHECK(total.converted == "shop::Money");
  CHECK(total.kind == model::TypeKind::int64);
  CHECK(total.cpp == "std::int64_t");
  CHECK(entity.attributes[2].member.type.cpp == "std::vector<shop::Money>");
  CHECK(entity.attributes[2].member.type.element[0].converted == "shop::Money");
  CHECK(entity.attributes[3].member.type.converted == "geo::Shape");
  CHECK(entity.attributes[3].member.type.named == "crm::Line");
  REQUIRE(checked.declared().types.size() == 1);
  CHECK(checked.declared().types[0].members[0].type.converted == "shop::Money");
  CHECK(checked.declared().inputs[0].includes == Strings{"geo/shape.hpp", "shop/money.hpp"});
}

TEST_CASE("a finding is suppressed where it is declared: in an entity, an attribute, an index or an access pattern") {
  const Checked checked(schema_with_attributes(
      R"("a": {"type": "string", "suppress": {"hot-partition": "few"}}, "b": {"template": "{id}", "suppress": {"x": "y"}})",
      R"("suppress": {"too-many-indexes": "measured"},
         "indexes": {"by_a": {"partition": ["a"], "suppress": {"unused-index": "soon"}}},
         "access_patterns": {"p": {"where": ["id"], "suppress": {"missing-index": "batch job"}}})"));
  const auto& found = checked.declared().suppressions;
  REQUIRE(found.size() == 5);
  const auto line = [&](const model::Suppression& s) {
    return place(checked, s.id) + ": " + place(checked, s.reason) + " in " + checked.at(s.scope);
  };
  CHECK(line(found[0]) == R"(hot-partition: few in a": {"type": "string", "suppress": {"hot-partition": "few"}})");
  CHECK(line(found[1]) == R"(x: y in b": {"template": "{id}", "suppress": {"x": "y"}})");
  CHECK(line(found[2]) == R"(unused-index: soon in by_a": {"partition": ["a"], "suppress": {"unused-index": "soon"}})");
  CHECK(line(found[3]) ==
        R"(missing-index: batch job in p": {"where": ["id"], "suppress": {"missing-index": "batch job"}})");
  CHECK(line(found[4]).starts_with("too-many-indexes: measured in Session\": {"));
  CHECK(found[4].scope.begin == entity_of(checked).span.begin);
}

TEST_CASE("a fix-it finds the end of an entity, of its indexes, and of each index and access pattern") {
  const auto after = [](const Checked& checked, const source::Span& span) {
    CHECK(span.begin == span.end);
    source::Span rest = span;
    rest.begin -= 5;
    rest.end += 1;
    return checked.at(rest);
  };
  const Checked full(schema_with_attributes("", R"("indexes": {"by_id": {"partition": ["id"]} } , "tenant": "id" )"));
  CHECK(after(full, entity_of(full).arguments_end) == " \"id\" ");
  CHECK(after(full, entity_of(full).indexes_end) == "id\"]} ");
  CHECK(after(full, entity_of(full).indexes[0].options_end) == "\"id\"]}");
  const Checked empty(schema_with_attributes("", R"("indexes": {})"));
  CHECK(after(empty, entity_of(empty).indexes_end) == "s\": {}");
  CHECK(after(empty, entity_of(empty).arguments_end) == "\": {}}");
  const Checked pattern(schema_with_attributes("", R"("access_patterns": {"p": {"where": ["id"] }})"));
  CHECK(after(pattern, entity_of(pattern).patterns[0].options_end) == "\"id\"] ");
  const Checked none(schema_with_attributes(""));
  CHECK_FALSE(entity_of(none).indexes_end.valid());
}

TEST_CASE("an entity that extends a structure has the structure's name, and no types of its own") {
  const Checked checked(schema_with_entity(R"("extends": "a::b::Session", "include": "a/b.hpp", "table": "sessions",
    "partition_key": "id", "attributes": {"user-id": {"field": "user", "sensitive": true},
                                          "pk": {"template": "{id}"}}, "views": {"Card": ["id"]})"));
  const model::DeclaredEntity& entity = entity_of(checked);
  REQUIRE(entity.extends.has_value());
  CHECK(place(checked, entity.extends->type) == "a::b::Session");
  CHECK(place(checked, entity.extends->header) == "a/b.hpp");
  CHECK_FALSE(entity.generate_struct);
  CHECK(entity.namespaces == Strings{"a", "b"});
  CHECK(entity.cpp_name == "Session");
  REQUIRE(entity.attributes.size() == 2);
  CHECK(entity.attributes[0].member.field == "user");
  CHECK(entity.attributes[0].sensitive.has_value());
  CHECK(entity.attributes[1].composed.has_value());
  CHECK(checked.declared().inputs[0].includes == Strings{"a/b.hpp"});
  REQUIRE(checked.declared().views.size() == 1);
  CHECK(checked.declared().views[0].entity == "a::b::Session");
  CHECK(checked.declared().views[0].namespaces == Strings{"crm"});
}

TEST_CASE("mistakes in what the language has to say, each at its place") {
  struct Case {
    std::string json;
    Strings found;
  };
  const auto types = [](const std::string& text) { return R"({"entities": {}, "types": {)" + text + "}}"; };
  const auto c = GENERATE_COPY(values<Case>({
      {schema_with_attributes(R"("a": {"template": "A#{id"}, "b": {"template": "}"}, "c": {"template": "x{id:ten}"})"),
       {"malformed-key-template '{'", "malformed-key-template '}'", "malformed-key-template 'ten'"}},
      {schema_with_attributes(R"("a": {"template": ""}, "b": {"template": 1})"),
       {"malformed-key-template ''", "wrong-value-kind '1'"}},
      {schema_with_attributes(R"("a": {"template": "{id}", "type": "string", "optional": true})"),
       {"unused-composed-attribute 'a'", "unknown-member 'type'", "unknown-member 'optional'"}},
      {schema_with_attributes(R"("a": {"tmplate": "{id}"})"), {"unknown-member 'tmplate'"}},
      {schema_with_attributes(R"("a": {"type": "set<string>", "lookup": {}}, "b": {"type": "string", "unique": {}})"),
       {"missing-member 'lookup'", "missing-member 'lookup'", "missing-member 'lookup'", "missing-member 'unique'"}},
      {schema_with_attributes(R"("a": {"type": "set<string>", "lookup": {"method": "by a", "sort_key": "{a}}",
                                                                        "max": 0}})"),
       {"invalid-identifier 'by a'", "malformed-key-template '}'", "wrong-value-kind '0'"}},
      {schema_with_attributes(R"("a": {"type": "string", "unique": {"key": "{a", "max": 1.5, "most": 1}})"),
       {"malformed-key-template '{'", "wrong-value-kind '1.5'", "unknown-member 'most'"}},
      {schema_with_attributes(R"("a": {"type": "string", "unique": true, "lookup": "x", "suppress": "y"})"),
       {"wrong-value-kind 'true'", "wrong-value-kind '\"x\"'", "wrong-value-kind '\"y\"'"}},
      {schema_with_attributes("", R"("discriminator": {"attribute": "type"}, "tenant": ["id"], "suppress": {"x": 1})"),
       {"missing-member 'discriminator'", R"(wrong-value-kind '["id"]')", "wrong-value-kind '1'"}},
      {schema_with_attributes("", R"("write_rate": "5/y", "cached": "5", "allow_scan": true)"),
       {"malformed-quantity '/y'", "malformed-quantity ''", "wrong-value-kind 'true'"}},
      {schema_with_attributes("", R"("data_class": "finance")"), {"unknown-value 'finance'"}},
      {schema_with_attributes("", R"("data_class": ["session"])"), {R"(wrong-value-kind '["session"]')"}},
      {schema_with_attributes("", R"("write_shards": {"by": "id"})"), {"missing-member 'write_shards'"}},
      {schema_with_attributes("", R"("write_shards": {"by": "id", "counts": [4, "x", 0]})"),
       {"invalid-write-shards 'write_shards'", "wrong-value-kind '\"x\"'", "wrong-value-kind '0'"}},
      {schema_with_attributes("", R"("write_shards": {"by": "id", "counts": []})"), {"missing-member '[]'"}},
      {schema_with_attributes("", R"("views": {"A": [], "B C": ["id"], "D": "id"})"),
       {"missing-member '[]'", "invalid-identifier 'B C'", "wrong-value-kind '\"id\"'"}},
      {schema_with_attributes("", R"("access_patterns": {"p": {"where": ["id"], "rate": "5", "items": 0,
                                      "item_size": "2MB", "criticality": "hihg", "hydrate": "yes"}})"),
       {"malformed-quantity ''", "wrong-value-kind '0'", "malformed-quantity 'MB'", "unknown-value 'hihg'",
        "wrong-value-kind '\"yes\"'"}},
      {schema_with_attributes("", R"("allow_scan": "few", "access_patterns": {"p": {"scan": true, "where": ["id"]}})"),
       {"unknown-member 'where'"}},
      {schema_with_attributes("", R"("access_patterns": {"p": {"where": ["id"], "range": "id", "order_by": "id"}})"),
       {"repeated-attribute 'id'", "conflicting-annotations 'order_by'"}},
      {schema_with_attributes("", R"("access_patterns": {"p": {"where": ["id"], "order_by": "at", "order": "desc"}})"),
       {"unknown-attribute 'at'"}},
      {schema_with_attributes("", R"("access_patterns": {"p": {"where": ["id"], "order_bye": "id", "order": "asc"}})"),
       {"unknown-member 'order_bye'"}},
      {R"({"collections": {}})", {"missing-member '{}'"}},
      {R"({"collections": {"A": {"x": 1, "y": "list<>", "z": "list<string>", "class": "B"},
                                           "C": {}, "D": []}})",
       {"wrong-value-kind '1'", "malformed-type ''", "malformed-type 'string'", "invalid-identifier 'class'",
        "unknown-entity 'B'", "missing-member '{}'", "wrong-value-kind '[]'"}},
      {schema_with_entity(R"("extends": "a::Sess", "include": "", "table": "abc", "partition_key": "id")"),
       {"invalid-include ''"}},
      {schema_with_entity(R"("extends": "a::", "include": "a.hpp", "table": "abc", "partition_key": "id")"),
       {"invalid-identifier 'a::'"}},
      {schema_with_entity(R"("extends": "a::Sess", "include": "a.hpp", "table": "abc", "partition_key": "id",
                             "attributes": {"id": "string", "n": {"type": "int8", "default": 1}})"),
       {"invalid-identifier 'Session'", "wrong-value-kind '\"string\"'", "unknown-member 'type'",
        "unknown-member 'default'"}},
      {schema_with_entity(R"("extends": "a::Session", "table": "abc", "partition_key": "id")"),
       {"missing-member 'Session'"}},
      {schema_with_attributes("", R"("include": "a.hpp")"), {"missing-member 'Session'"}},
      {types(R"("M": {"converted": "M"})"), {"missing-member 'M'", "missing-member 'M'"}},
      {types(R"("M": {"converted": "a b", "include": "", "type": "int9"})"),
       {"invalid-identifier 'a b'", "invalid-include ''", "unknown-type 'int9'"}},
      {types(R"("M": {"converted": "N", "include": "n\"\n#error", "type": "int8"})"),
       {R"(invalid-include 'n\"\n#error')"}},
      {types(R"("M": {"converted": "N", "include": "n.hpp", "type": "list<M>"})"), {"malformed-type 'list<M>'"}},
      {types(R"("M": {"convertd": "N", "include": "n.hpp", "type": "int8"})"), {"unknown-member 'convertd'"}},
      {types(R"("E": {"enun": ["a"]})"), {"unknown-member 'enun'"}},
  }));
  CAPTURE(c.json);
  const Checked checked(c.json);
  CAPTURE(checked.messages());
  CHECK(checked.found() == c.found);
  CHECK_FALSE(checked.schema().has_value());
}

TEST_CASE("a misspelt unit, header or member of the language carries its fix, and the fixed schema is clean") {
  const Checked checked(R"({
    "types": {"Money": {"converted": "shop::Money", "include": "<shop/money.hpp>", "type": "int64"}},
    "entities": {"Session": {
      "table": "sessions", "write_rate": "5/sec", "cahced": "5min",
      "attributes": {"id": "string", "sum": {"type": "Money", "sensitve": true}},
      "partition_key": "id",
      "access_patterns": {"one": {"where": ["id"], "item_size": "2kb", "criticality": "hihg"}}
    }}
  })");
  CHECK(checked.found() == Strings{"invalid-include '<shop/money.hpp>'", "malformed-quantity '/sec'",
                                   "unknown-member 'cahced'", "unknown-member 'sensitve'", "malformed-quantity 'kb'",
                                   "unknown-value 'hihg'"});
  const Checked again(checked.fixed());
  CHECK(again.found() == Strings{"malformed-quantity 'min'"});
  const Checked clean(again.fixed());
  CHECK(clean.messages().empty());
}

TEST_CASE("a misspelt class of data carries its fix") {
  const Checked checked(schema_with_attributes("", R"("data_class": "sesion")"));
  CHECK(checked.found() == Strings{"unknown-value 'sesion'"});
  CHECK(Checked(checked.fixed()).messages().empty());
}
