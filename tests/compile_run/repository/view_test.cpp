// Views: structs with some of an entity's attributes, read instead of whole items.
#include "scripted_transport.hpp"

#include "lab/contact.partita.hpp"
#include "member.partita.hpp"
#include "note.partita.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace partita::test {
namespace {

using lab::NoteCard;
using lab::NoteFields;
using lab::NoteRepository;

static_assert(view_of<NoteCard, lab::Note>);
static_assert(!view_of<NoteCard, lab::Contact>);
static_assert(!view_of<lab::Note, lab::Note>);

const Json names{{"#text", "text"}};

TEST_CASE("get_as asks for the view's attributes and the key alone", "[view]") {
  const Scripted<NoteRepository> notes;
  notes.transport->answer(R"({"Item": {"id": {"S": "n-1"}, "text": {"S": "x"}, "shelf": {"S": "s"}}})");
  const auto card = notes->get_as<NoteCard>("n-1", ReadOptions().consistent());
  REQUIRE(card);
  REQUIRE(*card);
  CHECK(card->value().text == "x");
  CHECK(card->value().shelf == "s");
  CHECK_FALSE(card->value().code);
  CHECK(notes.transport->only().json() == Json::parse(R"({"TableName": "notes", "Key": {"id": {"S": "n-1"}},
    "ProjectionExpression": "id, #text, shelf, code", "ExpressionAttributeNames": {"#text": "text"},
    "ConsistentRead": true, "ReturnConsumedCapacity": "TOTAL"})"));

  notes.transport->answer("{}");
  CHECK_FALSE(notes->get_as<NoteCard>(lab::NoteKey{"n-2"})->has_value());
}

TEST_CASE("a query reads views, page by page", "[view]") {
  const Scripted<NoteRepository> notes;
  const std::string item = R"({"id": {"S": "n-1"}, "text": {"S": "x"}, "shelf": {"S": "s"}})";
  notes.transport->answer(R"({"Count": 1, "ScannedCount": 1, "Items": [)" + item +
                          R"(], "LastEvaluatedKey": {"id": {"S": "n-1"}}})");
  notes.transport->answer(R"({"Count": 1, "ScannedCount": 1, "Items": [)" + item + "]}");
  const auto cards = notes->by_shelf("s").where(NoteFields::text == "x").all_as<NoteCard>();
  REQUIRE(cards);
  REQUIRE(cards->size() == 2);
  CHECK(cards->front().text == "x");
  for (const auto& sent : notes.transport->sent()) {
    // The keys of the index too: a cursor is made of them.
    CHECK(sent.json().at("ProjectionExpression") == "id, #text, shelf, code, changed");
    CHECK(sent.json().at("ExpressionAttributeNames") == names);
    CHECK(sent.json().at("FilterExpression") == "#text = :f0");
  }
}

TEST_CASE("the query that views were read with still reads whole items", "[view]") {
  const Scripted<NoteRepository> notes;
  const auto query = notes->by_shelf("s");
  static_cast<void>(query.all_as<NoteCard>());
  static_cast<void>(query.all());
  CHECK_FALSE(notes.transport->last().json().contains("ProjectionExpression"));
}

TEST_CASE("a scan reads views too, and an item without a required attribute is an error", "[view]") {
  const Scripted<NoteRepository> notes;
  notes.transport->answer(R"({"Count": 1, "ScannedCount": 1, "Items": [{"id": {"S": "n-1"}, "text": {"S": "x"}}]})");
  const auto cards = notes->scan().all_as<NoteCard>();
  REQUIRE_FALSE(cards);
  CHECK(cards.error().kind() == ErrorKind::decode);
  CHECK(cards.error().message() == "Note: attribute 'shelf' is missing, and has no default (item 1 of the page)");
}

}  // namespace
}  // namespace partita::test
