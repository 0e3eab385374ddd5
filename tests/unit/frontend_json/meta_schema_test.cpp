// The meta-schema that editors use and the front end accept and refuse the same forms.
#include "checked.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using partita::diagnostics::Id;
using partita::test::Checked;
using partita::test::schema_with_attributes;
using partita::test::schema_with_entity;

namespace {

const std::filesystem::path source_dir = PARTITA_SOURCE_DIR;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  REQUIRE(file.good());
  return text.str();
}

std::vector<std::filesystem::path> schemas_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

class MetaSchema {
 public:
  MetaSchema() {
    const auto document = nlohmann::json::parse(read_file(source_dir / "schemas" / "partita.schema.json"));
    const valijson::adapters::NlohmannJsonAdapter adapter(document);
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(adapter, schema_);
  }

  bool accepts(const std::string& text) const {
    const auto document = nlohmann::json::parse(text);
    const valijson::adapters::NlohmannJsonAdapter adapter(document);
    valijson::Validator validator;
    return validator.validate(schema_, adapter, nullptr);
  }

 private:
  valijson::Schema schema_;
};

// What a description of form can say; all else (types, defaults, names that refer to one another) is for the tool.
bool is_about_form(Id id) {
  constexpr auto ids =
      std::to_array<Id>({Id::unknown_member, Id::missing_member, Id::wrong_value_kind, Id::unknown_value,
                         Id::invalid_table_name, Id::invalid_index_name, Id::missing_partition_key});
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool front_end_accepts_form(const Checked& checked) {
  const auto found = checked.diagnostics();
  return std::none_of(found.begin(), found.end(), [](const auto& d) { return is_about_form(d.id); });
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
      schema_with_attributes("", R"("access_patterns": {"p": {"where": ["id"], "range": "id", "order": "up"}})"),
      schema_with_attributes("", R"("access_patterns": {"p": {"where": []}})"),
      schema_with_attributes("", R"("access_patterns": {"p": {"reads": ["id"]}})"),
      schema_with_attributes("", R"("access_patterns": {"p": {"where": ["id"], "reads": "id"}})"),
  }));
  const Checked checked(text);
  CAPTURE(text, checked.messages());
  CHECK(MetaSchema().accepts(text) == front_end_accepts_form(checked));
}

TEST_CASE("the meta-schema refuses what is no C++ identifier") {
  const MetaSchema meta;
  CHECK_FALSE(meta.accepts(R"({"entities": {}, "namespace": "a b"})"));
  CHECK_FALSE(meta.accepts(R"({"entities": {}, "types": {"1T": {"fields": {}}}})"));
  CHECK_FALSE(meta.accepts(R"({"entities": {"A-B": {"table": "abc", "attributes": {}, "partition_key": "id"}}})"));
  CHECK_FALSE(meta.accepts(schema_with_attributes(R"("a": {"type": "int8", "field": "b c"})")));
  CHECK_FALSE(meta.accepts(schema_with_attributes(R"("": "int8")")));
}
