// What clang's own errors do to the entities of a run.
#include "parsed.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using partita::frontend_cpp::Outcome;
namespace model = partita::model;

TEST_CASE("an entity with code that clang rejects is left to clang, others are read") {
  const Parsed parsed(Headers{{"e.hpp", R"(#include <partita/annotations.hpp>
struct Bad {
  using partita_entity = partita::entity<"bad">;
  partita::partition_key<int> id{};
  Unknown what;
  void* pointer;
};
struct Typo {
  using partita_entity = partita::entity<"typo">;
  partita::partitoin_key<int> id{};
};
struct WrongKey {
  using partita_entity = partita::entity<"wrong">;
  partita::partition_key<bool> id{};
};
struct Good {
  using partita_entity = partita::entity<"good">;
  partita::partition_key<int> id{};
};
)"}});
  CHECK(parsed.outcome == Outcome::host_errors);
  CHECK(parsed.report().empty());
  CHECK(parsed.host_output.find("unknown type name 'Unknown'") != std::string::npos);
  CHECK(parsed.host_output.find("did you mean 'partition_key'?") != std::string::npos);
  CHECK(parsed.host_output.find("'bool' does not satisfy 'string_number_or_bytes'") != std::string::npos);
  REQUIRE(std::any_of(parsed.declared.entities.begin(), parsed.declared.entities.end(),
                      [](const model::DeclaredEntity& entity) { return entity.cpp_name == "Good"; }));
  CHECK(std::none_of(parsed.declared.entities.begin(), parsed.declared.entities.end(),
                     [](const auto& entity) { return entity.cpp_name == "Bad" || entity.cpp_name == "WrongKey"; }));
}

TEST_CASE("names that a header takes from elsewhere are called so") {
  const Parsed parsed(Headers{{"e.hpp", "struct E {\n  std::string id;\n};\n"}});
  CHECK(parsed.outcome == Outcome::host_errors);
  CHECK(parsed.host_output.find("note: a header must include what it uses") != std::string::npos);
}

TEST_CASE("an error outside of entities can change any of them, so none is read") {
  const std::string good =
      "struct Good { using partita_entity = partita::entity<\"good\">; partita::partition_key<int> id{}; "
      "void* pointer; };\n";
  for (const std::string& before :
       {std::string("struct N { int a; Unknown b; };"), std::string("using Id = Unknown;")}) {
    const Parsed parsed(entity_with("partita::partition_key<int> id{};", before + "\n" + good));
    CHECK(parsed.outcome == Outcome::host_errors);
    CHECK(parsed.report().empty());
    CHECK(parsed.declared.entities.empty());
  }
}

TEST_CASE("a member that clang could not parse takes its entity with it, and no other") {
  const Parsed parsed(
      entity_with("partita::attribute<int, partita::gsi_sort<2>> lost{};\n"
                  "partita::partition_key<int> id{};",
                  "struct Good { using partita_entity = partita::entity<\"good\">; "
                  "partita::partition_key<int> id{}; };"));
  CHECK(parsed.outcome == Outcome::host_errors);
  REQUIRE(parsed.declared.entities.size() == 1);
  CHECK(parsed.declared.entities[0].cpp_name == "Good");
}

TEST_CASE("an entity that derives from a struct with a lost member is left out without a word") {
  const Parsed parsed(Headers{{"e.hpp", R"(#include <partita/annotations.hpp>
struct Bad {
  using partita_entity = partita::entity<"bad">;
  partita::partition_key<int, 2> id{};
};
struct Derived : Bad {
  using partita_entity = partita::entity<"derived">;
};
)"}});
  CHECK(parsed.outcome == Outcome::host_errors);
  CHECK(parsed.report().empty());
  CHECK(parsed.declared.entities.empty());
}
