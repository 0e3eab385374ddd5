// Members: where annotations may stand, and which members can be attributes.
#include "parsed.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using partita::frontend_cpp::Outcome;
namespace model = partita::model;

namespace {

/// The findings in an entity with these members, each on a line of its own from line 20 on.
std::string findings(const std::string& members, const std::string& before = {}) {
  const Parsed parsed(entity_with(members, before));
  CHECK(parsed.host_output.empty());
  CHECK(parsed.outcome == Outcome::ok);
  return parsed.report();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("two declarators share an annotation") {
  const Parsed parsed(entity_with("partita::partition_key<int> a = 1, b{};"));
  CHECK(parsed.report().empty());
  const model::DeclaredEntity& entity = parsed.entity("E");
  REQUIRE(entity.key_uses.size() == 2);
  CHECK(entity.key_uses[0].attribute.text == "a");
  CHECK(entity.key_uses[1].attribute.text == "b");
  CHECK(parsed.at(entity.key_uses[1].span) == "20:1 partita::partition_key");
  CHECK(parsed.member("E", "a").has_default);
  CHECK_FALSE(parsed.member("E", "b").has_default);
}

TEST_CASE("empty braces are no default, anything else is") {
  const Parsed parsed(entity_with(R"(
std::string s1;
std::string s2{};
std::string s3 = {};
std::string s4 = "";
std::string s5{"x"};
std::vector<int> v1{};
std::vector<int> v2{1};
int i1{};
int i2{0};
std::array<int, 2> a1{};
std::optional<int> o1{};
std::optional<int> o2 = std::nullopt;
N n1{};
N n2 = {.x = 2};
std::map<std::string, int> m1{};)",
                                  "struct N { int x = 1; };"));
  CHECK(parsed.report().empty());
  std::string with_default;
  for (const model::DeclaredAttribute& attribute : parsed.entity("E").attributes) {
    if (attribute.member.has_default) with_default += attribute.member.field + " ";
  }
  CHECK(with_default == "s4 s5 v2 i2 o2 n2 ");
}

TEST_CASE("a mutable member is an attribute, static ones are not") {
  const Parsed parsed(
      entity_with("mutable int a{};\nstatic int b;\nstatic constexpr int c = 1;\ninline static int d{};"));
  CHECK(parsed.report().empty());
  REQUIRE(parsed.entity("E").attributes.size() == 1);
}

TEST_CASE("members that cannot be attributes are refused with the way out") {
  CHECK(findings("const int a{};") ==
        "e.hpp:20:11: unsupported-member: 'a' is const, so it cannot be set when an item is read; remove 'const', or "
        "make it static constexpr\n");
  CHECK(findings("partita::attribute<const int> a{};") ==
        "e.hpp:20:31: unsupported-member: 'a' is const, so it cannot be set when an item is read; remove 'const', or "
        "make it static constexpr\n");
  CHECK(findings("int a : 3;") ==
        "e.hpp:20:5: unsupported-member: 'a' is a bit-field; use an integer of 8 to 64 bits\n");
  CHECK(findings("partita::attribute<int, partita::rename<\"z\">> a : 3;") ==
        "e.hpp:20:47: unsupported-member: 'a' is a bit-field; use an integer of 8 to 64 bits\n");
  CHECK(has(findings("volatile int a;"), "'a' is volatile; remove 'volatile'"));
  CHECK(has(findings("private:\nint a{};"), "e.hpp:21:5: unsupported-member: 'a' is not public"));
  CHECK(has(findings("protected:\nint a{};"), "e.hpp:21:5: unsupported-member: 'a' is not public"));
  CHECK(has(findings("union { int a; float b; };"), "a member without a name cannot be an attribute"));
  CHECK(has(findings("struct { int a; };"), "a member without a name cannot be an attribute"));
}

TEST_CASE("an array of C is refused once and std::array offered") {
  CHECK(findings("partita::attribute<int> a[3];") ==
        "e.hpp:20:1: unsupported-type: type 'partita::attribute<int>[3]' of member 'a' cannot be stored: arrays of C "
        "cannot be assigned; use std::array, or std::string for text\n");
}

TEST_CASE("an annotation on a static member has no effect") {
  CHECK(findings("static partita::attribute<int> a;") ==
        "e.hpp:20:8: annotation-without-effect: 'partita::attribute' has no effect on static member 'a', which is no "
        "attribute; remove the annotation, or 'static'\n");
}

TEST_CASE("an annotation inside another type is an error at the annotation") {
  CHECK(findings("std::optional<partita::attribute<int, partita::gsi_sort<\"i\">>> a{};") ==
        "e.hpp:20:15: annotation-without-effect: 'partita::attribute' has no effect inside another type of member 'a'; "
        "put it outermost: partita::attribute<...> around the whole type\n");
  CHECK(has(findings("std::vector<std::vector<partita::ttl<int>>> a{};"), "e.hpp:20:25: annotation-without-effect"));
  CHECK(has(findings("std::map<std::string, partita::version<int>> a{};"), "e.hpp:20:23: annotation-without-effect"));
  CHECK(has(findings("partita::attribute<std::optional<partita::ttl<int>>> a{};"),
            "e.hpp:20:34: annotation-without-effect"));
  CHECK(findings("std::vector<Id> a{};", "using Id = partita::partition_key<int>;") ==
        "e.hpp:17:12: annotation-without-effect: 'partita::partition_key' has no effect inside another type of member "
        "'a'; put it outermost: partita::partition_key<...> around the whole type\n"
        "  e.hpp:20:17: used by member 'a' here\n");
}

TEST_CASE("an annotation directly inside another one is refused with advice") {
  CHECK(findings("partita::attribute<partita::ttl<int>, partita::rename<\"z\">> a{};") ==
        "e.hpp:20:20: conflicting-annotations: 'partita::ttl' inside 'partita::attribute' on member 'a'; a member has "
        "one annotation, with index roles and names as its further arguments\n");
  CHECK(has(findings("partita::partition_key<Id> a{};", "using Id = partita::attribute<int>;"),
            "  e.hpp:20:28: used by member 'a' here"));
  CHECK(findings("partita::attribute<int, partita::rename<\"y\">, partita::rename<\"z\">> a{};") ==
        "e.hpp:20:47: conflicting-annotations: a second 'partita::rename' on member 'a'; keep one of them\n");
}

TEST_CASE("an alias of the user's own keeps the annotation; positions are in the alias") {
  const Parsed parsed(
      entity_with("UserId a{};", R"(using UserId = partita::partition_key<std::string, partita::rename<"uid">>;)"));
  CHECK(parsed.report().empty());
  const model::DeclaredEntity& entity = parsed.entity("E");
  REQUIRE(entity.key_uses.size() == 1);
  CHECK(parsed.at(entity.key_uses[0].span) == "17:16 partita::partition_key");
  CHECK(entity.attributes[0].member.name.text == "uid");
  CHECK(parsed.at(entity.attributes[0].member.name.span) == "17:69 uid");
}

TEST_CASE("what is wrong in an alias gets a note at the member") {
  CHECK(findings("Id a{};", "using Id = partita::attribute<wchar_t>;") ==
        "e.hpp:17:31: unsupported-type: type 'wchar_t' of member 'a' cannot be stored: a character is neither a String "
        "nor a Number; use std::string or std::int8_t\n"
        "  e.hpp:20:4: used by member 'a' here\n");
}

TEST_CASE("an alias template of the user's own is looked through") {
  const Parsed parsed(entity_with("my_key<std::string, \"by_x\"> a{};\npk<std::int64_t> b{};\nplain<int> c{};",
                                  "template <class T, partita::detail::text I> using my_key = partita::attribute<T, "
                                  "partita::gsi_sort<I>, partita::gsi_partition<\"p\">>; template <class T> using pk = "
                                  "partita::partition_key<T>; template <class T> using plain = T;"));
  CHECK(parsed.report().empty());
  const model::DeclaredEntity& entity = parsed.entity("E");
  REQUIRE(entity.key_uses.size() == 3);
  CHECK(entity.key_uses[0].index.text == "by_x");
  CHECK(entity.key_uses[1].index.text == "p");
  CHECK(entity.key_uses[0].attribute.text == "a");
  CHECK(parsed.at(entity.key_uses[0].span) == "20:1 my_key<std::string, \"by_x\">");
  CHECK(entity.key_uses[2].role == model::KeyRole::partition_key);
  CHECK(parsed.member("E", "a").type.cpp == "std::string");
  CHECK(parsed.member("E", "b").type.cpp == "std::int64_t");
}

TEST_CASE("using declarations and aliases of arguments are looked through") {
  const Parsed parsed(
      entity_with("attribute<int, by_x> a{};\np::ttl<int> b{};",
                  "using partita::attribute; using by_x = partita::gsi_sort<\"x\">; namespace p = partita;"));
  CHECK(parsed.report().empty());
  REQUIRE(parsed.entity("E").key_uses.size() == 1);
  CHECK(parsed.entity("E").key_uses[0].index.text == "x");
  CHECK(parsed.entity("E").attributes[1].ttl);
}

TEST_CASE("decltype does not take over the annotation of another member") {
  const Parsed parsed(entity_with("partita::partition_key<int> a{};\ndecltype(a) b{};"));
  CHECK(parsed.report().empty());
  CHECK(parsed.entity("E").key_uses.size() == 1);
  CHECK(parsed.member("E", "b").type.cpp == "std::int32_t");
}

TEST_CASE("annotations that macros make are placed where the macro is used") {
  const Parsed parsed(entity_with("KEY(std::string, \"zz\") a{};",
                                  "#define KEY(type, name) partita::partition_key<type, partita::rename<name>>"));
  CHECK(parsed.report().empty());
  const model::DeclaredEntity& entity = parsed.entity("E");
  REQUIRE(entity.key_uses.size() == 1);
  CHECK(parsed.at(entity.key_uses[0].span) == "20:1 KEY(std::string, \"zz\")");
  CHECK(parsed.at(entity.attributes[0].member.name.span) == "20:19 zz");
}

TEST_CASE("a name that is not spelled as a plain literal has the span of the literal") {
  const Parsed parsed(
      entity_with("partita::attribute<int, partita::rename<\"a\\x2e\" \"b\">> a{};\n"
                  "partita::attribute<int, partita::rename<R\"(r)\">> b{};"));
  CHECK(parsed.report().empty());
  CHECK(parsed.member("E", "a").name.text == "a.b");
  CHECK(parsed.at(parsed.member("E", "a").name.span) == "20:41 \"a\\x2e\" \"b\"");
  CHECK(parsed.member("E", "b").name.text == "r");
  CHECK(parsed.at(parsed.member("E", "b").name.span) == "21:41 R\"(r)\"");
}

TEST_CASE("a pattern's mistake points into its text") {
  const Parsed parsed(Headers{{"e.hpp", R"(#include <partita/annotations.hpp>
struct E {
  using partita_entity = partita::entity<"es", partita::access_pattern<"p", "a, b dsc">, partita::access_pattern<"q", "a, ">>;
  partita::partition_key<int> a{};
};
)"}});
  CHECK(
      parsed.report() ==
      "e.hpp:3:83: malformed-access-pattern: access pattern 'p': unexpected 'dsc'; expected a comma, 'asc', 'desc' or "
      "'range'\n"
      "e.hpp:3:123: malformed-access-pattern: access pattern 'q': an attribute name is missing here\n");
}

TEST_CASE("a malformed pattern is left out, so that nothing else is reported about it") {
  const Parsed parsed(Headers{{"e.hpp", R"(#include <partita/annotations.hpp>
struct E {
  using partita_entity = partita::entity<"es", partita::access_pattern<"p", "">, partita::access_pattern<"q", "a">>;
  partita::partition_key<int> a{};
};
)"}});
  REQUIRE(parsed.entity("E").patterns.size() == 1);
  CHECK(parsed.entity("E").patterns[0].name.text == "q");
}

TEST_CASE("a refused member stays, so that nothing else is reported about it") {
  const Parsed parsed(
      entity_with("partita::partition_key<int> id{};\npartita::attribute<void*, partita::gsi_sort<\"x\">> a{};"));
  REQUIRE(parsed.entity("E").attributes.size() == 2);
  CHECK(parsed.entity("E").key_uses.size() == 2);
  CHECK(parsed.member("E", "a").type.kind == model::TypeKind::string);
}
