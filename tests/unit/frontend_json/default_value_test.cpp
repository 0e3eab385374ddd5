#include "checked.hpp"

#include <catch2/catch.hpp>

#include <string>

using partita::test::Checked;
using partita::test::schema_with_entity;

namespace {

const std::string types = R"({"Status": {"enum": ["active", "on-hold", "delete"]}})";

Checked with_default(const std::string& type, const std::string& value) {
  return Checked(schema_with_entity(R"("table": "sessions", "partition_key": "id", "attributes": {"id": "string", )"
                                    R"("a": {"type": ")" +
                                        type + R"(", "default": )" + value + "}}",
                                    types));
}

}  // namespace

TEST_CASE("a default becomes a C++ initialiser") {
  struct Case {
    std::string type;
    std::string json;
    std::string cpp;
  };
  const auto c = GENERATE(values<Case>({
      {"bool", "true", "true"},
      {"int8", "-128", "-128"},
      {"int64", "9223372036854775807", "9223372036854775807"},
      {"int64", "-9223372036854775808", "-9223372036854775807 - 1"},
      {"uint64", "18446744073709551615", "18446744073709551615U"},
      {"float", "1", "1.0F"},
      {"float", "0.5", "0.5F"},
      {"double", "-2.5e10", "-2.5e10"},
      {"double", "0", "0.0"},
      {"decimal", "12", "12"},
      {"decimal", "-0.05", "*partita::decimal::parse(\"-0.05\")"},
      {"decimal", "9223372036854775808", "*partita::decimal::parse(\"9223372036854775808\")"},
      {"string", R"("")", R"("")"},
      {"string", R"("say \"hi\"\\\n\u00071")", R"("say \"hi\"\\\n\0071")"},
      {"string", R"("a\u0000b")", R"(std::string("a\000b", 3))"},
      {"string", R"("ü")", R"("ü")"},
      {"Status", R"("active")", "crm::Status::active"},
      {"Status", R"("on-hold")", "crm::Status::on_hold"},
      {"Status", R"("delete")", "crm::Status::delete_"},
      {"list<string>", "[]", "{}"},
      {"set<int8>", "[]", "{}"},
      {"map<string>", "{}", "{}"},
  }));
  CAPTURE(c.type, c.json);
  const Checked checked = with_default(c.type, c.json);
  REQUIRE(checked.messages().empty());
  const auto& member = checked.schema()->entities[0].attributes[1].member;
  CHECK(member.has_default);
  CHECK(member.default_text == c.cpp);
}

TEST_CASE("a default that does not fit its type is reported at the value") {
  struct Case {
    std::string type;
    std::string json;
    std::string fragment;
  };
  const auto c = GENERATE(values<Case>({
      {"bool", "1", "expected true or false"},
      {"int8", "128", "holds -128 to 127"},
      {"int8", "-129", "out of range for 'int8'"},
      {"uint8", "-1", "holds 0 to 255"},
      {"int64", "9223372036854775808", "out of range for 'int64'"},
      {"int32", "1.0", "without fraction or exponent"},
      {"int32", "\"1\"", "expected a whole number"},
      {"float", "1e39", "out of range for a 'float'"},
      {"double", "1e126", "out of range for a 'double' in DynamoDB"},
      {"double", "1e-131", "out of range for a 'double' in DynamoDB"},
      {"decimal", "0.123456789012345678901234567890123456789", "38 digits"},
      {"decimal", "1e126", "out of range for a 'decimal'"},
      {"string", "true", "expected a string"},
      {"Status", "0", "'active', 'on-hold' and 'delete'"},
      {"Status", R"("activ")", "did you mean 'active'?"},
      {"list<string>", R"(["a"])", "the empty one, []"},
      {"list<string>", "{}", "the empty one, []"},
      {"bytes", R"("")", "takes no default; make the attribute optional"},
      {"timestamp", "0", "takes no default"},
  }));
  CAPTURE(c.type, c.json);
  const Checked checked = with_default(c.type, c.json);
  REQUIRE(checked.diagnostics().size() == 1);
  const auto diagnostic = checked.diagnostics()[0];
  CHECK(diagnostic.id == partita::diagnostics::Id::invalid_default);
  CHECK_THAT(diagnostic.message, Catch::Contains(c.fragment));
  // Of a misspelt enumerator the name alone, which the fix-it replaces.
  CHECK((checked.at(diagnostic.span) == c.json || "\"" + checked.at(diagnostic.span) + "\"" == c.json));
}
