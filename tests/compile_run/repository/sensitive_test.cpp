// Values of sensitive attributes stand in no error, whatever is wrong with them.
#include "scripted_transport.hpp"

#include "note.partita.hpp"

#include <partita/client_options.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace partita::test {
namespace {

using lab::Mood;
using lab::Note;
using lab::NoteRepository;

Json stored_note() {
  return Json::parse(R"({"id": {"S": "n-1"}, "text": {"S": "x"}, "made": {"N": "1"},
    "changed": {"S": "2026-11-21T08:00:00.000Z"}, "shelf": {"S": "s"}, "code": {"S": "secret-1"},
    "pin": {"N": "4711"}, "revision": {"N": "3"}})");
}

bool shows(const Error& error, const std::string& text) {
  return (error.to_string() + error.message() + error.item()).find(text) != std::string::npos;
}

TEST_CASE("an item that is in the way is printed without what is sensitive, and read with it", "[sensitive]") {
  const Scripted<NoteRepository> notes;
  const auto check = [&](const Result<void>& written) {
    REQUIRE_FALSE(written);
    CHECK_FALSE(shows(written.error(), "secret-1"));
    CHECK_FALSE(shows(written.error(), "4711"));
    Json rest = stored_note();
    rest.erase("code");
    rest.erase("pin");
    CHECK(Json::parse(written.error().item()) == rest);
    const auto existing = NoteRepository::existing(written.error());
    REQUIRE(existing);
    CHECK(existing->value().code == "secret-1");
    CHECK(existing->value().pin == 4711);
  };
  notes.transport->fail(ErrorKind::condition_failed, stored_note().dump());
  check(notes->create(Note{.id = "n-1", .shelf = "s"}));
  notes.transport->fail(ErrorKind::condition_failed, stored_note().dump());
  check(notes->update("n-1", expect{1}).set_text("y").execute());
}

TEST_CASE("a write still knows its own first attempt by sensitive attributes", "[sensitive]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  ClientOptions options;
  options.clock = [] { return std::chrono::system_clock::time_point(std::chrono::milliseconds(1)); };
  const auto client = Client::open(transport, options);
  REQUIRE(client);
  const NoteRepository notes{*client};
  const std::string ours = R"({"id": {"S":"n-1"}, "code": {"S":"new"}, "revision": {"N":"2"}, "text": {"S":"x"},
    "changed": {"S":"1970-01-01T00:00:00.001Z"}, "made": {"N":"1"}, "shelf": {"S":"s"}})";
  transport->fail(ErrorKind::condition_failed, ours, true, 2);
  CHECK(notes.update("n-1", expect{1}).set_code("new").execute());
  transport->fail(ErrorKind::condition_failed, ours, true, 2);
  const auto other = notes.update("n-1", expect{1}).set_code("newer").execute();
  REQUIRE_FALSE(other);
  CHECK_FALSE(shows(other.error(), "new"));
  const Note note{.id = "n-1", .text = "x", .shelf = "s", .code = "new", .revision = 2};
  std::string created = ours;
  created.replace(created.find(R"({"N":"2"})"), 9, R"({"N":"1"})");
  transport->fail(ErrorKind::condition_failed, created, true, 2);
  CHECK(notes.create(note));
}

TEST_CASE("an error about a sensitive attribute names it and does not show it", "[sensitive]") {
  const auto error = [](const char* attribute, const Json& value) {
    Json item = stored_note();
    item[attribute] = value;
    const auto read = NoteRepository::from_item(item.dump());
    REQUIRE_FALSE(read);
    CHECK(read.error().kind() == ErrorKind::decode);
    return read.error();
  };
  const auto bad_pin = error("pin", {{"N", "99999999999"}});
  CHECK(bad_pin.message() ==
        "Note: attribute 'pin' is not what the schema says; it is sensitive, so its value is not shown");
  CHECK_FALSE(shows(error("mood", {{"S", "furious"}}), "furious"));
  const auto bad_age = error("owner", {{"M", {{"name", {{"S", "Ada"}}}, {"age", {{"N", "1815"}}}}}});
  CHECK_FALSE(shows(bad_age, "1815"));
  CHECK(bad_age.message().find("Note: attribute 'owner.age'") == 0);
  // Types are no values.
  CHECK(error("pin", {{"S", "4711"}}).message() == "Note: attribute 'pin' is a String (S), expected a Number (N)");
  // Other attributes say more.
  CHECK(shows(error("revision", {{"N", "1.5"}}), "1.5"));
}

TEST_CASE("a sensitive value that cannot be stored is not shown", "[sensitive]") {
  const auto written = NoteRepository::to_item(Note{.id = "n-1", .shelf = "s", .mood = static_cast<Mood>(77)});
  REQUIRE_FALSE(written);
  CHECK(written.error().message() == "attribute 'mood' holds a number, which is none of its enumerators");
}

}  // namespace
}  // namespace partita::test
