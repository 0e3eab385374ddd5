// Entities: which structs are one, what they are called, and what a run does without a header.
#include "parsed.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using partita::frontend_cpp::Outcome;
namespace model = partita::model;

namespace {

const std::string contact = R"(#pragma once
#include <partita/annotations.hpp>
#include <cstdint>
#include <optional>
#include <string>

namespace crm {

enum class Status { active, gone };

struct Contact {
  using partita_entity = partita::entity<"contacts",
      partita::access_pattern<"of_account", "account_id">,
      partita::access_pattern<"recent_by_status", "status, created_at desc -> role">>;

  partita::partition_key<std::string>                                     id{};
  partita::sort_key<std::string>                                          tenant_id{};
  partita::attribute<std::string, partita::gsi_partition<"by_account">>   account_id{};
  partita::attribute<std::string, partita::rename<"job">>                 role{};
  partita::attribute<Status, partita::gsi_partition<"by_status">>         status = Status::active;
  partita::attribute<std::int64_t, partita::gsi_sort<"by_status">, partita::lsi_sort<"by_age">>  created_at{};
  std::optional<std::string>                                              phone{};
  partita::ttl<std::int64_t>                                              expires{};
  partita::version<std::int64_t>                                          revision = 0;
};

}  // namespace crm
)";

}  // namespace

TEST_CASE("an annotated struct becomes a declared entity with exact positions") {
  const Parsed parsed(Headers{{"contact.hpp", contact}});
  REQUIRE(parsed.outcome == Outcome::ok);
  CHECK(parsed.report().empty());
  CHECK(parsed.host_output.empty());
  REQUIRE(parsed.declared.entities.size() == 1);
  const model::DeclaredEntity& entity = parsed.entity("Contact");
  CHECK(entity.notation == model::Notation::cpp);
  CHECK(entity.namespaces == std::vector<std::string>{"crm"});
  CHECK_FALSE(entity.generate_struct);
  CHECK(parsed.at(entity.span) == "11:8 Contact");
  CHECK(entity.table.text == "contacts");
  CHECK(parsed.at(entity.table.span) == "12:43 contacts");

  std::string attributes;
  for (const model::DeclaredAttribute& attribute : entity.attributes) {
    attributes += attribute.member.field + "=" + attribute.member.name.text + ":" + attribute.member.type.cpp;
    attributes += attribute.member.optional ? " optional" : "";
    attributes += attribute.member.has_default ? " default" : "";
    attributes += attribute.version ? " version" : "";
    attributes += attribute.ttl ? " ttl" : "";
    attributes += "; ";
  }
  CHECK(attributes ==
        "id=id:std::string; tenant_id=tenant_id:std::string; account_id=account_id:std::string; role=job:std::string; "
        "status=status:crm::Status default; created_at=created_at:std::int64_t; phone=phone:std::string optional; "
        "expires=expires:std::int64_t ttl; revision=revision:std::int64_t default version; ");
  CHECK(parsed.at(parsed.member("Contact", "role").name.span) == "19:52 job");
  CHECK(parsed.at(parsed.member("Contact", "role").type_span) == "19:22 std::string");
  CHECK(parsed.at(entity.attributes.back().role_span) == "24:3 partita::version");
  CHECK(parsed.at(entity.attributes.back().span) == "24:75 revision");

  REQUIRE(entity.key_uses.size() == 6);
  CHECK(entity.key_uses[0].role == model::KeyRole::partition_key);
  CHECK(parsed.at(entity.key_uses[0].span) == "16:3 partita::partition_key");
  CHECK(entity.key_uses[0].attribute.text == "id");
  CHECK(entity.key_uses[1].role == model::KeyRole::sort_key);
  CHECK(entity.key_uses[2].index.text == "by_account");
  CHECK(parsed.at(entity.key_uses[2].index.span) == "18:59 by_account");
  CHECK(parsed.at(entity.key_uses[2].span) == "18:35 partita::gsi_partition<\"by_account\">");
  CHECK(entity.key_uses[4].role == model::KeyRole::gsi_sort);
  CHECK(entity.key_uses[5].role == model::KeyRole::lsi_sort);
  REQUIRE(entity.indexes.size() == 3);
  CHECK(entity.indexes[1].name.text == "by_status");
  CHECK(entity.indexes[1].kind == model::IndexKind::global);
  CHECK(entity.indexes[2].kind == model::IndexKind::local);

  REQUIRE(entity.patterns.size() == 2);
  const model::DeclaredPattern& recent = entity.patterns[1];
  CHECK(recent.name.text == "recent_by_status");
  CHECK(parsed.at(recent.where.at(0).span) == "14:52 status");
  CHECK(parsed.at(recent.ordered.value().span) == "14:60 created_at");
  CHECK(recent.order == model::Order::descending);
  CHECK_FALSE(recent.range.has_value());
  CHECK(parsed.at(recent.reads.at(0).span) == "14:79 role");

  const model::NamedType& status = parsed.type("crm::Status");
  CHECK(status.kind == model::TypeKind::enumeration);
  CHECK(status.enumerators.at(1).name.text == "gone");
  CHECK(status.enumerators.at(1).value == 1);
}

TEST_CASE("only an alias in the class itself makes an entity") {
  const Parsed parsed(Headers{{"e.hpp", contact + R"(
struct Derived : crm::Contact {
  int more{};
};
struct Both : crm::Contact {
  using partita_entity = partita::entity<"both">;
  int more{};
};
)"}});
  CHECK(parsed.report().empty());
  REQUIRE(parsed.declared.entities.size() == 2);
  const model::DeclaredEntity& both = parsed.entity("Both");
  REQUIRE(both.attributes.size() == 10);
  CHECK(both.attributes.front().member.field == "id");
  CHECK(both.attributes.back().member.field == "more");
  CHECK(both.key_uses.size() == 6);
  CHECK(both.namespaces.empty());
}

TEST_CASE("entities of headers that an input includes are not read again") {
  const Headers headers{{"contact.hpp", contact}, {"other.hpp", R"(#include "contact.hpp"
struct Other {
  using partita_entity = partita::entity<"others">;
  partita::partition_key<std::string> id{};
};
)"}};
  const Parsed one(headers, {"other.hpp"});
  REQUIRE(one.declared.entities.size() == 1);
  CHECK(one.declared.entities[0].cpp_name == "Other");
  CHECK(one.dependencies == std::vector<std::string>{"other.hpp", "contact.hpp"});

  const Parsed both(headers, {"other.hpp", "contact.hpp"});
  REQUIRE(both.declared.entities.size() == 2);
  CHECK(both.declared.entities[0].cpp_name == "Other");
  CHECK(both.declared.entities[0].input == 0);
  CHECK(both.declared.entities[1].cpp_name == "Contact");
  CHECK(both.declared.entities[1].input == 1);
}

TEST_CASE("a nested entity is called by its outer class") {
  const Parsed parsed(Headers{{"e.h", R"(#include <partita/annotations.hpp>
namespace a::b { inline namespace v1 {
class Outer {
 public:
  struct Inner {
    using partita_entity = partita::entity<"inner">;
    partita::partition_key<int> id{};
  };
};
} }
)"}});
  CHECK(parsed.report().empty());
  const model::DeclaredEntity& inner = parsed.entity("Outer::Inner");
  CHECK(inner.namespaces == std::vector<std::string>{"a", "b"});
}

TEST_CASE("structs that cannot be entities are refused with the reason") {
  const auto refusal = [](const std::string& text) {
    const Parsed parsed(Headers{{"e.hpp",
                                 "#include <partita/annotations.hpp>\n#define ENTITY using partita_entity = "
                                 "partita::entity<\"es\">; partita::partition_key<int> id{};\n" +
                                     text + "\n"}});
    CHECK(parsed.outcome == Outcome::ok);
    CHECK(parsed.declared.entities.empty());
    return parsed.report();
  };
  CHECK(refusal("union U { using partita_entity = partita::entity<\"es\">; partita::partition_key<int> id; };") ==
        "e.hpp:3:7: unsupported-entity: 'U' cannot be an entity: a union does not say which member it holds; use a "
        "struct with optional members\n");
  CHECK(refusal("template <class T> struct X { ENTITY };") ==
        "e.hpp:3:27: unsupported-entity: 'X' cannot be an entity: a class template has no name of its own to generate "
        "code for; use a struct that derives from it\n");
  CHECK(refusal("namespace { struct X { ENTITY }; }") ==
        "e.hpp:3:20: unsupported-entity: 'X' cannot be an entity: it is in an unnamed namespace, so generated code "
        "cannot name it; move it where it can\n");
  CHECK(refusal("struct S { int a; S() : a{1} { struct X { using partita_entity = partita::entity<\"es\">; }; } };") ==
        "e.hpp:3:39: unsupported-entity: 'X' cannot be an entity: it is local to a function, so generated code cannot "
        "name it; move it where it can\n");
  CHECK(refusal("class O { struct X { ENTITY }; };") ==
        "e.hpp:3:18: unsupported-entity: 'O::X' cannot be an entity: it is not public, so generated code cannot name "
        "it; move it where it can\n");
  CHECK(refusal("struct X { ENTITY X(int); };") ==
        "e.hpp:3:8: unsupported-entity: 'X' cannot be an entity: it has no public default constructor, with which "
        "reading an item begins\n");
  CHECK(refusal("struct N { N(int); }; struct X { ENTITY N n; };").find("no public default constructor") !=
        std::string::npos);
  CHECK(refusal("struct B { int b{}; }; struct X : virtual B { ENTITY };") ==
        "e.hpp:3:31: unsupported-entity: 'X' cannot be an entity: its base 'B' is virtual; derive without 'virtual'\n");
  CHECK(refusal("struct B { int b{}; }; struct X : private B { ENTITY };") ==
        "e.hpp:3:31: unsupported-entity: 'X' cannot be an entity: its base 'B' is not public, so generated code cannot "
        "reach its members\n");
  CHECK(refusal("struct X { ENTITY virtual void f() = 0; };").find("it is abstract") != std::string::npos);
  CHECK(refusal("struct X { using partita_entity = int; };") ==
        "e.hpp:3:18: malformed-entity: 'partita_entity' must name partita::entity<\"table\", ...>\n");
}

TEST_CASE("a base class of a template instance and a class with methods work") {
  const Parsed parsed(Headers{{"e.hpp", R"(#include <partita/annotations.hpp>
#include <string>
template <class T> struct Keyed {
  partita::partition_key<T> id{};
  partita::attribute<T, partita::rename<"o">> other = T{};
};
struct E : Keyed<std::string> {
  using partita_entity = partita::entity<"es">;
  int more = 3;
  static int count;
  static constexpr int limit = 3;
  bool valid() const { return undeclared_here_but_bodies_are_skipped(id); }
  using partita_unrelated = int;
};
)"}});
  CHECK(parsed.report().empty());
  CHECK(parsed.host_output.empty());
  const model::DeclaredEntity& entity = parsed.entity("E");
  REQUIRE(entity.attributes.size() == 3);
  CHECK(entity.attributes[0].member.type.cpp == "std::string");
  CHECK_FALSE(entity.attributes[0].member.has_default);
  CHECK(entity.attributes[1].member.name.text == "o");
  CHECK(entity.attributes[1].member.has_default);
  REQUIRE(entity.key_uses.size() == 1);
  CHECK(parsed.at(entity.key_uses[0].span) == "4:3 partita::partition_key");
}

TEST_CASE("a header without an entity is a warning") {
  const Parsed parsed(
      Headers{{"e.hpp", "#include <partita/annotations.hpp>\nstruct E { partita::partition_key<int> id; };\n"}});
  CHECK(parsed.report() ==
        "e.hpp:1:1: no-entity: this header declares no entity; an entity is a struct with 'using partita_entity = "
        "partita::entity<\"table\">;' in it\n");
}

TEST_CASE("a missing generated header is no error, and keeps every annotation") {
  const Parsed parsed(Headers{{"e.hpp", "#include \"e.partita.hpp\"\n#include <crm/contact.partita.hpp>\n" + contact}});
  CHECK(parsed.outcome == Outcome::ok);
  CHECK(parsed.host_output.empty());
  CHECK(parsed.entity("Contact").key_uses.size() == 6);
}

TEST_CASE("what a run is about to write is not read, even if it is there") {
  const Parsed parsed(Headers{{"contact.hpp", "#pragma once\n#include \"contact.partita.hpp\"\n" + contact},
                              {"contact.partita.hpp", "#include \"contact.hpp\"\nint made_from_older_code = ;\n"},
                              {"other.hpp", "#include \"shared.partita.hpp\"\n#include \"contact.hpp\"\n"},
                              {"shared.partita.hpp", "struct Shared { int a; };\n"}},
                      {"contact.hpp", "other.hpp"});
  CHECK(parsed.outcome == Outcome::ok);
  CHECK(parsed.host_output.empty());
  CHECK(parsed.entity("Contact").key_uses.size() == 6);
  CHECK(parsed.dependencies == std::vector<std::string>{"contact.hpp", "other.hpp", "shared.partita.hpp"});
}

TEST_CASE("any other missing header is clang's error alone") {
  const Parsed parsed(Headers{{"e.hpp", "#include \"nowhere.hpp\"\n" + contact}});
  CHECK(parsed.outcome == Outcome::fatal_host_error);
  CHECK(parsed.declared.entities.empty());
  CHECK(parsed.report().empty());
  CHECK(parsed.host_output.find("e.hpp:1:10: fatal error: 'nowhere.hpp' file not found") != std::string::npos);
  const auto errors = [&] {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = parsed.host_output.find("error:", at)) != std::string::npos; ++at) ++count;
    return count;
  };
  CHECK(errors() == 1);
}

TEST_CASE("an input given twice is read once") {
  const Parsed parsed(Headers{{"e.hpp",
                               "#include <partita/annotations.hpp>\nstruct E { using partita_entity = "
                               "partita::entity<\"es\">; partita::partition_key<int> id{}; };\n"}},
                      {"e.hpp", "e.hpp"});
  CHECK(parsed.outcome == Outcome::ok);
  CHECK(parsed.declared.entities.size() == 1);
}

TEST_CASE("foreign flags are dropped, relevant ones are kept") {
  const Parsed parsed(Headers{{"e.hpp", R"(#include <partita/annotations.hpp>
struct E {
  using partita_entity = partita::entity<TABLE>;
  partita::partition_key<int> id = 1.5;
#if __cplusplus > 202002L
  int newer{};
#endif
};
)"}},
                      {},
                      {"-Wall",
                       "-Werror",
                       "-fmodules-ts",
                       "-fanalyzer",
                       "-fno-gnu-unique",
                       "-fconcepts-diagnostics-depth=3",
                       "-O2",
                       "-g",
                       "-MD",
                       "-MF",
                       "x.d",
                       "-o",
                       "x.o",
                       "-c",
                       "-DTABLE=\"of flags\"",
                       "-flto=auto",
                       "-std=gnu++23",
                       "-Wno-attributes=partita::",
                       "-fdump-tree-all",
                       "-Wconversion"});
  CHECK(parsed.outcome == Outcome::ok);
  CHECK(parsed.host_output.empty());
  CHECK(parsed.entity("E").table.text == "of flags");
  CHECK(parsed.entity("E").attributes.size() == 2);
}

TEST_CASE("what is missing on the machine is named with its package") {
  const Headers headers{{"contact.hpp", contact}};
  const Parsed no_builtin(headers, {}, {}, "/nonexistent/clang");
  CHECK(no_builtin.outcome == Outcome::failed);
  CHECK(no_builtin.host_output ==
        "error: clang's own headers are not in '/nonexistent/clang' (no include/stddef.h there); install the package "
        "libclang-common-19-dev, or name their directory with --resource-dir\n");
  const Parsed no_library(headers, {}, {"-nostdinc++"});
  CHECK(no_library.outcome == Outcome::fatal_host_error);
  CHECK(no_library.declared.entities.empty());
  CHECK(no_library.host_output.find("install the package libstdc++-12-dev") != std::string::npos);
  const Parsed no_file(headers, {"absent.hpp"});
  CHECK(no_file.outcome == Outcome::failed);
  CHECK(no_file.host_output.find("absent.hpp': No such file or directory") != std::string::npos);
}
