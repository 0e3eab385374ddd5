// What a scan by segments does when a segment fails.
#include "scripted_transport.hpp"

#include "note.partita.hpp"

#include <partita/segmented_scan.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace partita::test {
namespace {

std::string page(const std::string& id, bool last) {
  return R"({"Count": 1, "ScannedCount": 1, "Items": [{"id": {"S": ")" + id + R"("}, "text": {"S": ""}, )" +
         R"("made": {"N": "1"}, "changed": {"S": "2026-11-21T08:00:00.000Z"}, "shelf": {"S": "s"}}])" +
         (last ? "" : R"(, "LastEvaluatedKey": {"id": {"S": ")" + id + R"("}})") + "}";
}

TEST_CASE("the error of one segment ends the scan, and what was handed out is not read again", "[segments]") {
  const Scripted<lab::NoteRepository> notes;
  notes.transport->answer(page("n-1", true));
  notes.transport->answer(page("n-2", false));
  notes.transport->fail(ErrorKind::throttled);
  std::vector<std::string> ids;
  const auto scan = notes->scan().segments(3).threads(1);
  const auto keep = [&](const lab::Note& note) { ids.push_back(note.id); };
  const auto failed = scan.each(keep);
  CHECK_FALSE(failed);
  REQUIRE(failed.error);
  CHECK(failed.error->kind() == ErrorKind::throttled);
  CHECK(failed.error->operation() == "Scan");
  CHECK(failed.items == 2);
  CHECK(failed.pages == 2);
  CHECK(failed.cost.requests == 3);
  REQUIRE(failed.next);
  CHECK(ids == std::vector<std::string>{"n-1", "n-2"});
  const auto& sent = notes.transport->sent();
  REQUIRE(sent.size() == 3);
  CHECK(sent[0].json() ==
        Json::parse(R"({"TableName": "notes", "Segment": 0, "TotalSegments": 3, "ReturnConsumedCapacity": "TOTAL"})"));
  CHECK(sent[1].json()["Segment"] == 1);
  CHECK(sent[2].json()["Segment"] == 1);
  CHECK(sent[2].json()["ExclusiveStartKey"] == Json::parse(R"({"id": {"S": "n-2"}})"));

  notes.transport->answer(page("n-3", true));
  notes.transport->answer(page("n-4", true));
  const auto rest = notes->scan().segments(3).threads(1).after(*failed.next).each(keep);
  CHECK(rest);
  CHECK_FALSE(rest.next);
  CHECK(ids == std::vector<std::string>{"n-1", "n-2", "n-3", "n-4"});
  REQUIRE(sent.size() == 5);
  CHECK(sent[3].json()["Segment"] == 1);
  CHECK(sent[3].json()["ExclusiveStartKey"] == Json::parse(R"({"id": {"S": "n-2"}})"));
  CHECK(sent[4].json()["Segment"] == 2);
  CHECK_FALSE(sent[4].json().contains("ExclusiveStartKey"));
}

TEST_CASE("a page that does not decode is an error of the scan", "[segments]") {
  const Scripted<lab::NoteRepository> notes;
  notes.transport->answer(R"({"Count": 1, "ScannedCount": 1, "Items": [{"id": {"N": "1"}}]})");
  std::size_t seen = 0;
  const auto failed = notes->scan().segments(1).each([&](const lab::Note&) { ++seen; });
  REQUIRE(failed.error);
  CHECK(failed.error->kind() == ErrorKind::decode);
  CHECK(seen == 0);
  CHECK(failed.next);
}

TEST_CASE("a time limit is that of all segments", "[segments]") {
  const Scripted<lab::NoteRepository> notes;
  notes.transport->takes = std::chrono::milliseconds(30);
  for (const char* id : {"n-1", "n-2", "n-3"}) notes.transport->answer(page(id, true));
  const auto scan = notes->scan().segments(3).threads(1);
  CHECK(scan.each([](const lab::Note&) {}, CallOptions().timeout(std::chrono::milliseconds(20))));
  const auto& sent = notes.transport->sent();
  REQUIRE(sent.size() == 3);
  CHECK_FALSE(sent[0].is_late);
  CHECK(sent[1].is_late);
  CHECK(sent[2].is_late);
}

}  // namespace
}  // namespace partita::test
