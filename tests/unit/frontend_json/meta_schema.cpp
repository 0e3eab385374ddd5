#include "meta_schema.hpp"

#include <catch2/catch.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <fstream>
#include <sstream>

namespace partita::test {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  REQUIRE(file.good());
  return text.str();
}

nlohmann::json meta_schema_document() {
  return nlohmann::json::parse(read_file(source_dir / "schemas" / "partita.schema.json"));
}

MetaSchema::MetaSchema() {
  const auto document = meta_schema_document();
  const valijson::adapters::NlohmannJsonAdapter adapter(document);
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.populateSchema(adapter, schema_);
}

bool MetaSchema::accepts(const std::string& text) const {
  const auto document = nlohmann::json::parse(text);
  const valijson::adapters::NlohmannJsonAdapter adapter(document);
  valijson::Validator validator;
  return validator.validate(schema_, adapter, nullptr);
}

std::string attribute_with(const std::string& members, const std::string& type) {
  return schema_with_attributes(R"("a": {"type": ")" + type + "\", " + members + "}");
}

std::string pattern_with(const std::string& members) {
  return schema_with_attributes("", R"("access_patterns": {"p": {)" + members + "}}");
}

std::string types_with(const std::string& members) {
  return R"({"entities": {}, "types": {)" + members + "}}";
}

std::string collections_with(const std::string& members) {
  return R"({"entities": {}, "collections": {)" + members + "}}";
}

}  // namespace partita::test
