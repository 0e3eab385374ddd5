#include "frontend_json/type_grammar.hpp"

#include "source/source_set.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace partita;
using frontend_json::NamedTypes;
using model::TypeKind;

namespace {

struct Result {
  std::optional<model::Type> type;
  std::string error;  // "column id"
  std::string fix;
};

Result parse(const std::string& text) {
  NamedTypes named;
  model::Type status;
  status.kind = TypeKind::enumeration;
  status.cpp = status.named = "crm::Status";
  named.emplace("Status", status);

  source::SourceSet sources;
  diagnostics::Sink sink;
  const auto file = sources.add("s.json", "\"" + text + "\"");
  const auto value = frontend_json::parse_json(sources, file, sink);
  REQUIRE(value.has_value());
  Result result{frontend_json::parse_type(*value, named, sink), "", ""};
  const auto found = sink.sorted();
  CHECK(found.size() == (result.type ? 0U : 1U));
  if (!found.empty()) {
    // Columns of the type text: 1 is its first character.
    result.error = std::to_string(found[0].span.begin) + " " + std::string(diagnostics::info(found[0].id).name);
    if (found[0].fix) result.fix = found[0].fix->text;
  }
  return result;
}

}  // namespace

TEST_CASE("types of JSON schemas and their C++ spelling") {
  struct Case {
    std::string text;
    TypeKind kind;
    std::string cpp;
  };
  const auto c = GENERATE(values<Case>({
      {"bool", TypeKind::boolean, "bool"},
      {"int8", TypeKind::int8, "std::int8_t"},
      {"uint64", TypeKind::uint64, "std::uint64_t"},
      {"float", TypeKind::float32, "float"},
      {"double", TypeKind::float64, "double"},
      {"decimal", TypeKind::decimal, "partita::decimal"},
      {"string", TypeKind::string, "std::string"},
      {"bytes", TypeKind::bytes, "std::vector<std::byte>"},
      {"timestamp", TypeKind::timestamp, "partita::timestamp"},
      {"timestamp<s>", TypeKind::timestamp_seconds, "partita::seconds_timestamp"},
      {"timestamp<iso>", TypeKind::timestamp_iso, "partita::iso_timestamp"},
      {"list<string>", TypeKind::list, "std::vector<std::string>"},
      {"array<float,3>", TypeKind::array, "std::array<float, 3>"},
      {"set<bytes>", TypeKind::set, "std::set<std::vector<std::byte>>"},
      {" map < list < int64 > > ", TypeKind::map, "std::map<std::string, std::vector<std::int64_t>>"},
      {"Status", TypeKind::enumeration, "crm::Status"},
      {"map<array<list<Status>, 12>>", TypeKind::map,
       "std::map<std::string, std::array<std::vector<crm::Status>, 12>>"},
  }));
  CAPTURE(c.text);
  const Result result = parse(c.text);
  REQUIRE(result.type.has_value());
  CHECK(result.type->kind == c.kind);
  CHECK(result.type->cpp == c.cpp);
}

TEST_CASE("the parts of a composed type") {
  const Result result = parse("array<list<Status>, 12>");
  REQUIRE(result.type.has_value());
  CHECK(result.type->extent == 12);
  REQUIRE(result.type->element.size() == 1);
  CHECK(result.type->element[0].kind == TypeKind::list);
  CHECK(result.type->element[0].element[0].named == "crm::Status");
}

TEST_CASE("a mistake in a type is reported at its column") {
  struct Case {
    std::string text;
    std::string error;
    std::string fix;
  };
  const auto c = GENERATE(values<Case>({
      {"", "1 malformed-type", ""},
      {"strin", "1 unknown-type", "string"},
      {"list<strng>", "6 unknown-type", "string"},
      {"map<list<Statsu>>", "10 unknown-type", "Status"},
      {"std::string", "1 unknown-type", ""},
      {"List<string>", "1 unknown-type", "list"},
      {"list", "5 malformed-type", ""},
      {"list<>", "6 malformed-type", ""},
      {"list<string", "12 malformed-type", ""},
      {"list<string>>", "13 malformed-type", ""},
      {"list<string, 3>", "12 malformed-type", ""},
      {"string<int8>", "7 malformed-type", ""},
      {"Status<int8>", "7 malformed-type", ""},
      {"timestamp<ms>", "11 malformed-type", ""},
      {"timestamp<>", "11 malformed-type", ""},
      {"array<float>", "12 malformed-type", ""},
      {"array<float, 0>", "14 malformed-type", ""},
      {"array<float, -1>", "14 malformed-type", ""},
      {"array<float, 99999999999999999999999>", "14 malformed-type", ""},
      {"set<bool>", "5 unsupported-type", ""},
      {"set<list<string>>", "5 unsupported-type", ""},
      {"list<set<Status>>", "10 unsupported-type", ""},
  }));
  CAPTURE(c.text);
  const Result result = parse(c.text);
  CHECK(result.error == c.error);
  CHECK(result.fix == c.fix);
}

TEST_CASE("types nest as deep as a document in DynamoDB, and no deeper") {
  const auto nested = [](int depth) {
    std::string text = "string";
    for (int i = 0; i < depth; ++i) text = "list<" + text + ">";
    return text;
  };
  CHECK(parse(nested(32)).type.has_value());
  CHECK(parse(nested(33)).error == "166 malformed-type");
  CHECK_FALSE(parse(nested(100'000)).type.has_value());
}
