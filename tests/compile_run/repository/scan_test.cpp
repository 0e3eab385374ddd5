// Reading a whole table, of an entity that allows it.
#include "scripted_transport.hpp"

#include "member.partita.hpp"
#include "note.partita.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace partita::test {
namespace {

using lab::NoteFields;
using lab::NoteRepository;

template <class R>
concept has_scan = requires(const R& repository) { repository.scan(); };
static_assert(has_scan<NoteRepository>);
static_assert(!has_scan<lab::MemberRepository>);

std::string page(const std::string& id, bool last) {
  return R"({"Count": 1, "ScannedCount": 3, "Items": [{"id": {"S": ")" + id + R"("}, "text": {"S": ""}, )" +
         R"("made": {"N": "1"}, "changed": {"S": "2026-11-21T08:00:00.000Z"}, "shelf": {"S": "s"}}], )" +
         (last ? "" : R"("LastEvaluatedKey": {"id": {"S": ")" + id + R"("}}, )") +
         R"("ConsumedCapacity": {"TableName": "notes", "CapacityUnits": 2.0}})";
}

TEST_CASE("a scan reads page by page, without a key condition", "[scan]") {
  const Scripted<NoteRepository> notes;
  notes.transport->answer(page("n-1", false));
  notes.transport->answer(page("n-2", true));
  const auto all = notes->scan().where(NoteFields::shelf == "s").consistent().all();
  REQUIRE(all);
  REQUIRE(all->size() == 2);
  CHECK(all->back().id == "n-2");
  CHECK(all.cost().items_evaluated == 6);
  CHECK(all.cost().read_units == 4);
  const auto& sent = notes.transport->sent();
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].operation == "Scan");
  CHECK(sent[0].retry == RetryClass::idempotent);
  CHECK(sent[0].json() == Json::parse(R"({"TableName": "notes", "FilterExpression": "shelf = :f0",
    "ExpressionAttributeValues": {":f0": {"S": "s"}}, "ConsistentRead": true, "ReturnConsumedCapacity": "TOTAL"})"));
  CHECK(sent[1].json().at("ExclusiveStartKey") == Json::parse(R"({"id": {"S": "n-1"}})"));
}

TEST_CASE("pages, limits and errors of a scan are those of a query", "[scan]") {
  const Scripted<NoteRepository> notes;
  notes.transport->answer(page("n-1", false));
  notes.transport->fail(ErrorKind::throttled);
  auto pages = notes->scan().page_size(1).pages();
  const auto first = pages.next();
  REQUIRE(first);
  REQUIRE(*first);
  CHECK(notes.transport->last().json().at("Limit") == 1);
  const auto second = pages.next();
  REQUIRE(second);
  REQUIRE_FALSE(*second);
  CHECK(second->error().operation() == "Scan");
  CHECK(second->error().kind() == ErrorKind::throttled);
  CHECK_FALSE(second->error().maybe_applied());
  CHECK_FALSE(pages.next());

  notes.transport->answer(page("n-1", false));
  CHECK(notes->scan().max_items(1).all()->size() == 1);
  CHECK(notes->scan().page_size(0).all().error().kind() == ErrorKind::invalid_argument);
  CHECK(notes.transport->script_is_over());
}

}  // namespace
}  // namespace partita::test
