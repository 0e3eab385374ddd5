#include "checked.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using partita::test::Checked;
using partita::test::schema_with_entity;

using Strings = std::vector<std::string>;

namespace {

/// An entity keyed by tenant and id, with more members behind its attributes.
std::string contact(const std::string& more) {
  return schema_with_entity(
      R"("table": "contacts", "partition_key": "tenant_id", "sort_key": "id", "attributes": {
           "tenant_id": "string", "id": "string", "role": "string", "department": "string", "status": "Status",
           "at": "timestamp", "flag": "bool", "tags": "set<string>", "note": {"type": "string", "optional": true}}, )" +
          more,
      R"({"Status": {"enum": ["active", "gone"]}})");
}

std::string with_patterns(const std::string& patterns, const std::string& indexes = "") {
  return contact((indexes.empty() ? "" : "\"indexes\": {" + indexes + "}, ") + "\"access_patterns\": {" + patterns +
                 "}");
}

}  // namespace

TEST_CASE("an access pattern that no key serves says why, and what index would") {
  const Checked checked(with_patterns(R"("execs": {"where": ["role", "department"]}, "then": {"where": ["at"]})",
                                      R"("by_time": {"partition": ["at"]})"));
  CHECK(checked.found() == Strings{"missing-index 'execs'"});
  CHECK(checked.messages() ==
        "no key or index serves access pattern 'execs', which asks by 'role' and 'department'\n"
        "note: table 'contacts' needs a value of its partition key 'tenant_id'\n"
        "note: index 'by_time' needs a value of its partition key 'at'\n"
        "note: add index \"by_role_department\": {\"partition\": [\"role\"], \"sort\": [\"department\"]}\n");
}

TEST_CASE("the fix-its of the proof make the second run clean") {
  struct Case {
    std::string json;
    Strings found;
  };
  const auto c = GENERATE(values<Case>({
      {with_patterns(R"("a": {"where": ["role"]})"), {"missing-index 'a'"}},
      {with_patterns(R"("a": {"where": ["role"], "range": "at", "order": "desc"})"), {"missing-index 'a'"}},
      {with_patterns(R"("a": {"where": ["note"]})"), {"missing-index 'a'"}},
      // One index serves both.
      {with_patterns(R"("a": {"where": ["role"]}, "b": {"where": ["role"], "range": "at", "order": "asc"})"),
       {"missing-index 'a'", "missing-index 'b'"}},
      // An index is extended.
      {with_patterns(R"("a": {"where": ["role"]}, "b": {"where": ["department", "role"]})",
                     R"("by_role": {"partition": ["role"]})"),
       {"filter-does-index-work 'b'"}},
      {with_patterns(R"("a": {"where": ["role"]}, "b": {"where": ["department", "id", "role", "note"]})",
                     R"("by_role": {"partition": ["role"]})"),
       {"filter-does-index-work 'b'"}},
      {with_patterns(R"("a": {"where": ["role", "department"], "range": "at"})",
                     R"("by_role": {"partition": ["role"], "sort": ["department"]})"),
       {"filter-does-index-work 'a'"}},
      // An enumeration stands behind what has more values.
      {with_patterns(R"("a": {"where": ["status", "role"]})"), {"missing-index 'a'"}},
      {with_patterns(R"("a": {"where": ["role"], "reads": ["at", "flag"]}, "b": {"where": ["role"], "reads": ["at"]})",
                     R"("by_role": {"partition": ["role"], "projection": ["department"]})"),
       {"projection-too-narrow 'a'", "projection-too-narrow 'b'"}},
      {with_patterns(R"("a": {"where": ["role"]})", R"("by_role": {"partition": ["role"], "projection": "keys_only"})"),
       {"projection-too-narrow 'a'"}},
      {contact(R"("tenant": "tenant_id", "access_patterns": {"a": {"where": ["role"]}})"), {"missing-index 'a'"}},
  }));
  CAPTURE(c.json);
  const Checked checked(c.json);
  CHECK(checked.found() == c.found);
  INFO(checked.fixed());
  CHECK(Checked(checked.fixed()).found().empty());
}

TEST_CASE("what an index can't be made of") {
  CHECK(
      Checked(with_patterns(R"("a": {"where": ["tags"]})"))
          .messages()
          .ends_with(
              "note: 'tags' is a set<string>, which no index takes as a key; a \"lookup\" of 'tags' finds items by its "
              "elements\n"));
  CHECK(Checked(with_patterns(R"("a": {"where": ["flag"]})"))
            .messages()
            .ends_with(
                "note: 'flag' is a bool, which no index takes as a key; an enumeration with two names can be one\n"));
}

TEST_CASE("a filter is a warning where the caller's values narrow the read") {
  const Checked narrowed(with_patterns(R"("a": {"where": ["tenant_id", "flag"]})"));
  CHECK(narrowed.found() == Strings{"filter-does-index-work 'a'"});
  CHECK(narrowed.schema().has_value());
  const Checked whole_tenant(contact(R"("tenant": "tenant_id", "access_patterns": {"a": {"where": ["flag"]}})"));
  CHECK(whole_tenant.found() == Strings{"missing-index 'a'"});
  CHECK(Checked(with_patterns(R"("a": {"where": ["tenant_id", "id", "flag"]})")).found().empty());
}

TEST_CASE("a scan needs a reason, and serves no pattern that names attributes") {
  CHECK(Checked(with_patterns(R"("a": {"scan": true})")).found() == Strings{"scan-not-allowed 'a'"});
  const std::string allowed = R"("allow_scan": "export", "access_patterns": )";
  CHECK(Checked(contact(allowed + R"({"a": {"scan": true}})")).found().empty());
  CHECK(Checked(contact(allowed + R"({"a": {"where": ["role"]}})")).found() == Strings{"missing-index 'a'"});
}

TEST_CASE("indexes earn their writes") {
  struct Case {
    std::string json;
    Strings found;
  };
  const std::string role = R"("by_role": {"partition": ["role"]})";
  const std::string both = R"("by_both": {"partition": ["role"], "sort": ["department"]})";
  const auto c = GENERATE_COPY(values<Case>({
      {with_patterns(R"("a": {"where": ["role"]})", role), {}},
      {with_patterns(R"("a": {"where": ["tenant_id"]})", role), {"unused-index 'by_role'"}},
      {contact("\"indexes\": {" + role + "}"), {}},
      // What an unreadable pattern uses is not known.
      {with_patterns(R"("a": {"where": ["rol"]}, "b": {"where": ["tenant_id"]})", role), {"unknown-attribute 'rol'"}},
      {contact("\"indexes\": {" + role + ", " + both + "}"), {"redundant-index 'by_role'"}},
      {contact("\"indexes\": {" + both + ", " + role + "}"), {"redundant-index 'by_role'"}},
      {contact(R"("indexes": {"one": {"partition": ["role"]}, "two": {"partition": ["role"]}})"),
       {"redundant-index 'two'"}},
      {contact(R"("indexes": {"one": {"partition": ["tenant_id"]}})"), {"redundant-index 'one'"}},
      // Removing both would be wrong.
      {with_patterns(R"("a": {"where": ["role"]})", role + ", " + both), {"unused-index 'by_both'"}},
      {with_patterns(R"("a": {"where": ["role"]}, "b": {"where": ["role", "department"]})", role + ", " + both),
       {"redundant-index 'by_role'"}},
      // A narrow index does not stand in for a whole one, nor a sparse one for a full one.
      {contact(R"("indexes": {"one": {"partition": ["role"]},
                              "two": {"partition": ["role"], "sort": ["at"], "projection": "keys_only"}})"),
       {}},
      {contact(R"("indexes": {"one": {"partition": ["role"]},
                              "two": {"partition": ["role"], "sort": ["note"], "sparse": true}})"),
       {}},
  }));
  CAPTURE(c.json);
  CHECK(Checked(c.json).found() == c.found);
}

TEST_CASE("a mistake in one place does not hide or invent another") {
  CHECK(Checked(with_patterns(R"("a": {"where": ["rol"]}, "b": {"where": ["department"]})")).found() ==
        Strings{"unknown-attribute 'rol'", "missing-index 'b'"});
  // The index that is broken may be the one that is meant.
  CHECK(Checked(with_patterns(R"("a": {"where": ["role"]})", R"("by_role": {"partition": ["rloe"]})")).found() ==
        Strings{"unknown-attribute 'rloe'"});
}

TEST_CASE("more than four indexes are remarked") {
  std::string indexes;
  for (const std::string name : {"id", "role", "department", "at", "note"}) {
    indexes += (indexes.empty() ? "\"by_" : ", \"by_") + name + R"(": {"partition": [")" + name + "\"]" +
               (name == "note" ? ", \"sparse\": true}" : "}");
  }
  const Checked checked(contact("\"indexes\": {" + indexes + "}"));
  CHECK(checked.found() == Strings{"many-indexes 'by_note'"});
  CHECK(checked.messages().starts_with(
      "entity 'Session' has 5 indexes: creating an item writes up to 6 entries, changing one up to 11; "));
}
