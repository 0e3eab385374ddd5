// Views and item collections.
#include "model/declared.hpp"
#include "parsed.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace model = partita::model;

namespace {

const std::string entities = R"(#include <partita/annotations.hpp>
#include <optional>
#include <string>
#include <vector>
namespace crm {
struct Workflow {
  using partita_entity = partita::entity<"app">;
  partita::partition_key<std::string> id{};
  partita::attribute<std::string, partita::rename<"full-name">> name{};
};
struct Profile {
  using partita_entity = partita::entity<"app">;
  partita::partition_key<std::string> id{};
};
struct Plain { int a; };
)";

std::string report(const std::string& text) {
  return Parsed(Headers{{"e.hpp", entities + text + "\n}\n"}}).report();
}

}  // namespace

TEST_CASE("a view names its entity and the attributes it shows") {
  const Parsed parsed(Headers{{"e.hpp", entities + R"(
struct Outer {
  struct Card {
    using partita_view = partita::view<Workflow>;
    std::string id{};
    partita::attribute<std::string, partita::rename<"full-name">> name{};
    partita::ignored<int> shown = 0;
  };
};
}
)"}});
  CHECK(parsed.report().empty());
  REQUIRE(parsed.declared.views.size() == 1);
  const model::DeclaredView& card = parsed.declared.views[0];
  CHECK(card.cpp_name == "Outer::Card");
  CHECK(card.namespaces == std::vector<std::string>{"crm"});
  CHECK(parsed.at(card.span) == "18:10 Card");
  CHECK(card.entity == "crm::Workflow");
  CHECK_FALSE(card.generate_struct);
  REQUIRE(card.members.size() == 2);
  CHECK(card.members[1].name.text == "full-name");
  CHECK(card.members[1].field == "name");
  CHECK(card.members[1].type.cpp == "std::string");
}

TEST_CASE("an item collection has a vector or an optional of each entity") {
  const Parsed parsed(Headers{{"e.hpp", entities + R"(
struct Account {
  using partita_collection = partita::collection;
  std::vector<Workflow> workflows;
  std::optional<Profile> profile;
  partita::ignored<int> rank = 0;
};
}
)"}});
  CHECK(parsed.report().empty());
  REQUIRE(parsed.declared.collections.size() == 1);
  const model::DeclaredCollection& account = parsed.declared.collections[0];
  CHECK(account.cpp_name == "Account");
  CHECK(account.notation == model::Notation::cpp);
  REQUIRE(account.parts.size() == 2);
  CHECK(account.parts[0].field == "workflows");
  CHECK(account.parts[0].entity == "crm::Workflow");
  CHECK(account.parts[0].many);
  CHECK(parsed.at(account.parts[0].span) == "19:15 Workflow");
  CHECK(account.parts[1].entity == "crm::Profile");
  CHECK_FALSE(account.parts[1].many);
}

TEST_CASE("a header with a view or a collection alone is no header without entities") {
  const Headers headers{{"card.hpp",
                         "#include \"entities.hpp\"\nnamespace crm { struct Card { using partita_view = "
                         "partita::view<Workflow>; std::string id{}; }; }\n"},
                        {"entities.hpp", "#pragma once\n" + entities + "}\n"}};
  const Parsed parsed(headers, {"card.hpp"});
  CHECK(parsed.report().empty());
  CHECK(parsed.declared.entities.empty());
  CHECK(parsed.declared.views.size() == 1);
}

TEST_CASE("what cannot be a view or a collection says why") {
  CHECK(report("struct V { using partita_view = partita::collection; int id; };") ==
        "e.hpp:16:18: malformed-entity: 'partita_view' must name partita::view<Entity>\n");
  CHECK(report("struct C { using partita_collection = int; std::vector<Workflow> w; };") ==
        "e.hpp:16:18: malformed-entity: 'partita_collection' must name partita::collection\n");
  CHECK(report("struct D : Workflow {}; struct V { using partita_view = partita::view<D>; std::string id; };") ==
        "e.hpp:16:71: malformed-entity: a view shows part of an entity, and this struct is none: it has no 'using "
        "partita_entity' of its own\n");
  CHECK(
      report("struct V { using partita_view = partita::view<Workflow>; partita::version<int> id; };") ==
      "e.hpp:16:58: annotation-without-effect: 'partita::version' has no effect on member 'id' of view 'V'; the entity "
      "says that, so remove it here\n");
  CHECK(report("class V { using partita_view = partita::view<Workflow>; public: std::string id; };") ==
        "e.hpp:16:7: unsupported-entity: 'V' cannot be a view: 'partita_view' is not public; move it to the public "
        "part\n");
  CHECK(
      report("namespace { struct V { using partita_view = partita::view<Workflow>; std::string id; }; }") ==
      "e.hpp:16:20: unsupported-entity: 'V' cannot be a view: it is in an unnamed namespace, so generated code cannot "
      "name it; move it where it can\n");
  CHECK(
      report("struct S { int a; S() : a{1} { struct V { using partita_view = partita::view<Workflow>; }; } };") ==
      "e.hpp:16:39: unsupported-entity: 'V' cannot be a view: it is local to a function, so generated code cannot name "
      "it; move it where it can\n");
  CHECK(report("struct C { using partita_collection = partita::collection; };") ==
        "e.hpp:16:8: unsupported-entity: 'C' cannot be an item collection: it has no members; declare a std::vector or "
        "std::optional of each entity\n");
  CHECK(report("struct C : Plain { using partita_collection = partita::collection; std::vector<Workflow> w; };") ==
        "e.hpp:16:8: unsupported-entity: 'C' cannot be an item collection: it has a base; declare its members in the "
        "struct itself\n");
  CHECK(
      report("struct C { using partita_collection = partita::collection; int count; std::vector<Plain> p; };") ==
      "e.hpp:16:60: unsupported-member: member 'count' of item collection 'C' holds no entity; use a std::vector or a "
      "std::optional of one, or partita::ignored\n"
      "e.hpp:16:83: malformed-entity: an item collection holds entities, and this struct is none: it has no 'using "
      "partita_entity' of its own\n");
  CHECK(report("struct C { using partita_collection = partita::collection; partita::attribute<std::vector<Workflow>> "
               "w; };") ==
        "e.hpp:16:60: annotation-without-effect: 'partita::attribute' has no effect on member 'w' of item collection "
        "'C'; remove it\n");
}
