// The figures are those of AWS's own examples, where a test names a page.
#include "plan/cost.hpp"
#include "checked.hpp"

#include <catch2/catch.hpp>

using namespace partita::plan;
using partita::test::Checked;
using partita::test::schema_with_attributes;

namespace {

// AWS writes sizes as decimals of a KB.
std::uint64_t kb(double count) {
  return static_cast<std::uint64_t>(count * 1024);
}

const partita::model::Entity& entity(const Checked& checked) {
  INFO(checked.messages());
  REQUIRE(checked.schema().has_value());
  return checked.schema()->entities.front();
}

}  // namespace

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
TEST_CASE("a get is rounded up to 4 KB") {
  CHECK(read_units(kb(3.5), Consistency::strong) == 1);
  CHECK(read_units(kb(10), Consistency::strong) == 3);
  CHECK(read_units(kb(4), Consistency::strong) == 1);
  CHECK(read_units(kb(4) + 1, Consistency::strong) == 2);
  CHECK(read_units(kb(8), Consistency::eventual) == 1);
  CHECK(read_units(kb(8), Consistency::transactional) == 4);
  CHECK(read_units(0, Consistency::eventual) == 0.5);
}

TEST_CASE("a batch rounds each item, a query their sum") {
  CHECK(read_units(kb(1.5), Consistency::strong) + read_units(kb(6.5), Consistency::strong) == 3);
  CHECK(batch_get_cost(2, kb(1.5), Consistency::strong).units == 2);
  CHECK(query_cost(10, kb(4.08), Consistency::strong).units == 11);
  CHECK(query_cost(1500, 64, Consistency::strong).units == 24);
  CHECK(query_cost(1500, 64, Consistency::strong).requests == 1);
}

TEST_CASE("a write is rounded up to 1 KB") {
  CHECK(write_units(500) == 1);
  CHECK(write_units(kb(1.5)) == 2);
  CHECK(write_units(kb(3.5)) == 4);
  CHECK(write_units(0) == 1);
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
TEST_CASE("an index entry costs no write, one or two") {
  CHECK(entry_units(EntryChange::none, kb(3), kb(3)) == 0);
  CHECK(entry_units(EntryChange::added, 0, kb(1.5)) == 2);
  CHECK(entry_units(EntryChange::removed, kb(1.5), 0) == 2);
  CHECK(entry_units(EntryChange::changed, kb(2), kb(1)) == 2);
  CHECK(entry_units(EntryChange::moved, kb(1.5), kb(0.5)) == 3);
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
TEST_CASE("a query reads pages of 1 MB") {
  CHECK(query_cost(0, kb(1), Consistency::eventual).requests == 1);
  CHECK(query_cost(1024, kb(1), Consistency::eventual).requests == 1);
  CHECK(query_cost(1025, kb(1), Consistency::eventual).requests == 2);
  CHECK(query_cost(1025, kb(1), Consistency::eventual).units == 128.5);
  CHECK(query_cost(1000, kb(50), Consistency::eventual).requests == 50);
  CHECK(query_cost(1000, kb(50), Consistency::eventual).units == 6250);
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
TEST_CASE("a batch holds 100 items and 16 MB") {
  CHECK(batch_get_cost(100, kb(1), Consistency::strong).requests == 1);
  CHECK(batch_get_cost(101, kb(1), Consistency::strong).requests == 2);
  CHECK(batch_get_cost(100, kb(400), Consistency::strong).requests == 3);
}

TEST_CASE("a key made of parts of the table's key never changes") {
  const Checked checked(R"({"entities": {"Session": {"table": "shared", "partition_key": "pk", "sort_key": "sk",
      "attributes": {"pk": {"template": "T#{t}"}, "sk": {"template": "U#{u}"}, "back": {"template": "U#{u}"},
                     "t": "string", "u": "string", "note": "string"},
      "indexes": {"whole": {"partition": ["back"], "sort": ["pk"]}},
      "access_patterns": {"a": {"where": ["u"]}, "b": {"where": ["t"]}}}}})");
  const auto& session = entity(checked);
  CHECK(write_cost(*checked.schema(), session, WriteKind::update).worst == 2);
  CHECK(write_cost(*checked.schema(), session, WriteKind::replace).worst == 2);
  CHECK(write_cost(*checked.schema(), session, WriteKind::create).worst == 2);
}

TEST_CASE("what a write costs in the table and its indexes") {
  const Checked checked(
      schema_with_attributes(R"("role": "string", "note": {"type": "string", "optional": true}, "text": "string")",
                             R"("indexes": {"by_role": {"partition": ["role"]},
                     "by_note": {"partition": ["note"], "sparse": true, "projection": "keys_only"}},
         "access_patterns": {"one": {"where": ["id"], "item_size": "4KB"}, "a": {"where": ["role"]},
                             "b": {"where": ["note"], "reads": ["id"]}})"));
  const auto& session = entity(checked);
  CHECK(item_bytes(session) == kb(4));
  // by_role holds the whole item, by_note its key and the table's: 2 of 4 attributes.
  CHECK(entry_bytes(session, session.indexes[0], kb(4)) == kb(4));
  CHECK(entry_bytes(session, session.indexes[1], kb(4)) == kb(2));
  CHECK(write_cost(*checked.schema(), session, WriteKind::create).best == 4 + 4);
  CHECK(write_cost(*checked.schema(), session, WriteKind::create).worst == 4 + 4 + 2);
  CHECK(write_cost(*checked.schema(), session, WriteKind::update).best == 4);
  CHECK(write_cost(*checked.schema(), session, WriteKind::update).worst == 4 + 8 + 4);
  CHECK(write_cost(*checked.schema(), session, WriteKind::remove).worst == 4 + 4 + 2);
}

namespace {

ReadCost price(const std::string& key, const std::string& pattern) {
  const bool sharded = key.find("{shard}") != std::string::npos;
  const std::string lookup = R"(, "lookup": {"method": "by_device", "sort_key": "D#{devices}#{id}", "max": 5})";
  const Checked checked(R"({"entities": {"Event": {"table": "events", "partition_key": "pk", "sort_key": "sk",
      "attributes": {"pk": {"template": ")" +
                        key + R"("}, "sk": {"template": "EVENT#{id}"}, "day": "string", "id": "string",
        "devices": {"type": "list<string>")" +
                        (sharded ? "" : lookup) + R"(}, "text": "string"},
      )" + (sharded ? R"("write_shards": {"by": "id", "counts": [16, 4]},)" : "") +
                        R"("access_patterns": {"asked": {)" + pattern + "}}}}}");
  const auto& event = entity(checked);
  const auto keys = access_keys(event);
  const Proof proof = prove(event, event.patterns.front(), keys);
  REQUIRE(proof.path.has_value());
  return pattern_cost(event, event.patterns.front(), keys, *proof.path);
}

}  // namespace

TEST_CASE("each write shard that there ever was is asked") {
  const std::string sharded = "DAY#{day}#{shard}";
  const ReadCost of_day = price(sharded, R"("where": ["day"], "items": 32, "item_size": "4KB")");
  CHECK(of_day.requests == 16);
  CHECK(of_day.units == 16);  // two items of 4 KB in each
  const ReadCost none = price(sharded, R"("where": ["day"])");
  CHECK(none.requests == 16);
  CHECK(none.units == 8);
}

TEST_CASE("an item is read from where each count of write shards puts it") {
  const std::string whole_key = R"("where": ["day", "id"], "item_size": "4KB")";
  CHECK(price("DAY#{day}#{shard}", whole_key).requests == 2);
  CHECK(price("DAY#{day}#{shard}", whole_key).units == 1);
  CHECK(price("DAY#{day}", whole_key).requests == 1);
  CHECK(price("DAY#{day}", whole_key).units == 0.5);
}

TEST_CASE("a lookup costs a query of keys and a batch of the items") {
  const std::string by_device = R"("where": ["day", "devices"], "items": 32, "item_size": "4KB")";
  const ReadCost cost = price("DAY#{day}", by_device);
  CHECK(cost.requests == 1 + 1);
  CHECK(cost.units == 1 + 16);  // 32 lookup items of 256 bytes in one page, 32 items of 4 KB
}

TEST_CASE("replacing the values of lookups and constraints deletes the old ones and puts the new ones") {
  const Checked checked(R"({"entities": {"Event": {"table": "events", "partition_key": "day", "sort_key": "sk",
      "attributes": {"sk": {"template": "EVENT#{id}"}, "day": "string", "id": "string",
        "devices": {"type": "list<string>", "lookup": {"method": "by_device", "sort_key": "D#{devices}#{id}", "max": 5}},
        "slug": {"type": "string", "unique": {"key": "SLUG#{slug}"}}}}}})");
  const WriteCost cost = extra_item_cost(entity(checked));
  CHECK(cost.best == 2 * (1 + 1));
  CHECK(cost.worst == 2 * 2 * (5 + 1));
}
