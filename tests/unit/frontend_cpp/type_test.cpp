// Types: what each C++ type is in the model, and how the others are refused.
#include "parsed.hpp"

#include <catch2/catch.hpp>

namespace model = partita::model;
using model::TypeKind;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// What is said about a member of this type.
std::string refusal(const std::string& type, const std::string& before = {}) {
  const Parsed parsed(entity_with(type + " a;", before));
  CHECK(parsed.host_output.empty());
  return parsed.report();
}

}  // namespace

TEST_CASE("every scalar type has its kind and its spelling in emitted code") {
  const Parsed parsed(entity_with(R"(
bool b{};
signed char i8{}; short i16{}; int i32{}; long i64{}; long long ill{}; std::int64_t i64t{};
unsigned char u8{}; std::uint16_t u16{}; unsigned u32{}; std::size_t u64{};
float f{}; double d{};
std::string s{};
std::vector<std::byte> bytes{};
std::chrono::sys_seconds ss{};
std::chrono::sys_time<std::chrono::milliseconds> sm{};
std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds> sm2{};
std::optional<std::string> o{};)"));
  CHECK(parsed.report().empty());
  const auto is = [&](const char* field, TypeKind kind, const std::string& cpp) {
    INFO(field);
    CHECK(parsed.member("E", field).type.kind == kind);
    CHECK(parsed.member("E", field).type.cpp == cpp);
  };
  is("b", TypeKind::boolean, "bool");
  is("i8", TypeKind::int8, "std::int8_t");
  is("i16", TypeKind::int16, "std::int16_t");
  is("i32", TypeKind::int32, "std::int32_t");
  is("i64", TypeKind::int64, "std::int64_t");
  is("ill", TypeKind::int64, "std::int64_t");
  is("i64t", TypeKind::int64, "std::int64_t");
  is("u8", TypeKind::uint8, "std::uint8_t");
  is("u16", TypeKind::uint16, "std::uint16_t");
  is("u32", TypeKind::uint32, "std::uint32_t");
  is("u64", TypeKind::uint64, "std::uint64_t");
  is("f", TypeKind::float32, "float");
  is("d", TypeKind::float64, "double");
  is("s", TypeKind::string, "std::string");
  is("bytes", TypeKind::bytes, "std::vector<std::byte>");
  is("ss", TypeKind::sys_seconds, "std::chrono::sys_seconds");
  is("sm", TypeKind::sys_milliseconds, "std::chrono::sys_time<std::chrono::milliseconds>");
  is("sm2", TypeKind::sys_milliseconds, "std::chrono::sys_time<std::chrono::milliseconds>");
  is("o", TypeKind::string, "std::string");
  CHECK(parsed.member("E", "o").optional);
  CHECK_FALSE(parsed.member("E", "s").optional);
}

TEST_CASE("the types of Partita are known through inline namespaces and aliases") {
  const Parsed parsed(entity_with(
      "partita::decimal d{};\npartita::timestamp t{};\npartita::seconds_timestamp s{};\npartita::iso_timestamp i{};\n"
      "std::vector<partita::timestamp> l{};\npartita::attribute<std::optional<partita::decimal>> o{};",
      "#include <partita/decimal.hpp>\n#include <partita/timestamp.hpp>"));
  CHECK(parsed.report().empty());
  CHECK(parsed.member("E", "d").type.kind == TypeKind::decimal);
  CHECK(parsed.member("E", "t").type.kind == TypeKind::timestamp);
  CHECK(parsed.member("E", "s").type.kind == TypeKind::timestamp_seconds);
  CHECK(parsed.member("E", "i").type.kind == TypeKind::timestamp_iso);
  CHECK(parsed.member("E", "i").type.cpp == "partita::iso_timestamp");
  CHECK(parsed.member("E", "l").type.cpp == "std::vector<partita::timestamp>");
  CHECK(parsed.member("E", "o").type.kind == TypeKind::decimal);
  CHECK(parsed.member("E", "o").optional);
}

TEST_CASE("containers nest") {
  const Parsed parsed(entity_with(R"(
std::vector<std::array<int, 3>> la{};
std::set<std::string> s{};
std::set<std::string, std::less<>> sl{};
std::unordered_set<std::int64_t> us{};
std::set<std::vector<std::byte>> sb{};
std::map<std::string, std::vector<double>> m{};
std::unordered_map<std::string, std::map<std::string, bool>> um{};
std::vector<unsigned char> numbers{};)"));
  CHECK(parsed.report().empty());
  CHECK(parsed.member("E", "la").type.cpp == "std::vector<std::array<std::int32_t, 3>>");
  const model::Type& array = parsed.member("E", "la").type.element.at(0);
  CHECK(array.kind == TypeKind::array);
  CHECK(array.extent == 3);
  CHECK(array.element.at(0).kind == TypeKind::int32);
  CHECK(parsed.member("E", "s").type.kind == TypeKind::set);
  CHECK(parsed.member("E", "s").type.cpp == "std::set<std::string>");
  CHECK(parsed.member("E", "sl").type.cpp == "std::set<std::string, std::less<void>>");
  CHECK(parsed.member("E", "us").type.cpp == "std::unordered_set<std::int64_t>");
  CHECK(parsed.member("E", "sb").type.element.at(0).kind == TypeKind::bytes);
  CHECK(parsed.member("E", "m").type.kind == TypeKind::map);
  CHECK(parsed.member("E", "m").type.cpp == "std::map<std::string, std::vector<double>>");
  CHECK(parsed.member("E", "um").type.element.at(0).element.at(0).kind == TypeKind::boolean);
  CHECK(parsed.member("E", "numbers").type.kind == TypeKind::list);
}

TEST_CASE("enumerations are stored by name, or by number when asked") {
  const Parsed parsed(
      entity_with("a::Color c = a::Color::red;\npartita::attribute<std::vector<a::Color>, partita::stored<\"number\">> "
                  "n{};\nOld o{};",
                  "namespace a { enum class Color : unsigned char { red = 3, green }; } enum Old { one = -1, two };"));
  CHECK(parsed.report().empty());
  CHECK(parsed.member("E", "c").type.kind == TypeKind::enumeration);
  CHECK(parsed.member("E", "c").type.stored == model::EnumStorage::name);
  CHECK(parsed.member("E", "n").type.element.at(0).stored == model::EnumStorage::number);
  REQUIRE(parsed.declared.types.size() == 2);
  const model::NamedType& color = parsed.type("a::Color");
  CHECK(color.namespaces == std::vector<std::string>{"a"});
  CHECK(color.cpp_name == "Color");
  CHECK(color.enumerators.at(1).value == 4);
  CHECK(parsed.type("Old").enumerators.at(0).value == -1);
}

TEST_CASE("two enumerators with one value cannot be stored by name") {
  const std::string kind = "enum class Kind { a, b = 0, c };";
  CHECK(refusal("Kind", kind) ==
        "e.hpp:17:22: ambiguous-enumerator: enumerators 'a' and 'b' of 'Kind' have one value, so neither name can be "
        "told from the other when stored\n"
        "  e.hpp:20:6: stored by name in 'a'; give the enumerator a value of its own, or store it by number with "
        "partita::stored<\"number\">\n");
  CHECK(refusal("partita::attribute<Kind, partita::stored<\"number\">>", kind).empty());
}

TEST_CASE("structures nest to any depth, and come after what they use") {
  const Parsed parsed(entity_with("a::Task task{};\nstd::map<std::string, a::Task::Step> steps{};", R"(namespace a {
struct Base { std::string name{}; };
struct Task : Base {
  struct Step { partita::attribute<int, partita::rename<"n">> number{}; };
  std::vector<Task> children{};
  std::optional<Step> first{};
  bool operator==(const Task&) const;
};
})"));
  CHECK(parsed.report().empty());
  CHECK(parsed.member("E", "task").type.cpp == "a::Task");
  CHECK(parsed.member("E", "task").type.named == "a::Task");
  REQUIRE(parsed.declared.types.size() == 2);
  CHECK(parsed.declared.types[0].qualified == "a::Task::Step");
  CHECK(parsed.declared.types[0].cpp_name == "Task::Step");
  CHECK(parsed.declared.types[0].members.at(0).name.text == "n");
  const model::NamedType& task = parsed.type("a::Task");
  REQUIRE(task.members.size() == 3);
  CHECK(task.members[0].field == "name");
  CHECK(task.members[1].type.cpp == "std::vector<a::Task>");
  CHECK(task.members[1].type.element.at(0).named == "a::Task");
  CHECK(task.members[2].optional);
}

TEST_CASE("keys and roles inside a nested structure have no effect") {
  CHECK(has(refusal("N", "struct N { partita::partition_key<int> k{}; };"),
            "e.hpp:17:12: annotation-without-effect: 'partita::partition_key' has no effect on member 'k' of 'N'"));
  CHECK(refusal("std::vector<N>",
                "struct N { using partita_entity = partita::entity<\"ns\">; "
                "partita::partition_key<int> k{}; };")
            .empty());
  CHECK(has(refusal("N", "struct N { partita::attribute<int, partita::gsi_sort<\"x\">> k{}; };"),
            "e.hpp:17:36: annotation-without-effect"));
}

TEST_CASE("a type without a counterpart is refused at the type, with the way out") {
  CHECK(refusal("std::string_view") ==
        "e.hpp:20:1: unsupported-type: type 'std::string_view' of member 'a' cannot be stored: it does not own its "
        "characters; use std::string\n");
  CHECK(has(refusal("std::vector<std::pair<int, int>>"), "e.hpp:20:13: unsupported-type: type 'std::pair<int, int>'"));
  CHECK(has(refusal("std::map<int, std::string>"),
            "e.hpp:20:10: unsupported-type: type 'int' of member 'a' cannot be "
            "stored: keys of a DynamoDB map are strings; use std::string"));
  CHECK(has(refusal("std::map<std::string, void*>"), "e.hpp:20:23: unsupported-type: type 'void *'"));
  CHECK(has(refusal("std::set<bool>"),
            "e.hpp:20:10: unsupported-type: type 'bool' of member 'a' cannot be stored: a "
            "DynamoDB set holds strings, numbers or binaries; use std::vector"));
  CHECK(has(refusal("std::optional<std::optional<int>>"), "only a member itself can be optional"));
  CHECK(has(refusal("std::vector<std::optional<int>>"), "e.hpp:20:13: unsupported-type"));
  CHECK(has(refusal("std::unique_ptr<int>"), "a pointer is no value"));
  CHECK(has(refusal("int*"), "type 'int *' of member 'a' cannot be stored: a pointer is no value"));
  CHECK(has(refusal("std::variant<int, float>"), "one optional member for each alternative"));
  CHECK(has(refusal("char"), "use std::string or std::int8_t"));
  CHECK(has(refusal("char8_t"), "a character is neither"));
  CHECK(has(refusal("std::wstring"), "use std::string, which DynamoDB stores as UTF-8"));
  CHECK(has(refusal("std::u8string"), "use std::string, which DynamoDB stores as UTF-8"));
  CHECK(has(refusal("long double"), "use double or partita::decimal"));
  CHECK(has(refusal("__int128"), "wider than 64 bits; use partita::decimal"));
  CHECK(has(refusal("std::byte"), "use std::vector<std::byte>, or std::uint8_t"));
  CHECK(has(refusal("std::array<std::byte, 4>"), "e.hpp:20:12: unsupported-type: type 'std::byte'"));
  CHECK(has(refusal("std::chrono::system_clock::time_point"), "points in time are stored in seconds or milliseconds"));
  CHECK(has(refusal("std::chrono::steady_clock::time_point"), "only the system clock"));
  CHECK(has(refusal("std::chrono::seconds"), "its unit would be lost"));
  CHECK(has(refusal("U", "union U { int a; };"), "a union does not say which member it holds"));
  CHECK(has(refusal("B<int>", "template <class T> struct B { T x; };"), "use a struct that derives from it"));
  CHECK(has(refusal("N", "namespace { struct N { int x; }; }"), "it is in an unnamed namespace"));
  CHECK(has(refusal("N", "struct N { N(int); };"), "it has no public default constructor"));
  CHECK(has(refusal("N", "struct N : std::string {};"), "its base 'basic_string' is not a struct of data members"));
  CHECK(has(refusal("N", "class N { int x; };"), "e.hpp:17:15: unsupported-member: 'x' is not public"));
  CHECK(has(refusal("B<int>::K", "template <class T> struct B { enum K { a }; };"),
            "the enumeration is in a class template"));
  CHECK(has(refusal("Fwd", "enum class Fwd : int;"), "no enumerators here"));
  CHECK(has(refusal("partita::rename<\"x\">"), "cannot be stored"));
}

TEST_CASE("a struct with five mistakes gets five diagnostics in one run") {
  const Parsed parsed(
      entity_with("int* a{};\nconst int b{};\nchar c{};\nstd::optional<partita::ttl<int>> d{};\nint e : 2;"));
  CHECK(parsed.findings().size() == 5);
}

TEST_CASE("what is wrong with a shared structure is said once") {
  const Parsed parsed(entity_with("N a{};\nstd::vector<N> b{};", "struct N { void* p; };"));
  CHECK(
      parsed.findings() ==
      std::vector<std::string>{"e.hpp:17:12: unsupported-type: type 'void *' of member 'p' cannot be stored: a pointer "
                               "is no value; use the type itself, or std::optional of it"});
}
