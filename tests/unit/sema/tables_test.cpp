#include "checked.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using partita::test::Checked;

using Strings = std::vector<std::string>;

namespace {

std::string entities(const std::string& body) {
  return R"({"entities": {)" + body + "}}";
}

/// An entity of table 'main' keyed on pk and sk, composed by these templates.
std::string entity(const std::string& name, const std::string& pk, const std::string& sk,
                   const std::string& attributes = "", const std::string& more = "", const std::string& type = "") {
  return "\"" + name + R"(": {"table": "main", "partition_key": "pk", "sort_key": "sk", "discriminator": )" +
         R"({"attribute": "type", "value": ")" + (type.empty() ? name : type) + R"("}, "attributes": {)" +
         R"("pk": {"template": ")" + pk + R"("}, "sk": {"template": ")" + sk + R"("}, "t": "string", "id": "string")" +
         attributes + "}" + more + "}";
}

}  // namespace

TEST_CASE("entities of one table have discriminators") {
  const std::string plain = R"({"table": "main", "partition_key": "id", "attributes": {"id": "string"})";
  const auto with = [&](const std::string& attribute, const std::string& value) {
    return plain + R"(, "discriminator": {"attribute": ")" + attribute + R"(", "value": ")" + value + "\"}}";
  };
  const auto two = [&](const std::string& first, const std::string& second) {
    return entities("\"A\": " + first + ", \"B\": " + second);
  };
  CHECK(Checked(two(with("type", "a"), with("type", "b"))).found().empty());
  CHECK(Checked(two(plain + "}", plain + "}")).found() ==
        Strings{"missing-discriminator 'main'", "missing-discriminator 'main'"});
  CHECK(Checked(two(with("type", "a"), plain + "}")).found() == Strings{"missing-discriminator 'main'"});
  CHECK(Checked(two(with("type", "a"), with("type", "a"))).found() == Strings{"duplicate-discriminator 'a'"});
  CHECK(Checked(two(with("type", "a"), with("kind", "b"))).found() == Strings{"discriminator-mismatch 'kind'"});
}

TEST_CASE("entities of one table have one key") {
  const auto two = [](const std::string& attributes, const std::string& keys) {
    return entities(R"("A": {"table": "main", "discriminator": {"attribute": "type", "value": "a"},
      "attributes": {"pk": "string", "sk": "int64"}, "partition_key": "pk", "sort_key": "sk"},
      "B": {"table": "main", "discriminator": {"attribute": "type", "value": "b"}, "attributes": {)" +
                    attributes + "}, " + keys + "}");
  };
  const std::string both = R"("partition_key": "pk", "sort_key": "sk")";
  CHECK(Checked(two(R"("pk": "string", "sk": "timestamp")", both)).found().empty());
  CHECK(Checked(two(R"("pk": "string", "sk": "string")", both)).found() == Strings{"table-key-mismatch 'sk'"});
  CHECK(Checked(two(R"("pk": "string")", R"("partition_key": "pk")")).found() == Strings{"table-key-mismatch 'main'"});
  const Checked other(two(R"("PK": "string", "sk": "int64")", R"("partition_key": "PK", "sort_key": "sk")"));
  CHECK(other.found() == Strings{"table-key-mismatch 'PK'"});
  CHECK_THAT(other.messages(), Catch::Contains("in other case"));
}

TEST_CASE("indexes of one name are one index") {
  const auto two = [](const std::string& first, const std::string& second, const std::string& type = "string") {
    return entities(
        entity("A", "P#{t}", "A#{id}", R"(, "x": "string", "y": "string")", R"(, "indexes": {)" + first + "}") + ", " +
        entity("B", "P#{t}", "B#{id}", R"(, "y": "string", "x": ")" + type + "\"", R"(, "indexes": {)" + second + "}"));
  };
  const std::string by_x = R"("by_": {"partition": ["x"]})";
  CHECK(Checked(two(by_x, by_x)).found().empty());
  CHECK(Checked(two(by_x, "")).found().empty());
  CHECK(Checked(two(by_x, R"("by_": {"partition": ["y"]})")).found() == Strings{"index-mismatch 'by_'"});
  CHECK(Checked(two(by_x, R"("by_": {"partition": ["x"], "sort": ["y"]})")).found() == Strings{"index-mismatch 'by_'"});
  CHECK(Checked(two(by_x, R"("by_": {"partition": ["x"], "projection": "keys_only"})")).found() ==
        Strings{"index-mismatch 'by_'", "projection-lacks-guard 'by_'"});
  CHECK(Checked(two(by_x, R"("by_": {"type": "local", "sort": ["x"]})")).found() == Strings{"index-mismatch 'by_'"});
  CHECK(Checked(two(R"("by_": {"partition": ["x"], "projection": ["type", "y"]})",
                    R"("by_": {"partition": ["x"], "projection": ["y", "type"]})"))
            .found()
            .empty());
  CHECK(Checked(two(by_x, by_x, "int64")).found() == Strings{"attribute-type-mismatch 'x'"});
  CHECK(Checked(two(by_x, "", "int64")).found() == Strings{"attribute-type-mismatch 'x'"});
  CHECK(Checked(two(by_x, "", "bool")).found() == Strings{"attribute-type-mismatch 'x'"});
}

TEST_CASE("the indexes of all entities of a table are counted together") {
  const auto indexes = [](const std::string& prefix, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
      text += (i == 0 ? "\"" : ", \"") + prefix + std::to_string(100 + i) + R"(": {"partition": ["id"]})";
    }
    return R"(, "indexes": {)" + text + "}";
  };
  const auto two = [&](int first, int second) {
    return entities(entity("A", "P#{t}", "A#{id}", "", indexes("aa", first)) + ", " +
                    entity("B", "P#{t}", "B#{id}", "", indexes("bb", second)));
  };
  const auto errors = [&](int first, int second) {
    Strings found = Checked(two(first, second)).found();
    // All alike, and many.
    std::erase_if(found, [](const std::string& line) { return !line.starts_with("too-many-indexes"); });
    return found;
  };
  CHECK(errors(10, 10).empty());
  CHECK(errors(10, 11) == Strings{"too-many-indexes 'bb110'"});
}

TEST_CASE("keys of two entities keep apart") {
  struct Case {
    std::string first_pk, first_sk, second_pk, second_sk;
    std::string id;
  };
  const auto c = GENERATE(values<Case>({
      {"T#{t}", "USER#{id}", "T#{t}", "ORDER#{id}", ""},
      {"T#{t}", "USER#{id}", "T#{t}", "USER#{id}#POST#{n:5}", "shared-key-prefix"},
      {"T#{t}", "USER#{id}#POST#{n:5}", "T#{t}", "USER#{id}", "shared-key-prefix"},
      {"T#{t}", "USER#{id}", "T#{t}", "USER#{id}", "key-prefix-collision"},
      {"T#{t}", "USER#{id}", "O#{t}", "USER#{id}", ""},
      {"T#{t}", "USER#{id}", "{t}", "USER#{id}", "key-prefix-collision"},
      {"T#{t}", "USER#{id}", "T#{t}", "{id}", "key-prefix-collision"},
      {"T#{t}", "{id}", "T#{t}", "USER", "key-prefix-collision"},
      {"T#{t}", "META", "T#{t}", "ORDER#{id}", ""},
      {"T#{t}", "META", "T#{t}", "METADATA#{id}", "shared-key-prefix"},
      {"T#{t}", "META", "T#{t}", "META", "key-prefix-collision"},
      {"U#{id}", "META", "U#{id}", "POST#{n:5}", ""},
      {"T#{t}#{n:3}", "USER#{id}", "T#{t}", "USER#{id}", ""},
  }));
  CAPTURE(c.first_pk, c.first_sk, c.second_pk, c.second_sk);
  const std::string n = R"(, "n": "uint32")";
  const Checked checked(
      entities(entity("A", c.first_pk, c.first_sk, n) + ", " + entity("B", c.second_pk, c.second_sk, n)));
  CHECK(checked.found() == (c.id.empty() ? Strings{} : Strings{c.id + " '" + c.second_sk + "'"}));
}

TEST_CASE("partition keys of tables without a sort key keep apart if no value makes them equal") {
  const auto two = [](const std::string& first, const std::string& second) {
    const auto one = [](const std::string& name, const std::string& pk) {
      return "\"" + name + R"(": {"table": "main", "partition_key": "pk", "discriminator": {"attribute": "type", )" +
             R"("value": ")" + name + R"("}, "attributes": {"id": "string", "n": "uint32", "pk": {"template": ")" + pk +
             "\"}}}";
    };
    return entities(one("A", first) + ", " + one("B", second));
  };
  CHECK(Checked(two("USER#{id}", "USER#{id}#POST#{n:5}")).found().empty());
  CHECK(Checked(two("USER#{id}", "ORDER#{id}")).found().empty());
  CHECK(Checked(two("USER#{id}", "USER#{n:5}")).found() == Strings{"key-prefix-collision 'USER#{n:5}'"});
}

TEST_CASE("a table has one ttl attribute, in seconds") {
  const auto two = [](const std::string& first, const std::string& second) {
    return entities(entity("A", "P#{t}", "A#{id}", ", " + first) + ", " +
                    entity("B", "P#{t}", "B#{id}", ", " + second));
  };
  const std::string ttl = R"("end": {"type": "timestamp", "ttl": true})";
  CHECK(Checked(two(ttl, ttl)).found().empty());
  CHECK(Checked(two(ttl, R"("x": "timestamp")")).found().empty());
  CHECK(Checked(two(ttl, R"("end": "timestamp<s>")")).found().empty());
  CHECK(Checked(two(ttl, R"("end": "timestamp")")).found() == Strings{"ttl-mismatch 'end'"});
  CHECK(Checked(two(R"("end": "timestamp")", ttl)).found() == Strings{"ttl-mismatch 'end'"});
  CHECK(Checked(two(ttl, R"("until": {"type": "timestamp", "ttl": true})")).found() == Strings{"ttl-mismatch 'ttl'"});
}

TEST_CASE("names that differ in the case of letters alone") {
  CHECK(Checked(entities(R"("A": {"table": "Main", "partition_key": "id", "attributes": {"id": "string"}},
                            "B": {"table": "main", "partition_key": "id", "attributes": {"id": "string"}})"))
            .found() == Strings{"names-differ-in-case 'main'"});
  CHECK(Checked(partita::test::schema_with_attributes(R"("Status": "string", "status": "string")")).found() ==
        Strings{"names-differ-in-case 'status'"});
}

TEST_CASE("one query finds the members of a collection") {
  const std::string a = entity("A", "P#{t}", "A#{id}");
  const std::string b = entity("B", "P#{id}", "B#{t}");
  const auto with = [&](const std::string& second, const std::string& collection) {
    return R"({"entities": {)" + a + ", " + second + R"(}, "collections": {"All": {)" + collection + "}}}";
  };
  const std::string both = R"("as": "list<A>", "b": "B")";
  const Checked good(with(b, both));
  CHECK(good.messages().empty());
  REQUIRE(good.schema().has_value());
  CHECK(good.schema()->collections[0].parts[1].entity == 1);
  CHECK(Checked(with(b, R"("as": "list<A>", "c": "Bb")")).found() == Strings{"unknown-entity 'Bb'"});
  const Checked sharded(
      with(entity("B", "P#{id}#{shard}", "B#{t}", "", R"(, "write_shards": {"by": "t", "counts": [4]})"),
           R"("bs": "list<B>")"));
  CHECK(sharded.found() == Strings{"invalid-collection 'B'"});
  CHECK_THAT(sharded.messages(), Catch::Contains("spread over write shards"));
  CHECK(Checked(with(b, R"("as": "list<A>", "a": "A")")).found() == Strings{"invalid-collection 'A'"});
  CHECK(Checked(with(entity("B", "Q#{t}", "B#{id}"), both)).found() == Strings{"invalid-collection 'B'"});
  CHECK(Checked(with(R"("B": {"table": "other", "partition_key": "pk", "sort_key": "sk", "attributes": {
      "pk": {"template": "P#{id}"}, "id": "string", "sk": "string"}})",
                     both))
            .found() == Strings{"invalid-collection 'B'"});
}

TEST_CASE("a collection is of one tenant") {
  const auto entity = [](const std::string& name, const std::string& key, const std::string& tenant) {
    return '"' + name + R"(": {"table": "main", "partition_key": "pk", "sort_key": "sk", )" + tenant +
           R"("discriminator": {"attribute": "type", "value": ")" + name +
           R"("},
           "attributes": {"pk": {"template": ")" +
           key + R"("}, "sk": {"template": ")" + name + R"(#{x}"}, "a": "string", "b": "string", "x": "string"}})";
  };
  const auto found = [&](const std::string& key, const std::string& first, const std::string& second) {
    return Checked(R"({"entities": {)" + entity("A", key, first) + ", " + entity("B", key, second) +
                   R"(}, "collections": {"All": {"as": "list<A>", "b": "B"}}})")
        .found();
  };
  const std::string a = R"("tenant": "a", )";
  CHECK(found("P#{a}#{b}", a, a).empty());
  CHECK(found("P#{a}#{b}", a, R"("tenant": "b", )") == Strings{"invalid-collection 'B'"});
  CHECK(found("P#{a}#{b}", a, "") == Strings{"invalid-collection 'B'"});
  CHECK(found("P#{b}", a, a) == Strings{"tenant-not-in-key 'pk'", "tenant-not-in-key 'pk'", "invalid-collection 'A'",
                                        "invalid-collection 'B'"});
}

TEST_CASE("an index that one entity of a table could do without is not redundant while another needs it") {
  const auto two = [](const std::string& second) {
    const std::string both =
        R"(, "indexes": {"narrow": {"partition": ["x"]}, "wide": {"partition": ["x"], "sort": ["y"]}})";
    const std::string members = R"(, "x": "string", "y": "string")";
    return entities(entity("A", "P#{t}", "A#{id}", members, both) + ", " +
                    entity("B", "P#{t}", "B#{id}", members, R"(, "indexes": )" + second));
  };
  CHECK(Checked(two(R"({"narrow": {"partition": ["x"]}})")).found().empty());
  CHECK(Checked(two(R"({"wide": {"partition": ["x"], "sort": ["y"]}})")).found() ==
        Strings{"redundant-index 'narrow'"});
}

TEST_CASE("an index is proposed under a name that no entity of the table has taken") {
  const std::string x = R"(, "x": "string", "y": "string")";
  const std::string pattern = R"("access_patterns": {"p": {"where": ["x"]}})";
  const Checked checked(entities(entity("A", "P#{t}", "A#{id}", x, ", " + pattern) + ", " +
                                 entity("B", "P#{t}", "B#{id}", x, ", " + pattern) + ", " +
                                 entity("C", "P#{t}", "C#{id}", x, R"(, "indexes": {"by_x": {"partition": ["y"]}})")));
  CHECK(checked.found() == Strings{"missing-index 'p'", "missing-index 'p'"});
  CHECK_THAT(checked.messages(), Catch::Contains(R"("by_x_2": {"partition": ["by_x_2_pk"]})"));
  CHECK_THAT(checked.messages(), Catch::Contains(R"("by_x_3": {"partition": ["by_x_3_pk"]})"));
}

TEST_CASE("a sort attribute that is the same in every item stands first or nowhere") {
  const auto with = [](const std::string& sort) {
    return entities(entity("A", "P#{t}", "A#{id}", R"(, "x": "string", "y": "string", "kind": {"template": "KIND"})",
                           R"(, "indexes": {"by_x": {"partition": ["x"], "sort": [)" + sort + "]}}"));
  };
  CHECK(Checked(with(R"("kind", "y")")).found().empty());
  CHECK(Checked(with(R"("y", "kind")")).found() == Strings{"constant-sort-attribute 'kind'"});
}
