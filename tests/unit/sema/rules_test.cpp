#include "checked.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using partita::test::Checked;
using partita::test::schema_with_attributes;
using partita::test::schema_with_entity;

using Strings = std::vector<std::string>;

TEST_CASE("ttl and version") {
  struct Case {
    std::string attributes;
    Strings found;
  };
  const auto c = GENERATE(values<Case>({
      {R"("a": {"type": "timestamp", "ttl": true}, "b": {"type": "int64", "version": true})", {}},
      {R"("a": {"type": "timestamp<s>", "ttl": true, "optional": true}, "b": {"type": "uint32", "version": true})", {}},
      {R"("a": {"type": "uint64", "ttl": true}, "b": {"type": "string", "ttl": false, "version": false})", {}},
      {R"("a": {"type": "timestamp<iso>", "ttl": true})", {"ttl-type 'ttl'"}},
      {R"("a": {"type": "string", "ttl": true})", {"ttl-type 'ttl'"}},
      {R"("a": {"type": "int16", "ttl": true})", {"ttl-type 'ttl'"}},
      {R"("a": {"type": "double", "ttl": true})", {"ttl-type 'ttl'"}},
      {R"("a": {"type": "timestamp", "ttl": true}, "b": {"type": "timestamp", "ttl": true})", {"duplicate-ttl 'ttl'"}},
      {R"("a": {"type": "int64", "version": true}, "b": {"type": "int64", "version": true})",
       {"duplicate-version 'version'"}},
      {R"("a": {"type": "int8", "version": true})", {"version-type 'version'"}},
      {R"("a": {"type": "string", "version": true})", {"version-type 'version'"}},
      {R"("a": {"type": "int64", "version": true, "optional": true})", {"version-type 'version'"}},
      {R"("a": {"type": "nonsense", "ttl": true, "version": true})", {"unknown-type 'nonsense'"}},
  }));
  CAPTURE(c.attributes);
  CHECK(Checked(schema_with_attributes(c.attributes)).found() == c.found);
}

TEST_CASE("a version counts up and so can't be the key") {
  const Checked checked(
      schema_with_entity(R"("table": "sessions", "partition_key": "id", "sort_key": "v", )"
                         R"("attributes": {"id": "string", "v": {"type": "int64", "version": true}})"));
  CHECK(checked.found() == Strings{"version-on-key 'version'"});
}

TEST_CASE("access patterns name attributes, each once") {
  struct Case {
    std::string pattern;
    Strings found;
  };
  const auto c = GENERATE(values<Case>({
      {R"({"where": ["role"], "range": "at", "order": "desc", "reads": ["id"]})", {}},
      {R"({"where": ["rol"]})", {"unknown-attribute 'rol'"}},
      {R"({"where": ["role"], "range": "att", "order": "asc"})", {"unknown-attribute 'att'"}},
      {R"({"where": ["role"], "reads": ["idd"]})", {"unknown-attribute 'idd'"}},
      {R"({"where": ["role", "role"]})", {"repeated-attribute 'role'"}},
      {R"({"where": ["role"], "range": "role"})", {"repeated-attribute 'role'"}},
      {R"({"where": ["role"], "reads": ["id", "id"]})", {"repeated-attribute 'id'"}},
  }));
  CAPTURE(c.pattern);
  const Checked checked(schema_with_attributes(R"("role": "string", "at": "timestamp")",
                                               R"("indexes": {"by_role": {"partition": ["role"], "sort": ["at"]}}, )"
                                               R"("access_patterns": {"p": )" +
                                                   c.pattern + "}"));
  CHECK(checked.found() == c.found);
}

TEST_CASE("an unknown name is corrected if it is clear what was meant, else the known ones are listed") {
  const auto with = [](const std::string& name) {
    return schema_with_attributes(R"("role": "string")", R"("indexes": {"by_role": {"partition": ["role"]}}, )"
                                                         R"("access_patterns": {"p": {"where": [")" +
                                                             name + R"("]}})");
  };
  const Checked clear(with("rloe"));
  CHECK(clear.messages() ==
        "access pattern 'p' names 'rloe', which is no attribute of 'Session'; did you mean 'role'?\n");
  CHECK(Checked(clear.fixed()).messages().empty());
  CHECK(Checked(with("department")).messages() ==
        "access pattern 'p' names 'department', which is no attribute of 'Session'\n"
        "note: its attributes are 'id' and 'role'\n");
}

TEST_CASE("enumerations and nested structures") {
  struct Case {
    std::string types;
    Strings found;
  };
  const auto c = GENERATE(values<Case>({
      {R"({"E": {"enum": ["a", "b", "a"]}})", {"duplicate-enumerator 'a'"}},
      {R"({"E": {"enum": ["a-b", "a.b"]}})", {"name-collision 'a.b'"}},
      {R"({"E": {"enum": [""]}})", {"invalid-attribute-name ''"}},
      {R"({"T": {"fields": {"a-b": "string", "a.b": "string", "": "string"}}})",
       {"name-collision 'a.b'", "invalid-attribute-name ''"}},
      {R"({"T": {"fields": {"next": "T"}}})", {"recursive-type 'T'"}},
      {R"({"T": {"fields": {"next": {"type": "T", "optional": true}}}})", {"recursive-type 'T'"}},
      {R"({"T": {"fields": {"next": "array<T, 2>"}}})", {"recursive-type 'array<T, 2>'"}},
      {R"({"T": {"fields": {"children": "list<T>", "named": "map<T>"}}})", {}},
      {R"({"A": {"fields": {"b": "B"}}, "B": {"fields": {"a": "A"}}})", {"recursive-type 'B'"}},
      {R"({"A": {"fields": {"b": "list<B>"}}, "B": {"fields": {"a": "list<A>"}}})", {"recursive-type 'list<B>'"}},
      {R"({"A": {"fields": {"b": "B", "c": "C"}}, "B": {"fields": {"c": "C"}}, "C": {"fields": {"x": "string"}}})", {}},
  }));
  CAPTURE(c.types);
  CHECK(Checked(schema_with_entity(R"("table": "sessions", "partition_key": "id", "attributes": {"id": "string"})",
                                   c.types))
            .found() == c.found);
}

TEST_CASE("five mistakes in one entity are five diagnostics, and no more") {
  const Checked checked(schema_with_entity(R"(
    "table": "s",
    "attributes": {
      "id": "strng",
      "tags": "set<string>",
      "seen": {"type": "string", "ttl": true}
    },
    "partition_key": "id",
    "sort_key": "tags",
    "access_patterns": {"p": {"where": ["sen"]}})"));
  CHECK(checked.found() == Strings{"invalid-table-name 's'", "unknown-type 'strng'", "ttl-type 'ttl'",
                                   "key-type-not-scalar 'tags'", "unknown-attribute 'sen'"});
}
