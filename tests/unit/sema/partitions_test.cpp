#include "checked.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using partita::test::Checked;
using partita::test::schema_with_entity;

using Strings = std::vector<std::string>;

namespace {

std::string entity(const std::string& attributes, const std::string& more) {
  return schema_with_entity(
      R"("table": "items", "attributes": {"id": "string", "at": "timestamp<iso>", "state": "State",
                                                               "kind": "Kind", )" +
          attributes + "}, " + more,
      R"({"State": {"enum": ["open", "done"]}, "Kind": {"enum": ["a", "b", "c"]},
                                "Many": {"enum": ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "b1", "b2",
                                                  "b3", "b4", "b5", "b6", "b7", "b8", "b9", "c1", "c2", "c3"]}})");
}

std::string with_index(const std::string& index, const std::string& more = "") {
  return entity(R"("many": "Many")", R"("partition_key": "id", "indexes": {"idx": )" + index + "}" + more);
}

}  // namespace

TEST_CASE("few partition values share the load badly") {
  struct Case {
    std::string json;
    Strings found;
  };
  const auto c = GENERATE(values<Case>({
      {with_index(R"({"partition": ["state"]})"), {"hot-partition 'state'"}},
      {with_index(R"({"partition": ["state", "kind"]})"), {"hot-partition 'state'"}},
      {with_index(R"({"partition": ["state", "at"]})"), {}},
      {with_index(R"({"partition": ["at"], "sort": ["state"]})"), {}},
      {with_index(R"({"partition": ["many"]})"), {}},
      {entity(R"("x": "string")", R"("partition_key": "kind", "sort_key": "id")"), {"hot-partition 'kind'"}},
      {entity(R"("pk": {"template": "CONFIG"})", R"("partition_key": "pk", "sort_key": "id")"), {"hot-partition 'pk'"}},
      {entity(R"("pk": {"template": "CONFIG"}, "sk": {"template": "CONFIG"})",
              R"("partition_key": "pk", "sort_key": "sk")"),
       {}},
      {entity(R"("pk": {"template": "CONFIG"})", R"("partition_key": "pk")"), {}},
      {entity(R"("pk": {"template": "CONFIG"})", R"("partition_key": "id", "indexes": {"idx": {"partition": ["pk"]}})"),
       {"hot-partition 'pk'"}},
      {entity(R"("pk": {"template": "KIND#{kind}"})", R"("partition_key": "pk", "sort_key": "id")"),
       {"hot-partition 'pk'"}},
      {entity(R"("pk": {"template": "KIND#{kind}#{id}"})", R"("partition_key": "pk")"), {}},
      {entity(R"("pk": {"template": "KIND#{kind}#{shard}"})",
              R"("partition_key": "pk", "sort_key": "id", "write_shards": {"by": "id", "counts": [4]})"),
       {}},
  }));
  CAPTURE(c.json);
  CHECK(Checked(c.json).found() == c.found);
}

TEST_CASE("rates that no partition takes are an error") {
  const auto with = [](const std::string& more) { return with_index(R"({"partition": ["state"]})", ", " + more); };
  // 2 values take 2,000 writes a second together.
  CHECK(Checked(with(R"("write_rate": "2000/s")")).found() == Strings{"hot-partition 'state'"});
  CHECK(Checked(with(R"("write_rate": "2001/s")")).found() == Strings{"partition-rate-exceeded 'state'"});
  // 100 items of 1 KB are 12.5 units; 2 values take 6,000 reads.
  const std::string pattern = R"("access_patterns": {"p": {"where": ["state"], "items": 100, "rate": )";
  CHECK(Checked(with(pattern + R"("480/s"}})")).found() == Strings{"hot-partition 'state'"});
  CHECK(Checked(with(pattern + R"("481/s"}})")).found() == Strings{"partition-rate-exceeded 'p'"});
}

TEST_CASE("a local index limits an item collection to 10 GB") {
  const auto with = [](const std::string& sort_key, const std::string& patterns) {
    return entity(R"("x": "string")", R"("partition_key": "id", "sort_key": ")" + sort_key +
                                          R"(", "indexes": {"idx": {"type": "local", "sort": ["x"]}})" + patterns);
  };
  CHECK(Checked(with("at", "")).found() == Strings{"unbounded-item-collection 'idx'"});
  CHECK(Checked(with("kind", "")).found().empty());
  const auto patterns = [](const std::string& items) {
    return R"(, "access_patterns": {"all": {"where": ["id"], "items": )" + items +
           R"(, "item_size": "1KB"}, "x": {"where": ["id", "x"]}})";
  };
  CHECK(Checked(with("at", patterns("1000000"))).found().empty());
  const Checked beyond(with("at", patterns("20000000")));
  CHECK(beyond.found() == Strings{"unbounded-item-collection 'idx'"});
  CHECK(beyond.messages() ==
        "local index 'idx' limits the items under one partition value to 10 GB, and access patterns expect 20 GB; "
        "make it a global index\n");
}
