// Changing single attributes.
#include "contacts.hpp"

#include "lab/everything.partita.hpp"
#include "session.partita.hpp"

#include <partita/client_options.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <type_traits>

namespace partita::test {
namespace {

const Json key{{"id", {{"S", "c-1"}}}, {"tenant_id", {{"S", "t-1"}}}};

// Sessions at a fixed time: they have a time to live.
struct Sessions {
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  lab::SessionRepository repository = [this] {
    ClientOptions options;
    options.clock = [] { return std::chrono::system_clock::time_point(std::chrono::seconds(1700000000)); };
    return lab::SessionRepository(*Client::open(transport, options));
  }();

  const lab::SessionRepository* operator->() const { return &repository; }
};

const Json now{{"N", "1700000000"}};

TEST_CASE("an update of the expected version sets, removes and counts up", "[update]") {
  const Contacts contacts;
  contacts.transport->answer(written);
  const auto done = contacts->update("c-1", "t-1", expect{3})
                        .set_name("Ann")
                        .set_status(Status::active)
                        .set_rating(0.5)
                        .remove_phone()
                        .remove_score()
                        .execute();
  REQUIRE(done);
  CHECK(done.cost().write_units == 4);
  const auto sent = contacts.transport->only();
  CHECK(sent.operation == "UpdateItem");
  CHECK(sent.retry == RetryClass::conditional);
  CHECK(sent.json() ==
        Json{{"TableName", "contacts"},
             {"Key", key},
             {"UpdateExpression", "SET #name = :u0, #status = :u1, rating = :u2, revision = :next REMOVE phone, score"},
             {"ConditionExpression", "attribute_exists(id) AND revision = :version"},
             {"ExpressionAttributeNames", {{"#name", "name"}, {"#status", "status"}}},
             {"ExpressionAttributeValues",
              {{":u0", {{"S", "Ann"}}},
               {":u1", {{"S", "active"}}},
               {":u2", {{"N", "0.5"}}},
               {":next", {{"N", "4"}}},
               {":version", {{"N", "3"}}}}},
             {"ReturnValuesOnConditionCheckFailure", "ALL_OLD"},
             {"ReturnConsumedCapacity", "INDEXES"}});
}

TEST_CASE("an update of any version counts up what is there, and says that it adds", "[update]") {
  const Contacts contacts;
  contacts.transport->answer(written);
  REQUIRE(contacts->update(lab::ContactKey{"c-1", "t-1"}, any_version).set_phone("1").execute());
  const auto sent = contacts.transport->only();
  CHECK(sent.retry == RetryClass::additive);
  CHECK(sent.json() ==
        Json{{"TableName", "contacts"},
             {"Key", key},
             {"UpdateExpression", "SET phone = :u0, revision = if_not_exists(revision, :none) + :one"},
             {"ConditionExpression", "attribute_exists(id)"},
             {"ExpressionAttributeValues", {{":u0", {{"S", "1"}}}, {":none", {{"N", "0"}}}, {":one", {{"N", "1"}}}}},
             {"ReturnValuesOnConditionCheckFailure", "ALL_OLD"},
             {"ReturnConsumedCapacity", "INDEXES"}});
}

TEST_CASE("an update without a version must find its item too", "[update]") {
  const Sessions sessions;
  sessions.transport->answer("{}");
  REQUIRE(sessions->update("t", "s").set_capsule_id("c").execute());
  const auto sent = sessions.transport->only();
  CHECK(sent.retry == RetryClass::conditional);
  CHECK(sent.json() == Json{{"TableName", "sessions"},
                            {"Key", {{"tenant_id", {{"S", "t"}}}, {"session_id", {{"S", "s"}}}}},
                            {"UpdateExpression", "SET capsule_id = :u0"},
                            {"ConditionExpression",
                             "attribute_exists(tenant_id) AND (attribute_not_exists(expires_at) OR expires_at > :now)"},
                            {"ExpressionAttributeValues", {{":u0", {{"S", "c"}}}, {":now", {{"N", "1700000000"}}}}},
                            {"ReturnValuesOnConditionCheckFailure", "ALL_OLD"},
                            {"ReturnConsumedCapacity", "INDEXES"}});
}

TEST_CASE("an update that only removes has no values", "[update]") {
  const Sessions sessions;
  sessions.transport->answer("{}");
  REQUIRE(sessions->update("t", "s").remove_device().execute());
  const Json body = sessions.transport->only().json();
  CHECK(body.at("UpdateExpression") == "REMOVE device");
  CHECK(body.at("ExpressionAttributeValues") == Json{{":now", now}});
  CHECK_FALSE(body.contains("ExpressionAttributeNames"));
}

TEST_CASE("a set is stored whole, an empty one is removed", "[update]") {
  const Sessions sessions;
  for (int i = 0; i < 3; ++i) sessions.transport->answer("{}");
  REQUIRE(sessions->update("t", "s").set_roles({"b", "a"}).set_ports({443}).execute());
  Json body = sessions.transport->last().json();
  CHECK(body.at("ExpressionAttributeValues") ==
        Json{{":u0", {{"SS", {"a", "b"}}}}, {":u1", {{"NS", {"443"}}}}, {":now", now}});
  REQUIRE(sessions->update("t", "s").set_roles({}).execute());
  body = sessions.transport->last().json();
  CHECK(body.at("UpdateExpression") == "REMOVE #roles");
  CHECK(body.at("ExpressionAttributeNames") == Json{{"#roles", "roles"}});
  CHECK(body.at("ExpressionAttributeValues") == Json{{":now", now}});
  REQUIRE(sessions->update("t", "s").remove_roles().execute());
  CHECK(sessions.transport->last().json().at("UpdateExpression") == "REMOVE #roles");
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
TEST_CASE("numbers, sets and lists grow in place", "[update]") {
  const Scripted<lab::EverythingRepository> all;
  for (int i = 0; i < 2; ++i) all.transport->answer("{}");
  REQUIRE(all->update("e")
              .add_to_u8(-1)
              .add_to_tags({"a"})
              .delete_from_numbers({4})
              .append_to_words({"x"})
              .prepend_to_flags({true})
              .set_maybe_text_if_absent("t")
              .remove_maybe_leaf()
              .execute());
  Json body = all.transport->last().json();
  CHECK(body.at("UpdateExpression") ==
        "SET words = list_append(if_not_exists(words, :empty), :u3), "
        "flags = list_append(:u4, if_not_exists(flags, :empty)), maybe_text = if_not_exists(maybe_text, :u5) "
        "REMOVE maybe_leaf ADD u8 :u0, tags :u1 DELETE numbers :u2");
  CHECK(body.at("ExpressionAttributeValues").at(":u0") == Json{{"N", "-1"}});
  CHECK(body.at("ExpressionAttributeValues").at(":u2") == Json{{"NS", {"4"}}});
  CHECK(body.at("ExpressionAttributeValues").at(":empty") == Json{{"L", Json::array()}});
  CHECK(all.transport->last().retry == RetryClass::additive);

  // What a repeat does not change may be repeated; adding nothing to a set is no change.
  REQUIRE(all->update("e").add_to_tags({"a"}).delete_from_numbers({}).execute());
  body = all.transport->last().json();
  CHECK(body.at("UpdateExpression") == "ADD tags :u0");
  CHECK(all.transport->last().retry == RetryClass::conditional);
}

TEST_CASE("two changes of one attribute are refused before anything is sent", "[update]") {
  const Scripted<lab::EverythingRepository> all;
  const auto refused = all->update("e").set_tags({"a"}).add_to_tags({"b"}).execute();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind() == ErrorKind::invalid_argument);
  CHECK(refused.error().message() == "attribute 'tags' is changed twice in one update");
  CHECK(all.transport->sent().empty());
}

TEST_CASE("an update holds to the caller's conditions, and returns the item", "[update]") {
  const Contacts contacts;
  contacts.transport->answer(Json{{"Attributes", stored_sample()}}.dump());
  const auto changed =
      contacts->update("c-1", "t-1", expect{2}).set_phone("+49").if_(ContactFields::score < 0).execute_returning_new();
  REQUIRE(changed);
  CHECK(*changed == sample());
  auto sent = contacts.transport->last();
  CHECK(sent.json().at("ReturnValues") == "ALL_NEW");
  CHECK(sent.json().at("ConditionExpression") == "attribute_exists(id) AND revision = :version AND (score < :c0)");
  CHECK(sent.retry == RetryClass::conditional);

  // Its first attempt was applied: the item that is there is the answer.
  contacts.transport->fail(ErrorKind::condition_failed, stored_sample().dump(), true, 2);
  const auto again = contacts->update("c-1", "t-1", expect{2}).set_phone("+49").execute_returning_new();
  REQUIRE(again);
  CHECK(*again == sample());

  contacts.transport->answer(Json{{"Attributes", stored_sample()}}.dump());
  REQUIRE(contacts->update("c-1", "t-1", expect{2}).set_phone("1").execute_returning_old());
  CHECK(contacts.transport->last().retry == RetryClass::additive);

  contacts.transport->answer("{}");
  const auto without = contacts->update("c-1", "t-1", expect{2}).set_phone("1").execute_returning_old();
  REQUIRE_FALSE(without);
  CHECK(without.error().kind() == ErrorKind::decode);
}

TEST_CASE("an attribute of time to live is set in seconds", "[update]") {
  const Sessions sessions;
  sessions.transport->answer("{}");
  const auto at = timestamp::from_milliseconds(1700000000999);
  REQUIRE(sessions->update("t", "s").set_expires_at(at).set_created_at(at).execute());
  CHECK(sessions.transport->only().json().at("ExpressionAttributeValues") ==
        Json{{":u0", {{"N", "1700000000"}}}, {":u1", {{"N", "1700000000999"}}}, {":now", now}});
}

TEST_CASE("a named update is changed in place; a temporary hands itself on", "[update]") {
  const Contacts contacts;
  contacts.transport->answer(written);
  contacts.transport->answer(written);
  auto update = contacts->update("c-1", "t-1", expect{0});
  auto& same = update.set_name("Ann");
  static_assert(std::is_same_v<decltype(same), ContactRepository::Update&>);
  CHECK(&same == &update);
  update.set_phone("1");
  REQUIRE(update.execute());
  const auto handed_on = contacts->update("c-1", "t-1", expect{0}).set_name("Ann").set_phone("1");
  static_assert(std::is_same_v<decltype(handed_on), const ContactRepository::Update>);
  REQUIRE(handed_on.execute());
  CHECK(contacts.transport->sent()[0].body == contacts.transport->sent()[1].body);
}

TEST_CASE("a copy of an update goes its own way, and an update may be executed again", "[update]") {
  const Contacts contacts;
  for (int i = 0; i < 3; ++i) contacts.transport->answer(written);
  auto update = contacts->update("c-1", "t-1", expect{1}).set_name("Ann");
  auto copy = update;
  copy.set_phone("1");
  REQUIRE(update.execute());
  REQUIRE(copy.execute());
  REQUIRE(update.execute());
  const auto& sent = contacts.transport->sent();
  CHECK(sent[0].json().at("UpdateExpression") == "SET #name = :u0, revision = :next");
  CHECK(sent[1].json().at("UpdateExpression") == "SET #name = :u0, phone = :u1, revision = :next");
  CHECK(sent[2].body == sent[0].body);
}

template <class Repository>
void check_refused(const Scripted<Repository>& items, const Result<void>& done, const std::string& text) {
  REQUIRE_FALSE(done);
  CHECK(done.error().kind() == ErrorKind::invalid_argument);
  CHECK(done.error().operation() == "UpdateItem");
  CHECK(done.error().table() == (std::is_same_v<Repository, ContactRepository> ? "contacts" : "everything"));
  CHECK(done.error().message().find(text) != std::string::npos);
  CHECK(done.cost().requests == 0);
  CHECK(items.transport->sent().empty());
}

TEST_CASE("an attribute that is changed twice in one update is refused by name", "[update]") {
  const Contacts contacts;
  const auto update = [&] { return contacts->update("c-1", "t-1", expect{1}); };
  check_refused(contacts, update().set_phone("1").set_phone("2").execute(), "'phone' is changed twice");
  check_refused(contacts, update().set_phone("1").remove_phone().execute(), "'phone' is changed twice");
  check_refused(contacts, update().remove_score().set_score(1).execute(), "'score' is changed twice");
  check_refused(contacts, update().remove_score().remove_score().execute(), "'score' is changed twice");
}

using Everythings = Scripted<lab::EverythingRepository>;
using lab::EverythingFields;

TEST_CASE("an update changes what lies inside of attributes", "[update]") {
  const Everythings items;
  items.transport->answer("{}");
  REQUIRE(items->update("x")
              .set(EverythingFields::leaf.title, "Bern")
              .set(EverythingFields::words[2], std::string("w"))
              .set(EverythingFields::grid[0][1], 7)
              .set(EverythingFields::labels["a.b"], "c")
              .set(EverythingFields::rooms["a"][1], {.title = "t", .size = 3})
              .set(EverythingFields::tree.children[0].name, "n")
              .set(EverythingFields::flags[0], true)
              .set_text("top")
              .remove(EverythingFields::leaf.size)
              .remove(EverythingFields::words[0])
              .remove(EverythingFields::rooms["b"])
              .execute());
  const auto sent = items.transport->only();
  CHECK(sent.retry == RetryClass::additive);  // words[0] is another element after it
  Json body = sent.json();
  body["ExpressionAttributeValues"].erase(":now");  // the time to live asks for it
  CHECK(body["UpdateExpression"] ==
        "SET leaf.title = :u0, words[2] = :u1, grid[0][1] = :u2, labels.#0 = :u3, rooms.#1[1] = :u4, "
        "tree.children[0].#2 = :u5, flags[0] = :u6, #text = :u7 REMOVE leaf.#3, words[0], rooms.#4");
  CHECK(body["ExpressionAttributeNames"] ==
        Json{{"#0", "a.b"}, {"#1", "a"}, {"#2", "name"}, {"#text", "text"}, {"#3", "size"}, {"#4", "b"}});
  CHECK(body["ExpressionAttributeValues"] == Json{{":u0", {{"S", "Bern"}}},
                                                  {":u1", {{"S", "w"}}},
                                                  {":u2", {{"N", "7"}}},
                                                  {":u3", {{"S", "c"}}},
                                                  {":u4", {{"M", {{"title", {{"S", "t"}}}, {"size", {{"N", "3"}}}}}}},
                                                  {":u5", {{"S", "n"}}},
                                                  {":u6", {{"BOOL", true}}},
                                                  {":u7", {{"S", "top"}}}});
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html: ADD is for attributes of the item
// alone.
TEST_CASE("what lies inside of attributes is set as a whole, and grows", "[update]") {
  const Everythings items;
  items.transport->answer("{}");
  REQUIRE(items->update("x")
              .set(EverythingFields::grid[1], {4, 5})
              .set(EverythingFields::rooms["a"], {{.title = "t", .size = 3}})
              .append_to(EverythingFields::rooms["b"], {{.title = "u"}})
              .prepend_to(EverythingFields::grid[0], std::vector<int>{0})
              .add_to(EverythingFields::leaf.size, -2)
              .set_if_absent(EverythingFields::labels["c"], "d")
              .execute());
  const auto sent = items.transport->only();
  CHECK(sent.retry == RetryClass::additive);
  Json body = sent.json();
  body["ExpressionAttributeValues"].erase(":now");
  CHECK(body["UpdateExpression"] ==
        "SET grid[1] = :u0, rooms.#0 = :u1, rooms.#1 = list_append(if_not_exists(rooms.#1, :empty), :u2), "
        "grid[0] = list_append(:u3, if_not_exists(grid[0], :empty)), "
        "leaf.#2 = if_not_exists(leaf.#2, :zero) + :u4, labels.#3 = if_not_exists(labels.#3, :u5)");
  const Json leaf{{"M", {{"title", {{"S", "t"}}}, {"size", {{"N", "3"}}}}}};
  CHECK(body["ExpressionAttributeValues"] == Json{{":u0", {{"L", {{{"N", "4"}}, {{"N", "5"}}}}}},
                                                  {":u1", {{"L", Json::array({leaf})}}},
                                                  {":u2", {{"L", {{{"M", {{"title", {{"S", "u"}}}}}}}}}},
                                                  {":u3", {{"L", {{{"N", "0"}}}}}},
                                                  {":u4", {{"N", "-2"}}},
                                                  {":u5", {{"S", "d"}}},
                                                  {":empty", {{"L", Json::array()}}},
                                                  {":zero", {{"N", "0"}}}});
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html: two paths of an
// update may not overlap.
TEST_CASE("paths of which one leads into the other are refused by name", "[update]") {
  const Everythings items;
  const auto update = [&] { return items->update("x"); };
  check_refused(items, update().set(EverythingFields::leaf.title, "a").remove_maybe_leaf().set_leaf({}).execute(),
                "'leaf.title' and 'leaf' are both changed in one update");
  check_refused(items, update().set_words({}).remove(EverythingFields::words[1]).execute(),
                "'words' and 'words[1]' are both changed in one update");
  check_refused(
      items, update().set(EverythingFields::rooms["a"][0].title, "x").remove(EverythingFields::rooms["a"][0]).execute(),
      "'rooms[\"a\"][0].title' and 'rooms[\"a\"][0]' are both changed in one update");
  check_refused(items,
                update().append_to(EverythingFields::grid[0], {1}).add_to(EverythingFields::grid[0][1], 2).execute(),
                "'grid[0]' and 'grid[0][1]' are both changed in one update");
  check_refused(items,
                update().set(EverythingFields::labels["a"], "1").set(EverythingFields::labels["a"], "2").execute(),
                "'labels[\"a\"]' is changed twice in one update");

  items.transport->answer("{}");
  CHECK(update()
            .set(EverythingFields::labels["a"], "1")
            .set(EverythingFields::labels["b"], "2")
            .remove(EverythingFields::words[0])
            .remove(EverythingFields::words[1])
            .execute());
}

TEST_CASE("a value that cannot be stored inside of an attribute is refused by its place", "[update]") {
  const Everythings items;
  const auto update = [&] { return items->update("x"); };
  check_refused(items, update().set(EverythingFields::leaf.size, std::int64_t{1} << 40).execute(),
                "update of 'leaf.size': the value is out of the range of its type");
  check_refused(items, update().set(EverythingFields::labels["k"], "hunter2\xff").execute(),
                "update of 'labels[\"k\"]'");
  CHECK(update().set(EverythingFields::labels["k"], "hunter2\xff").execute().error().message().find("hunter2") ==
        std::string::npos);
  check_refused(items, update().set(EverythingFields::rooms["a"], {{.title = "a"}, {.title = "\xff"}}).execute(),
                "update of 'rooms[\"a\"]'");
  check_refused(items, update().set(EverythingFields::rooms["a"][0], {.title = "\xff"}).execute(),
                "update of 'rooms[\"a\"][0]'");
}

TEST_CASE("an update that changes nothing is refused", "[update]") {
  const Contacts contacts;
  check_refused(contacts, contacts->update("c-1", "t-1", expect{1}).execute(), "changes nothing");
  check_refused(contacts, contacts->update("c-1", "t-1", any_version).execute(), "changes nothing");
}

template <class Update>
concept sets_keys =
    requires(Update& update) { update.set_id("x"); } || requires(Update& update) { update.set_tenant_id("x"); };
template <class Update>
concept sets_version = requires(Update& update) { update.set_revision(1); };
template <class Update>
concept removes_required =
    requires(Update& update) { update.remove_name(); } || requires(Update& update) { update.remove_role(); };

TEST_CASE("keys and versions are not set, what must be there is not removed", "[update]") {
  static_assert(!sets_keys<ContactRepository::Update>);
  static_assert(!sets_version<ContactRepository::Update>);
  static_assert(!removes_required<ContactRepository::Update>);
}

TEST_CASE("an update that fails its condition brings the item along", "[update]") {
  const Contacts contacts;
  contacts.transport->fail(ErrorKind::condition_failed, stored_sample().dump(), true, 2);
  const auto done = contacts->update("c-1", "t-1", expect{2}).set_name("Ann").execute();
  REQUIRE_FALSE(done);
  CHECK(done.error().kind() == ErrorKind::condition_failed);
  CHECK(done.error().maybe_applied());
  const auto existing = ContactRepository::existing(done.error());
  REQUIRE(existing);
  REQUIRE(existing->has_value());
  CHECK((*existing)->revision == 3);
  CHECK(done.cost().requests == 2);
}

}  // namespace
}  // namespace partita::test
