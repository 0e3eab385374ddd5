// What the meta-schema itself says: its members, their descriptions.
#include "meta_schema.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <set>
#include <string>

using partita::diagnostics::Id;
using namespace partita::test;

TEST_CASE("the meta-schema has just the members that the front end knows") {
  struct Case {
    std::string text;        // has a member 'zzzzzzzz' that nothing knows
    std::string definition;  // where the meta-schema has the members of that object
  };
  const auto c = GENERATE(values<Case>({
      {R"({"entities": {}, "zzzzzzzz": 1})", ""},
      {schema_with_attributes("", R"("zzzzzzzz": 1)"), "/definitions/entity"},
      {schema_with_attributes("", R"("discriminator": {"zzzzzzzz": 1})"),
       "/definitions/entity/properties/discriminator"},
      {schema_with_attributes("", R"("write_shards": {"zzzzzzzz": 1})"), "/definitions/entity/properties/write_shards"},
      {attribute_with(R"("zzzzzzzz": 1)"), "/definitions/plain_attribute"},
      {schema_with_attributes(R"("a": {"template": "{id}", "zzzzzzzz": 1})"), "/definitions/composed_attribute"},
      {schema_with_entity(R"("extends": "Session", "include": "x.hpp", "attributes": {"a": {"zzzzzzzz": 1}})"),
       "/definitions/described_attribute"},
      {attribute_with(R"("lookup": {"zzzzzzzz": 1})"), "/definitions/lookup"},
      {attribute_with(R"("unique": {"zzzzzzzz": 1})"), "/definitions/unique"},
      {schema_with_attributes("", R"("indexes": {"by_id": {"zzzzzzzz": 1}})"), "/definitions/index"},
      {pattern_with(R"("zzzzzzzz": 1)"), "/definitions/query"},
      {pattern_with(R"("scan": true, "zzzzzzzz": 1)"), "/definitions/scan"},
      {types_with(R"("T": {"fields": {}, "zzzzzzzz": 1})"), "/definitions/structure"},
      {types_with(R"("T": {"fields": {"f": {"zzzzzzzz": 1}}})"),
       "/definitions/structure/properties/fields/additionalProperties/then"},
      {types_with(R"("T": {"enum": ["a"], "zzzzzzzz": 1})"), "/definitions/enumeration"},
      {types_with(R"("T": {"converted": "M", "zzzzzzzz": 1})"), "/definitions/converted_type"},
  }));
  CAPTURE(c.text);
  std::set<std::string> known;
  for (const auto& d : Checked(c.text).diagnostics()) {
    if (d.id != Id::unknown_member || d.message.find("zzzzzzzz") == std::string::npos) continue;
    const std::string note = d.notes.at(0).message;
    for (std::size_t at = note.find('\''); at != std::string::npos; at = note.find('\'', at)) {
      const std::size_t end = note.find('\'', at + 1);
      known.insert(note.substr(at + 1, end - at - 1));
      at = end + 1;
    }
  }
  const auto meta = meta_schema_document();
  const nlohmann::json& object = meta.at(nlohmann::json::json_pointer(c.definition));
  std::set<std::string> described;
  for (const auto& [name, value] : object.at("properties").items()) described.insert(name);
  CHECK(known == described);
  CHECK(object.at("additionalProperties") == false);
}

TEST_CASE("every member that the meta-schema knows has a description for editors") {
  const auto meta = meta_schema_document();
  const auto is_described = [&](const nlohmann::json& member) {
    if (member.contains("description")) return true;
    const std::string reference = member.value("$ref", "#");
    return meta.at(nlohmann::json::json_pointer(reference.substr(1))).contains("description");
  };
  const std::function<void(const nlohmann::json&)> check = [&](const nlohmann::json& at) {
    if (at.is_object() && at.contains("type") && at.contains("properties")) {
      for (const auto& [name, member] : at.at("properties").items()) {
        CAPTURE(name);
        CHECK(is_described(member));
      }
    }
    for (const auto& part : at) {
      if (part.is_structured()) check(part);
    }
  };
  check(meta);
}
