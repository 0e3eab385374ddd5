// Attributes that the client's clock sets.
#include "scripted_transport.hpp"

#include "note.partita.hpp"

#include <partita/client_options.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace partita::test {
namespace {

using lab::Note;
using lab::NoteFields;
using lab::NoteRepository;

// A clock that is one second further each time it is asked.
class Notes {
 public:
  const NoteRepository* operator->() const { return &repository_; }
  ScriptedTransport& transport() const { return *transport_; }

 private:
  Client open() const {
    ClientOptions options;
    options.clock = [now = std::make_shared<std::int64_t>(1700000000123)] {
      *now += 1000;
      return std::chrono::system_clock::time_point(std::chrono::milliseconds(*now));
    };
    auto client = Client::open(transport_, options);
    REQUIRE(client);
    return *client;
  }

  std::shared_ptr<ScriptedTransport> transport_ = std::make_shared<ScriptedTransport>();
  NoteRepository repository_{open()};
};

constexpr const char* written = R"({"ConsumedCapacity":{"TableName":"notes","CapacityUnits":2.0}})";
constexpr const char* first_time = "2023-11-14T22:13:21.123Z";
constexpr const char* second_time = "2023-11-14T22:13:22.123Z";

Note sample() {
  return {.id = "n-1",
          .text = "x",
          .made = timestamp::from_milliseconds(5),
          .changed = iso_timestamp::from_milliseconds(7),
          .shelf = "s",
          .revision = 1};
}

TEST_CASE("create stores the client's time, whatever the item holds", "[clock]") {
  const Notes notes;
  notes.transport().answer(written);
  REQUIRE(notes->create(sample()));
  const Json item = notes.transport().only().json().at("Item");
  CHECK(item == Json::parse(R"({"id": {"S": "n-1"}, "text": {"S": "x"}, "made": {"N": "1700000001123"},
    "changed": {"S": "2023-11-14T22:13:21.123Z"}, "shelf": {"S": "s"}, "revision": {"N": "1"}})"));
}

TEST_CASE("put stores the client's time as the last change, and the creation as the item has it", "[clock]") {
  const Notes notes;
  notes.transport().answer(written);
  REQUIRE(notes->put(sample()));
  const Json item = notes.transport().only().json().at("Item");
  CHECK(item.at("made").at("N") == "5");
  CHECK(item.at("changed").at("S") == first_time);
}

TEST_CASE("an update stores the time at which it is sent", "[clock]") {
  const Notes notes;
  notes.transport().answer(written);
  notes.transport().answer(written);
  const auto update = notes->update("n-1", expect{1}).set_text("y");
  REQUIRE(update.execute());
  REQUIRE(update.execute());
  const auto& sent = notes.transport().sent();
  REQUIRE(sent.size() == 2);
  const Json body = sent[0].json();
  CHECK(body.at("UpdateExpression") == "SET #text = :u0, changed = :u1, revision = :next");
  CHECK(body.at("ExpressionAttributeValues").at(":u1").at("S") == first_time);
  CHECK(sent[1].json().at("ExpressionAttributeValues").at(":u1").at("S") == second_time);
}

TEST_CASE("an update that changes nothing else is refused", "[clock]") {
  const Notes notes;
  CHECK(notes->update("n-1", expect{1}).execute().error().kind() == ErrorKind::invalid_argument);
  CHECK(notes.transport().sent().empty());
}

TEST_CASE("a create that meets its own first attempt knows it by the time it stored", "[clock]") {
  const Notes notes;
  const std::string ours = R"({"id": {"S": "n-1"}, "text": {"S": "x"}, "made": {"N": "1700000001123"},
    "changed": {"S": "2023-11-14T22:13:21.123Z"}, "shelf": {"S": "s"}, "revision": {"N": "1"}})";
  notes.transport().fail(ErrorKind::condition_failed, ours, true, 2);
  CHECK(notes->create(sample()));
  // The same item a second later is somebody else's.
  notes.transport().fail(ErrorKind::condition_failed, ours, true, 2);
  CHECK_FALSE(notes->create(sample()));
}

TEST_CASE("an update that meets its own first attempt knows it by the time it stored", "[clock]") {
  const auto item = [](const std::string& changed) {
    return R"({"id": {"S": "n-1"}, "text": {"S":"y"}, "made": {"N": "5"}, "changed": {"S":")" + changed +
           R"("}, "shelf": {"S": "s"}, "revision": {"N":"2"}})";
  };
  const Notes notes;
  notes.transport().fail(ErrorKind::condition_failed, item(first_time), true, 2);
  CHECK(notes->update("n-1", expect{1}).set_text("y").execute());
  notes.transport().fail(ErrorKind::condition_failed, item(first_time), true, 2);
  CHECK_FALSE(notes->update("n-1", expect{1}).set_text("y").execute());
}

}  // namespace
}  // namespace partita::test
