// The meta-schema that editors use and the front end accept and refuse the same forms.
#include "meta_schema.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <vector>

using partita::diagnostics::Id;
using namespace partita::test;

namespace {

std::vector<std::filesystem::path> schemas_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// What a description of form can say; all else (types, defaults, names that refer to one another) is for the tool.
bool is_about_form(Id id) {
  constexpr auto ids = std::to_array<Id>({Id::unknown_member, Id::missing_member, Id::wrong_value_kind,
                                          Id::unknown_value, Id::invalid_table_name, Id::invalid_index_name,
                                          Id::missing_partition_key, Id::malformed_key_template, Id::malformed_quantity,
                                          Id::invalid_include, Id::conflicting_annotations});
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool front_end_accepts_form(const Checked& checked) {
  const auto found = checked.diagnostics();
  return std::none_of(found.begin(), found.end(), [](const auto& d) { return is_about_form(d.id); });
}

void compare(const std::string& text) {
  const Checked checked(text);
  CAPTURE(text, checked.messages());
  CHECK(MetaSchema().accepts(text) == front_end_accepts_form(checked));
}

}  // namespace

TEST_CASE("sample schemas are clean, and the meta-schema accepts them") {
  const MetaSchema meta;
  std::vector<std::filesystem::path> paths = schemas_in(source_dir / "schemas" / "samples");
  REQUIRE_FALSE(paths.empty());
  for (const auto& path : schemas_in(source_dir / "examples" / "crm" / "schemas")) paths.push_back(path);
  for (const auto& path : paths) {
    CAPTURE(path);
    const std::string text = read_file(path);
    CHECK(Checked(text).messages().empty());
    CHECK(meta.accepts(text));
  }
}

TEST_CASE("the meta-schema agrees with the front end on every test schema that is JSON") {
  const MetaSchema meta;
  int compared = 0;
  for (const auto& path : schemas_in(source_dir / "tests" / "diagnostics" / "json")) {
    const std::string text = read_file(path);
    const Checked checked(text);
    const auto found = checked.diagnostics();
    const bool unclaimed = std::any_of(found.begin(), found.end(), [](const auto& d) {
      return d.id == Id::malformed_json || d.id == Id::invalid_identifier || d.id == Id::invalid_attribute_name;
    });
    if (unclaimed) continue;
    CAPTURE(path, checked.messages());
    CHECK(meta.accepts(text) == front_end_accepts_form(checked));
    ++compared;
  }
  CHECK(compared > 0);
}

TEST_CASE("the meta-schema agrees with the front end, form by form") {
  const auto text = GENERATE(values<std::string>({
      "[]",
      "{}",
      R"({"entities": {}})",
      R"({"collections": {}})",
      R"({"collections": {"A": {"x": "list<B>"}}})",
      R"({"collections": {"A": 1}})",
      R"({"types": {}})",
      R"({"entities": {}, "unknown": 1})",
      R"({"entities": {}, "$schema": "x", "namespace": "a::b", "types": {}})",
      R"({"entities": {}, "namespace": 1})",
      R"({"entities": {}, "types": {"T": 1}})",
      R"({"entities": {}, "types": {"T": {}}})",
      R"({"entities": {}, "types": {"T": {"fields": {}}}})",
      R"({"entities": {}, "types": {"T": {"fields": {"a": "int8", "b": {"type": "bool", "default": true}}}}})",
      R"({"entities": {}, "types": {"T": {"fields": {"a": {"type": "bool", "ttl": true}}}}})",
      R"({"entities": {}, "types": {"T": {"fields": {"a": 1}}}})",
      R"({"entities": {}, "types": {"T": {"fields": {"a": {}}}}})",
      R"({"entities": {}, "types": {"T": {"fields": {}, "stored": "name"}}})",
      R"({"entities": {}, "types": {"E": {"enum": ["a"], "stored": "number"}}})",
      R"({"entities": {}, "types": {"E": {"enum": ["a"], "stored": "both"}}})",
      R"({"entities": {}, "types": {"E": {"enum": []}}})",
      R"({"entities": {}, "types": {"E": {"enum": [1]}}})",
      R"({"entities": {}, "types": {"E": {"enum": "a"}}})",
      R"({"entities": {"S": 1}})",
      schema_with_entity(""),
      schema_with_entity(R"("table": "abc", "attributes": {"id": "string"})"),
      schema_with_entity(R"("table": "ab", "attributes": {"id": "string"}, "partition_key": "id")"),
      schema_with_entity(R"("table": 1, "attributes": {"id": "string"}, "partition_key": "id")"),
      schema_with_entity(R"("table": "abc", "attributes": {"id": "string"}, "partition_key": ["id"])"),
      schema_with_entity(R"("table": "abc", "attributes": {"id": "string"}, "partition_key": "id", "sort_key": 1)"),
      schema_with_entity(R"("table": "abc", "attributes": ["id"], "partition_key": "id")"),
      schema_with_attributes(""),
      schema_with_attributes(R"("a": {"type": "timestamp", "ttl": true}, "b": {"type": "int64", "version": true})"),
      schema_with_attributes(R"("a": {"type": "int8", "field": "b", "optional": true, "default": 1})"),
      schema_with_attributes(R"("a": {"type": "int8", "filed": "b"})"),
      schema_with_attributes(R"("a": {"optional": true})"),
      schema_with_attributes(R"("a": {"type": "int8", "optional": 1})"),
      schema_with_attributes(R"("a": null)"),
      schema_with_attributes("", R"("indexes": {"i": {"partition": ["id"]}})"),
      schema_with_attributes("", R"("indexes": {"by_id": []})"),
      schema_with_attributes("", R"("indexes": {"by_id": {"partition": ["id"], "sort": []}})"),
      schema_with_attributes("", R"("indexes": {"by_id": {"partition": "id"}})"),
      schema_with_attributes("", R"("indexes": {"by_id": {"partition": [1]}})"),
      schema_with_attributes("", R"("indexes": {"by_id": {"partition": ["id"], "type": "local"}})"),
      schema_with_attributes("", R"("indexes": {"by_id": {"partition": ["id"], "type": "other"}})"),
      schema_with_attributes("", R"("indexes": {"by_id": {"partition": ["id"], "projection": "keys_only"}})"),
      schema_with_attributes("", R"("indexes": {"by_id": {"partition": ["id"], "projection": ["id"]}})"),
      schema_with_attributes("", R"("indexes": {"by_id": {"partition": ["id"], "projection": "some"}})"),
      schema_with_attributes("", R"("indexes": {"by_id": {"partition": ["id"], "projection": true}})"),
      schema_with_attributes("", R"("indexes": {"by_id": {"partition": ["id"], "sparse": "no", "method": "m"}})"),
      schema_with_attributes("", R"("access_patterns": {"p": {"where": ["id"], "range": "id", "order": "asc"}})"),
      schema_with_attributes("", R"("access_patterns": {"p": {"where": ["id"], "order": "asc"}})"),
      schema_with_attributes("", R"("access_patterns": {"p": {"where": ["id"], "order_by": "id", "order": "asc"}})"),
      schema_with_attributes("", R"("access_patterns": {"p": {"where": ["id"], "order_by": "id"}})"),
      schema_with_attributes("", R"("access_patterns": {"p": {"where": ["id"], "order_by": 1, "order": "asc"}})"),
      schema_with_attributes("", R"("access_patterns": {"p": {"where": ["id"], "order_by": "id", "range": "id"}})"),
      schema_with_attributes("", R"("access_patterns": {"p": {"where": ["id"], "range": "id", "order": "up"}})"),
      schema_with_attributes("", R"("access_patterns": {"p": {"where": []}})"),
      schema_with_attributes("", R"("access_patterns": {"p": {"reads": ["id"]}})"),
      schema_with_attributes("", R"("access_patterns": {"p": {"where": ["id"], "reads": "id"}})"),
  }));
  compare(text);
}

TEST_CASE("the meta-schema agrees with the front end about attributes") {
  compare(GENERATE(values<std::string>({
      schema_with_attributes(R"("pk": {"template": "A#{id}"})"),
      schema_with_attributes(R"("pk": {"template": "{id:escaped}#{id:38}", "suppress": {"x": "y"}})"),
      schema_with_attributes(R"("pk": {"template": "{a:b:escaped}"})"),
      schema_with_attributes(R"("pk": {"template": ""})"),
      schema_with_attributes(R"("pk": {"template": "{id"})"),
      schema_with_attributes(R"("pk": {"template": "id}"})"),
      schema_with_attributes(R"("pk": {"template": "{}"})"),
      schema_with_attributes(R"("pk": {"template": "{{id}}"})"),
      schema_with_attributes(R"("pk": {"template": "{id:}"})"),
      schema_with_attributes(R"("pk": {"template": "{:escaped}"})"),
      schema_with_attributes(R"("pk": {"template": "{id:padded}"})"),
      schema_with_attributes(R"("pk": {"template": "{id:0}"})"),
      schema_with_attributes(R"("pk": {"template": "{id:010}"})"),
      schema_with_attributes(R"("pk": {"template": "{id:39}"})"),
      schema_with_attributes(R"("pk": {"template": ["{id}"]})"),
      schema_with_attributes(R"("pk": {"template": "{id}", "type": "string"})"),
      schema_with_attributes(R"("pk": {"template": "{id}", "optional": true})"),
      attribute_with(R"("created_at": true)", "timestamp"),
      attribute_with(R"("created_at": "yes")", "timestamp"),
      attribute_with(R"("updated_at": true, "sensitive": false)", "timestamp"),
      attribute_with(R"("updated_at": 1)", "timestamp"),
      attribute_with(R"("sensitive": null)"),
      attribute_with(R"("suppress": {"unused-index": "soon"})"),
      attribute_with(R"("suppress": {"unused-index": true})"),
      attribute_with(R"("suppress": ["unused-index"])"),
      attribute_with(R"("lookup": {"method": "by_a", "sort_key": "A#{a}", "max": 5})", "set<string>"),
      attribute_with(R"("lookup": {"method": "by_a", "sort_key": "A#{a}"})", "set<string>"),
      attribute_with(R"("lookup": {"method": "by_a", "max": 5})", "set<string>"),
      attribute_with(R"("lookup": {"sort_key": "A#{a}", "max": 5})", "set<string>"),
      attribute_with(R"("lookup": {"method": "by_a", "sort_key": "A#{a", "max": 5})", "set<string>"),
      attribute_with(R"("lookup": {"method": "by_a", "sort_key": "A#{a}", "max": 0})", "set<string>"),
      attribute_with(R"("lookup": {"method": "by_a", "sort_key": "A#{a}", "max": "5"})", "set<string>"),
      attribute_with(R"("lookup": {"method": "by_a", "sort_key": "A#{a}", "max": -5})", "set<string>"),
      attribute_with(R"("lookup": {"method": "by_a", "sort_key": "A#{a}", "max": 2.5})", "set<string>"),
      attribute_with(R"("lookup": {"method": "by_a", "sort_key": "A#{a}", "max": 5, "min": 1})", "set<string>"),
      attribute_with(R"("lookup": "by_a")", "set<string>"),
      attribute_with(R"("unique": {"key": "A#{a}"})"),
      attribute_with(R"("unique": {"key": "A#{a}", "max": 3})", "set<string>"),
      attribute_with(R"("unique": {"key": "A#}"})"),
      attribute_with(R"("unique": {"max": 1})"),
      attribute_with(R"("unique": {"key": "A#{a}", "max": true})"),
      attribute_with(R"("unique": true)"),
  })));
}

TEST_CASE("the meta-schema agrees with the front end about entities") {
  compare(schema_with_attributes(
      "", GENERATE(values<std::string>({
              R"("discriminator": {"attribute": "type", "value": "session"})",
              R"("discriminator": {"attribute": "type"})",
              R"("discriminator": {"value": "session"})",
              R"("discriminator": {"attribute": "type", "value": 1})",
              R"("discriminator": {"attribute": "type", "value": "session", "type": "string"})",
              R"("discriminator": "session")",
              R"("tenant": "id")",
              R"("tenant": ["id"])",
              R"("views": {"Card": ["id"]})",
              R"("views": {"Card": []})",
              R"("views": {"Card": "id"})",
              R"("views": {"Card": [1]})",
              R"("views": ["id"])",
              R"("write_shards": {"by": "id", "counts": [4, 16]})",
              R"("write_shards": {"by": "id", "counts": []})",
              R"("write_shards": {"by": "id", "counts": [0]})",
              R"("write_shards": {"by": "id", "counts": ["4"]})",
              R"("write_shards": {"by": "id", "counts": 4})",
              R"("write_shards": {"by": "id"})",
              R"("write_shards": {"counts": [4]})",
              R"("write_shards": 4)",
              R"("write_rate": "500/s")",
              R"("write_rate": "500/sec")",
              R"("write_rate": "0/s")",
              R"("write_rate": "0.0/s")",
              R"("write_rate": "0.50/min")",
              R"("write_rate": ".5/min")",
              R"("write_rate": "5./min")",
              R"("write_rate": "1234567890/d")",
              R"("write_rate": 500)",
              R"("cached": "5m")",
              R"("cached": "0m")",
              R"("cached": "1.5m")",
              R"("cached": "5")",
              R"("cached": "m")",
              R"("cached": "5 m")",
              R"("cached": 5)",
              R"("data_class": "session")",
              R"("data_class": "financial")",
              R"("data_class": "Session")",
              R"("data_class": ["session"])",
              R"("allow_scan": "few items")",
              R"("allow_scan": true)",
              R"("suppress": {"hot-partition": "few items"})",
              R"("suppress": {"hot-partition": 1})",
              R"("suppress": "hot-partition")",
              R"("indexes": {"by_id": {"partition": ["id"], "suppress": {"unused-index": "soon"}}})",
              R"("indexes": {"by_id": {"partition": ["id"], "suppress": []}})",
          }))));
}

TEST_CASE("the meta-schema agrees with the front end about entities that extend a structure") {
  compare(schema_with_entity(
      R"("table": "abc", "partition_key": "id", )" +
      GENERATE(values<std::string>({
          R"("extends": "x::Session", "include": "x.hpp")",
          R"("extends": "x::Session", "include": "x.hpp", "attributes": {"id": {}, "n": {"field": "m", "version": true}})",
          R"("extends": "x::Session", "include": "x.hpp", "attributes": {"pk": {"template": "{id}"}})",
          R"("extends": "x::Session", "include": "x.hpp", "attributes": {"pk": {"template": "{id"}})",
          R"("extends": "x::Session", "include": "x.hpp", "attributes": {"id": "string"})",
          R"("extends": "x::Session", "include": "x.hpp", "attributes": {"id": {"type": "string"}})",
          R"("extends": "x::Session", "include": "x.hpp", "attributes": {"id": {"optional": true}})",
          R"("extends": "x::Session", "include": "x.hpp", "attributes": ["id"])",
          R"("extends": "x::Session", "include": "<x.hpp>")",
          R"("extends": "x::Session", "include": 1)",
          R"("extends": "x::Session")",
          R"("extends": 1, "include": "x.hpp")",
          R"("include": "x.hpp")",
          R"("include": "x.hpp", "attributes": {"id": "string"})",
      }))));
}

TEST_CASE("the meta-schema agrees with the front end about access patterns") {
  compare(pattern_with(GENERATE(values<std::string>({
      R"("where": ["id"], "rate": "100/s", "criticality": "high", "items": 50, "item_size": "2KB", "hydrate": true)",
      R"("where": ["id"], "rate": "100")",
      R"("where": ["id"], "rate": "/s")",
      R"("where": ["id"], "rate": 100)",
      R"("where": ["id"], "criticality": "urgent")",
      R"("where": ["id"], "criticality": 1)",
      R"("where": ["id"], "items": 0)",
      R"("where": ["id"], "items": "50")",
      R"("where": ["id"], "item_size": "2MB")",
      R"("where": ["id"], "item_size": "0KB")",
      R"("where": ["id"], "item_size": "1.5KB")",
      R"("where": ["id"], "item_size": 2048)",
      R"("where": ["id"], "hydrate": "yes")",
      R"("where": ["id"], "suppress": {"missing-index": "batch"})",
      R"("where": ["id"], "suppress": {"missing-index": null})",
      R"("where": ["id"], "scan": false)",
      R"("where": ["id"], "scan": true)",
      R"("scan": true)",
      R"("scan": true, "reads": ["id"], "rate": "1/d", "criticality": "low", "items": 9, "item_size": "1B")",
      R"("scan": true, "order": "asc")",
      R"("scan": true, "hydrate": true)",
      R"("scan": true, "items": 0)",
      R"("scan": "yes")",
      R"("scan": false)",
  }))));
}

TEST_CASE("the meta-schema agrees with the front end about types and collections") {
  compare(GENERATE(values<std::string>({
      types_with(R"("M": {"converted": "shop::Money", "include": "shop/money.hpp", "type": "int64"})"),
      types_with(R"("M": {"converted": "shop::Money", "include": "<shop/money.hpp>", "type": "int64"})"),
      types_with(R"("M": {"converted": "shop::Money", "include": "", "type": "int64"})"),
      types_with(R"("M": {"converted": "shop::Money", "include": "a\\b.hpp", "type": "int64"})"),
      types_with(R"("M": {"converted": "shop::Money", "include": "a.hpp"})"),
      types_with(R"("M": {"converted": "shop::Money", "type": "int64"})"),
      types_with(R"("M": {"include": "a.hpp", "type": "int64"})"),
      types_with(R"("M": {"converted": 1, "include": "a.hpp", "type": "int64"})"),
      types_with(R"("M": {"converted": "Money", "include": "a.hpp", "type": "int64", "fields": {}})"),
      types_with(R"("M": {"converted": "Money", "include": "a.hpp", "type": {}})"),
      collections_with(R"("A": {"workflows": "list<Workflow>", "profile": "crm::Profile"})"),
      collections_with(R"("A": {})"),
      collections_with(R"("A": [])"),
      collections_with(R"("A": {"workflows": ["Workflow"]})"),
      R"({"entities": {}, "collections": []})",
  })));
}

TEST_CASE("the meta-schema refuses what is no C++ identifier") {
  const MetaSchema meta;
  CHECK_FALSE(meta.accepts(R"({"entities": {}, "namespace": "a b"})"));
  CHECK_FALSE(meta.accepts(R"({"entities": {}, "types": {"1T": {"fields": {}}}})"));
  CHECK_FALSE(meta.accepts(R"({"entities": {"A-B": {"table": "abc", "attributes": {}, "partition_key": "id"}}})"));
  CHECK_FALSE(meta.accepts(schema_with_attributes(R"("a": {"type": "int8", "field": "b c"})")));
  CHECK_FALSE(meta.accepts(schema_with_attributes(R"("": "int8")")));
  CHECK_FALSE(meta.accepts(schema_with_attributes("", R"("views": {"A-B": ["id"]})")));
  CHECK_FALSE(meta.accepts(types_with(R"("M": {"converted": "a b", "include": "a.hpp", "type": "int8"})")));
  CHECK_FALSE(meta.accepts(attribute_with(R"("lookup": {"method": "by a", "sort_key": "A#{a}", "max": 5})")));
  CHECK_FALSE(meta.accepts(collections_with(R"("A-B": {"c": "D"})")));
  CHECK_FALSE(meta.accepts(collections_with(R"("A": {"c-d": "E"})")));
  CHECK_FALSE(meta.accepts(collections_with(R"("A": {"c": "list<>"})")));
}
