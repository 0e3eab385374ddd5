// Changing part of an item: what is not named stays, and absent, empty and removed are three things.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
#include "contacts.hpp"

#include "lab/everything.partita.hpp"
#include "session.partita.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::EverythingFields;
using lab::EverythingRepository;

// The attributes that an update sets and removes, by their names in the table.
struct Changes {
  std::set<std::string> set;
  std::set<std::string> removed;
};

Changes changes_of(const Json& body) {
  Changes changes;
  std::set<std::string>* into = nullptr;
  std::string text = body.at("UpdateExpression").get<std::string>() + " ";
  for (std::size_t at = 0, end = 0; (end = text.find(' ', at)) != std::string::npos; at = end + 1) {
    std::string word = text.substr(at, end - at);
    if (word == "SET" || word == "REMOVE") {
      into = word == "SET" ? &changes.set : &changes.removed;
      at = end;
    }
    if (word.ends_with(',')) word.pop_back();
    if (into == nullptr || word.empty() || word == "SET" || word == "REMOVE" || word == "=" || word.starts_with(':')) {
      continue;
    }
    const Json names = body.value("ExpressionAttributeNames", Json::object());
    into->insert(names.value(word, word));
  }
  return changes;
}

using Names = std::set<std::string>;

TEST_CASE("an update changes what it names and nothing else (aws-sdk-java-v2 #2292, dynamodb-data-mapper-js #206)") {
  const Contacts contacts;
  contacts.transport->answer(written);
  REQUIRE(contacts->update("c-1", "t-1", expect{3}).set_rating(4).execute());
  const Changes changes = changes_of(contacts.transport->only().json());
  CHECK(changes.set == Names{"rating", "revision"});
  CHECK(changes.removed.empty());
}

TEST_CASE("absent, set and removed are three things (aws-sdk-java-v2 #3499, #2303)") {
  const Contacts contacts;
  for (int i = 0; i < 3; ++i) contacts.transport->answer(written);
  const auto update = [&] { return contacts->update("c-1", "t-1", expect{3}).set_name("n"); };
  const auto sent = [&] { return changes_of(contacts.transport->last().json()); };
  REQUIRE(update().execute());
  CHECK(sent().set == Names{"name", "revision"});
  CHECK(sent().removed.empty());
  REQUIRE(update().set_phone("+49").execute());
  CHECK(sent().set == Names{"name", "phone", "revision"});
  REQUIRE(update().remove_phone().execute());
  CHECK(sent().set == Names{"name", "revision"});
  CHECK(sent().removed == Names{"phone"});
}

TEST_CASE("no write stores a null, and a stored null is no value (aws-sdk-java-v2 #4758, PR #5593)") {
  const Scripted<EverythingRepository> items;
  items.transport->answer("{}");
  lab::Everything item;
  item.id = "x";
  REQUIRE(items->put(item));
  const Json stored = items.transport->only().json().at("Item");
  CHECK(stored.dump().find("NULL") == std::string::npos);
  CHECK_FALSE(stored.contains("maybe_text"));
  CHECK_FALSE(stored.at("leaf").at("M").contains("size"));

  Json by_others = stored;
  by_others["maybe_text"] = {{"NULL", true}};
  const auto read = EverythingRepository::from_item(by_others.dump());
  REQUIRE(read);
  CHECK_FALSE(read->maybe_text.has_value());
  by_others["text"] = {{"NULL", true}};
  CHECK_FALSE(EverythingRepository::from_item(by_others.dump()));  // where a value must be, none is no empty text
}

TEST_CASE("a change inside of an attribute leaves what lies beside it (aws-sdk-java-v2 #4758, #6708)") {
  const Scripted<EverythingRepository> items;
  items.transport->answer("{}");
  REQUIRE(
      items->update("x").set(EverythingFields::leaf.title, "t").remove(EverythingFields::maybe_leaf.size).execute());
  const Json body = items.transport->only().json();
  const Json names = body.value("ExpressionAttributeNames", Json::object());
  std::string update = body.at("UpdateExpression");
  for (const auto& [alias, name] : names.items()) {
    update.replace(update.find(alias), alias.size(), name.get<std::string>());
  }
  CHECK(update == "SET leaf.title = :u0 REMOVE maybe_leaf.size");
}

TEST_CASE("an upsert keeps the attributes that the program does not know (aws-sdk-java-v2 #5554)") {
  const Scripted<lab::SessionRepository> sessions;
  sessions.transport->answer("{}");
  REQUIRE(sessions->upsert({.tenant_id = "t", .session_id = "s", .capsule_id = "c"}));
  const auto sent = sessions.transport->only();
  CHECK(sent.operation == "UpdateItem");
  const Changes changes = changes_of(sent.json());
  CHECK(changes.set == Names{"capsule_id", "created_at", "expires_at"});
  CHECK(changes.removed == Names{"device", "ports", "roles"});
}

TEST_CASE("overlapping paths are refused by name before anything is sent (aiodynamo #2, dynamoose #214, moto #5429)") {
  const Scripted<EverythingRepository> items;
  const auto refused = [&](const Result<void>& done, const std::string& names) {
    REQUIRE_FALSE(done);
    CHECK(done.error().kind() == ErrorKind::invalid_argument);
    INFO(done.error().message());
    CHECK(done.error().message().find(names) != std::string::npos);
    CHECK(items.transport->sent().empty());
  };
  const auto update = [&] { return items->update("x"); };
  refused(update().set(EverythingFields::leaf.title, "a").set_leaf({}).execute(), "'leaf.title' and 'leaf'");
  refused(update().remove(EverythingFields::words[1]).set_words({"w"}).execute(), "'words[1]' and 'words'");
  refused(update().set(EverythingFields::labels["a"], "1").remove(EverythingFields::labels["a"]).execute(),
          "'labels[\"a\"]'");
}

TEST_CASE("one attribute is not both set and added to (zae-limiter #181)") {
  const Scripted<EverythingRepository> items;
  const auto done = items->update("x").set_i64(1).add_to_i64(1).execute();
  REQUIRE_FALSE(done);
  CHECK(done.error().kind() == ErrorKind::invalid_argument);
  CHECK(done.error().message().find("'i64'") != std::string::npos);
  CHECK(items.transport->sent().empty());
}

TEST_CASE("an update returns the item before or after if it is asked to (aws-sdk-java-v2 #4247)") {
  const Contacts contacts;
  for (int i = 0; i < 2; ++i) contacts.transport->answer(Json{{"Attributes", stored_version(4)}}.dump());
  const auto update = [&] { return contacts->update("c-1", "t-1", expect{3}).set_name("x"); };
  CHECK(update().execute_returning_new()->revision == 4);
  CHECK(contacts.transport->last().json().at("ReturnValues") == "ALL_NEW");
  CHECK(update().execute_returning_old()->revision == 4);
  CHECK(contacts.transport->last().json().at("ReturnValues") == "ALL_OLD");
}

}  // namespace
}  // namespace partita::test
