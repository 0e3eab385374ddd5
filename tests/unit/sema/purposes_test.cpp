// Rules about what an entity is for: tenants, lookups, constraints, shards, caches, views, marks of attributes.
#include "checked.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using partita::test::Checked;
using partita::test::schema_with_attributes;
using partita::test::schema_with_entity;

using Strings = std::vector<std::string>;

namespace {

/// Partition key `T#{tenant}`, sort key `WF#{id}`.
std::string workflow(const std::string& attributes, const std::string& more = "") {
  return schema_with_entity(R"("table": "main", "partition_key": "pk", "sort_key": "sk", "attributes": {
      "pk": {"template": "T#{tenant}"}, "sk": {"template": "WF#{id}"}, "tenant": "string", "id": "string")" +
                            (attributes.empty() ? "" : ", " + attributes) + "}" + (more.empty() ? "" : ", " + more));
}

}  // namespace

TEST_CASE("the tenant is part of every partition key") {
  const std::string tenant = R"("tenant": "tenant")";
  CHECK(Checked(workflow("", tenant)).found().empty());
  CHECK(Checked(workflow("", R"("tenant": "tenannt")")).found() == Strings{"unknown-attribute 'tenannt'"});
  CHECK(Checked(workflow("", R"("tenant": "pk")")).found() == Strings{"composed-attribute 'pk'"});
  CHECK(Checked(workflow("", R"("tenant": "id")")).found() == Strings{"tenant-not-in-key 'pk'"});
  CHECK(Checked(workflow(R"("x": "string")", R"("tenant": "x")")).found() == Strings{"tenant-not-in-key 'pk'"});
  CHECK(Checked(workflow(R"("x": "string")", R"("tenant": "x", "suppress": {"tenant-not-in-key": "ids are unique"})"))
            .schema()
            .has_value());
  const auto by = [&](const std::string& partition, const std::string& attributes = R"("x": "string")") {
    return workflow(attributes, tenant + R"(, "indexes": {"by_x": {"partition": [)" + partition + "]}}");
  };
  const Checked bare(by(R"("x")"));
  CHECK(bare.found() == Strings{"tenant-not-in-key 'x'"});
  CHECK_THAT(bare.messages(), Catch::Contains(R"(write "partition": ["tenant", "x"])"));
  CHECK(Checked(by(R"("tenant", "x")")).found().empty());
  CHECK(Checked(by(R"("g")", R"("x": "string", "g": {"template": "T#{tenant}#{x}"})")).found().empty());
  CHECK(Checked(workflow(R"("x": "string")", tenant + R"(, "indexes": {"by_x": {"type": "local", "sort": ["x"]}})"))
            .found() == Strings{"unbounded-item-collection 'by_x'"});
}

TEST_CASE("an index may cross tenants for a written reason") {
  const Checked checked(workflow(R"("x": "string")", R"("tenant": "tenant", "indexes": {"by_x": {"partition": ["x"],
      "suppress": {"tenant-not-in-key": "support looks for a person in all tenants"}}})"));
  REQUIRE(checked.schema().has_value());
  CHECK(checked.schema()->entities[0].tenant == 2);
}

TEST_CASE("the type of a tenant") {
  const auto with = [](const std::string& type) {
    return schema_with_entity(R"("table": "main", "partition_key": "id", "tenant": "id", "attributes": {"id": )" +
                              type + "}");
  };
  CHECK(Checked(with("\"int64\"")).found().empty());
  CHECK(Checked(with("\"decimal\"")).found() == Strings{"tenant-type 'id'"});
  const Checked converted(
      R"({"types": {"TenantId": {"converted": "shop::TenantId", "include": "shop/tenant.hpp", "type": "string"}},
          "entities": {"Session": {"table": "main", "partition_key": "id", "tenant": "id",
                                   "attributes": {"id": "TenantId"}}}})");
  CHECK(converted.found() == Strings{"tenant-type 'id'"});
  CHECK_THAT(converted.messages(), Catch::Contains("which a converter stores"));
  CHECK(Checked(with(R"({"type": "string", "optional": true})")).found() ==
        Strings{"optional-key 'id'", "tenant-type 'id'"});
}

TEST_CASE("lookups") {
  const auto with = [](const std::string& type, const std::string& key, const std::string& max = "20") {
    return workflow("\"contexts\": {\"type\": \"" + type + R"(", "lookup": {"method": "by_context", "sort_key": ")" +
                    key + "\", \"max\": " + max + "}}");
  };
  CHECK(Checked(with("list<string>", "CTX#{contexts}#{id}")).found().empty());
  CHECK(Checked(with("set<int64>", "CTX#{contexts}#{id}", "49")).found().empty());
  CHECK(Checked(with("string", "CTX#{contexts}#{id}")).found() == Strings{"invalid-lookup 'lookup'"});
  CHECK(Checked(with("list<double>", "CTX#{contexts}#{id}")).found() == Strings{"invalid-lookup 'lookup'"});
  CHECK(Checked(with("list<string>", "CTX#{id}")).found() == Strings{"invalid-lookup 'CTX#{id}'"});
  CHECK(Checked(with("list<string>", "CTX#{contexts}")).found() == Strings{"invalid-lookup 'CTX#{contexts}'"});
  CHECK(Checked(with("list<string>", "CTX#{id}#{contexts}")).found() == Strings{"invalid-lookup 'id'"});
  CHECK(Checked(with("list<string>", "CTX#{tenant}#{contexts}#{id}")).found().empty());
  CHECK(Checked(with("list<string>", "WF#{contexts}#{id}")).found() ==
        Strings{"key-prefix-collision 'WF#{contexts}#{id}'"});
  CHECK(Checked(with("list<string>", "CTX#{contexts}{id}")).found() == Strings{"ambiguous-key-template 'id'"});
  CHECK(Checked(with("list<string>", "CTX#{contexts}#{id}", "50")).found() == Strings{"too-many-actions 'lookup'"});
  CHECK(
      Checked(
          schema_with_attributes(
              R"("tags": {"type": "list<string>", "lookup": {"method": "m", "sort_key": "T#{tags}#{id}", "max": 3}})"))
          .found() == Strings{"invalid-lookup 'lookup'"});
}

TEST_CASE("unique constraints") {
  const auto with = [](const std::string& type, const std::string& key, const std::string& max = "1") {
    return workflow("\"email\": {\"type\": \"" + type + R"(", "unique": {"key": ")" + key + "\", \"max\": " + max +
                    "}}");
  };
  CHECK(Checked(with("string", "EMAIL#{email}")).found().empty());
  CHECK(Checked(with("string", "EMAIL#{tenant}#{email}")).found().empty());
  CHECK(Checked(with("set<string>", "EMAIL#{email}", "5")).found().empty());
  CHECK(Checked(with("double", "EMAIL#{email}")).found() == Strings{"invalid-unique 'unique'"});
  CHECK(Checked(with("string", "EMAIL#{tenant}")).found() == Strings{"invalid-unique 'EMAIL#{tenant}'"});
  CHECK(Checked(with("string", "T#{email}")).found().empty());
  CHECK(Checked(schema_with_entity(R"("table": "main", "partition_key": "id", "attributes": {"id": "int64",
      "email": {"type": "string", "unique": {"key": "EMAIL#{email}"}}})"))
            .found() == Strings{"invalid-unique 'unique'"});
}

TEST_CASE("lookups and constraints fit one transaction together") {
  const auto with = [](int lookups, int unique) {
    return workflow(R"("c": {"type": "list<string>", "lookup": {"method": "by_c", "sort_key": "C#{c}#{id}", "max": )" +
                    std::to_string(lookups) + R"(}}, "e": {"type": "set<string>", "unique": {"key": "E#{e}", "max": )" +
                    std::to_string(unique) + "}}");
  };
  CHECK(Checked(with(40, 9)).found().empty());
  CHECK(Checked(with(40, 10)).found() == Strings{"too-many-actions 'unique'"});
}

TEST_CASE("write shards") {
  const auto with = [](const std::string& pk, const std::string& shards, const std::string& more = "") {
    return schema_with_entity(R"("table": "main", "partition_key": "pk", "sort_key": "id", "attributes": {"pk":
      {"template": ")" + pk + R"("}, "day": "string", "id": "string", "other": "string")" +
                              more + R"(}, "write_shards": )" + shards);
  };
  const std::string by_id = R"({"by": "id", "counts": [4, 16]})";
  CHECK(Checked(with("DAY#{day}#{shard}", by_id)).found().empty());
  CHECK(Checked(with("DAY#{day}#{shard:3}", by_id)).found().empty());
  CHECK(Checked(with("DAY#{day}", by_id)).found() == Strings{"invalid-write-shards 'write_shards'"});
  CHECK(Checked(with("DAY#{day}#{shard}", R"({"by": "other", "counts": [4]})")).found() ==
        Strings{"invalid-write-shards 'other'"});
  CHECK(Checked(with("DAY#{day}#{shard}", R"({"by": "idd", "counts": [4]})")).found() ==
        Strings{"unknown-attribute 'idd'"});
  CHECK(Checked(with("DAY#{day}#{shard}", R"({"by": "pk", "counts": [4]})")).found() ==
        Strings{"composed-attribute 'pk'"});
  CHECK(Checked(with("DAY#{day}#{shard}", R"({"by": "id", "counts": [4, 8, 4]})")).found() ==
        Strings{"invalid-write-shards 'write_shards'"});
  CHECK(Checked(with("DAY#{day}#{shard}", by_id, R"(, "shard": "string")")).found() ==
        Strings{"invalid-write-shards 'write_shards'"});
  CHECK(Checked(with("DAY#{day}#{shard:escaped}", by_id)).found() == Strings{"key-part-type 'shard'"});
  CHECK(Checked(with("DAY#{day}#{shard}", by_id, R"(, "code": {"type": "string", "unique": {"key": "CODE#{code}"}})"))
            .found() == Strings{"lookup-with-shards 'unique'"});
  CHECK(Checked(with("DAY#{day}#{shard}", by_id, R"(, "codes": {"type": "set<string>", "lookup":
      {"method": "by_code", "sort_key": "CODE#{codes}#{id}", "max": 3}})"))
            .found() == Strings{"lookup-with-shards 'lookup'"});
  CHECK(Checked(schema_with_entity(R"("table": "main", "partition_key": "pk", "sort_key": "sk", "attributes": {"pk":
      {"template": "D#{day}#{shard}"}, "sk": {"template": "E#{shard}#{id}"}, "day": "string", "id": "string"},
      "write_shards": {"by": "id", "counts": [4]})"))
            .found() == Strings{"invalid-write-shards 'shard'"});
}

TEST_CASE("a cache of items of which an old copy can do harm needs a reason") {
  CHECK(Checked(schema_with_attributes("", R"("cached": "5m")")).found().empty());
  CHECK(Checked(schema_with_attributes("", R"("data_class": "session")")).found().empty());
  CHECK(Checked(schema_with_attributes("", R"("data_class": "session", "cached": "5m")")).found() ==
        Strings{"cache-needs-reason '5m'"});
  CHECK(Checked(schema_with_attributes("", R"("data_class": "financial", "cached": "5m")")).found() ==
        Strings{"cache-needs-reason '5m'"});
  CHECK(Checked(schema_with_attributes(R"("v": {"type": "int64", "version": true})", R"("cached": "5m")")).found() ==
        Strings{"cache-needs-reason '5m'"});
}

TEST_CASE("a permission to scan has a reason") {
  CHECK(Checked(schema_with_attributes("", R"("allow_scan": "a handful of items")")).found().empty());
  CHECK(Checked(schema_with_attributes("", R"("allow_scan": " ")")).found() == Strings{"missing-reason ' '"});
}

TEST_CASE("views hold attributes of their entity") {
  const auto with = [](const std::string& members) {
    return workflow(R"("name": "string")", R"("views": {"Card": [)" + members + "]}");
  };
  const Checked good(with(R"("name", "id")"));
  CHECK(good.messages().empty());
  REQUIRE(good.schema().has_value());
  CHECK(good.schema()->entities[0].views[0].attributes == std::vector<partita::model::AttributeRef>{4, 3});
  CHECK(Checked(with(R"("nmae")")).found() == Strings{"unknown-attribute 'nmae'"});
  CHECK(Checked(with(R"("name", "name")")).found() == Strings{"repeated-attribute 'name'"});
  CHECK(Checked(with(R"("pk")")).found() == Strings{"composed-attribute 'pk'"});
}

TEST_CASE("the times of writes") {
  CHECK(Checked(workflow(R"("c": {"type": "timestamp", "created_at": true}, )"
                         R"("u": {"type": "timestamp<iso>", "updated_at": true})"))
            .found()
            .empty());
  CHECK(Checked(workflow(R"("c": {"type": "string", "created_at": true})")).found() ==
        Strings{"write-time-type 'created_at'"});
  CHECK(Checked(workflow(R"("c": {"type": "timestamp", "updated_at": true}, )"
                         R"("d": {"type": "timestamp", "updated_at": true})"))
            .found() == Strings{"duplicate-write-time 'updated_at'"});
  const auto key = [](const std::string& role) {
    return schema_with_entity(R"("table": "main", "partition_key": "id", "sort_key": "at", "attributes": {)"
                              R"("id": "string", "at": {"type": "timestamp", ")" +
                              role + "\": true}}");
  };
  CHECK(Checked(key("created_at")).found().empty());
  CHECK(Checked(key("updated_at")).found() == Strings{"write-time-type 'updated_at'"});
}

TEST_CASE("extra items do not hold what every write changes") {
  const auto unique = [](const std::string& role) {
    return workflow(R"("n": {"type": "string", "unique": {"key": "N#{n}#{x}"}}, "x": {)" + role + "}");
  };
  CHECK(Checked(unique(R"("type": "timestamp", "updated_at": true)")).found() == Strings{"write-time-type 'x'"});
  CHECK(Checked(unique(R"("type": "int64", "version": true)")).found() == Strings{"version-on-key 'x'"});
  CHECK(Checked(unique(R"("type": "timestamp", "created_at": true)")).found().empty());
  const auto lookup = [](const std::string& role) {
    return workflow(R"("l": {"type": "list<string>",
        "lookup": {"method": "by_l", "sort_key": "L#{l}#{id}#{x}", "max": 3}}, "x": {)" +
                    role + "}");
  };
  CHECK(Checked(lookup(R"("type": "timestamp", "updated_at": true)")).found() == Strings{"write-time-type 'x'"});
  CHECK(Checked(lookup(R"("type": "int64", "version": true)")).found() == Strings{"version-on-key 'x'"});
  CHECK(Checked(workflow(R"("v": {"type": "int64", "version": true, "unique": {"key": "V#{v}"}})")).found() ==
        Strings{"version-on-key 'v'"});
}

TEST_CASE("marks that a key or its unit contradicts") {
  const std::string sensitive = R"("x": {"type": "string", "sensitive": true})";
  CHECK(Checked(workflow(sensitive)).found().empty());
  CHECK(Checked(workflow(sensitive, R"("indexes": {"by_x": {"partition": ["x"]}})")).found() ==
        Strings{"sensitive-key 'sensitive'"});
  CHECK(Checked(workflow(sensitive + R"(, "g": {"template": "X#{x}"})", R"("indexes": {"by_x": {"partition": ["g"]}})"))
            .found() == Strings{"sensitive-key 'sensitive'"});
  CHECK(Checked(workflow(R"("end": {"type": "int64", "ttl": true})")).found().empty());
  CHECK(Checked(workflow(R"("end_ms": {"type": "int64", "ttl": true})")).found() ==
        Strings{"ttl-in-milliseconds 'ttl'"});
  CHECK(Checked(workflow(R"("end": {"type": "int64", "ttl": true, "default": 1700000000000})")).found() ==
        Strings{"ttl-in-milliseconds 'ttl'"});
  CHECK(Checked(workflow(R"("end_ms": {"type": "timestamp", "ttl": true})")).found().empty());
}
