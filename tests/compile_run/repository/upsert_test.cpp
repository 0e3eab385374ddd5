// Storing what a struct has, and keeping what it does not know.
#include "contacts.hpp"

#include "note.partita.hpp"

#include <partita/client_options.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <string>

namespace partita::test {
namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
TEST_CASE("an upsert sets what the struct has and removes what it lacks", "[upsert]") {
  const Contacts contacts;
  contacts.transport->answer(written);
  Contact contact = sample();
  contact.phone.reset();
  REQUIRE(contacts->upsert(contact));
  const auto sent = contacts.transport->only();
  CHECK(sent.operation == "UpdateItem");
  CHECK(sent.retry == RetryClass::conditional);
  const Json body = sent.json();
  CHECK(body.at("Key") == Json{{"id", {{"S", "c-1"}}}, {"tenant_id", {{"S", "t-1"}}}});
  CHECK(body.at("ConditionExpression") == "revision = :version");
  CHECK(body.at("ReturnValuesOnConditionCheckFailure") == "ALL_OLD");

  // Each attribute once, under the value it has in an item.
  const std::string update = body.at("UpdateExpression");
  Json stored = stored_version(4);
  stored.erase("id");
  stored.erase("tenant_id");
  stored.erase("phone");
  std::map<std::string, std::string> aliases;
  for (const auto& [alias, name] : body.at("ExpressionAttributeNames").items()) aliases[name] = alias;
  CHECK(aliases.size() == stored.size() + 1);
  for (const auto& [name, value] : stored.items()) {
    const std::string alias = aliases.at(name);
    const std::string placeholder = ":" + alias.substr(1);
    CHECK_THAT(update, Catch::Contains(alias + " = " + placeholder));
    CHECK(body.at("ExpressionAttributeValues").at(placeholder) == value);
  }
  CHECK_THAT(update, Catch::StartsWith("SET ") && Catch::EndsWith(" REMOVE " + aliases.at("phone")));
}

TEST_CASE("an upsert keeps the time of creation where there is one, and stores the time of the change", "[upsert]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  ClientOptions options;
  options.clock = [] { return std::chrono::system_clock::time_point(std::chrono::milliseconds(9)); };
  const auto client = Client::open(transport, options);
  REQUIRE(client);
  const lab::NoteRepository notes{*client};
  transport->answer(written);
  REQUIRE(notes.upsert({.id = "n-1", .shelf = "s", .revision = 0}));
  const Json body = transport->only().json();
  std::map<std::string, std::string> aliases;
  for (const auto& [alias, name] : body.at("ExpressionAttributeNames").items()) aliases[name] = alias;
  const std::string made = aliases.at("made");
  const std::string changed = aliases.at("changed");
  const std::string update = body.at("UpdateExpression");
  CHECK_THAT(update, Catch::Contains(made + " = if_not_exists(" + made + ", :" + made.substr(1) + ")"));
  CHECK_THAT(update, Catch::Contains(changed + " = :" + changed.substr(1)));
  CHECK(body.at("ExpressionAttributeValues").at(":" + changed.substr(1)).at("S") == "1970-01-01T00:00:00.009Z");
}

TEST_CASE("an upsert that meets its own first attempt succeeds", "[upsert]") {
  const Contacts contacts;
  contacts.transport->fail(ErrorKind::condition_failed, stored_version(4).dump(), true, 2);
  CHECK(contacts->upsert(sample()));
  contacts.transport->fail(ErrorKind::condition_failed, stored_version(5).dump(), true, 2);
  const auto late = contacts->upsert(sample());
  REQUIRE_FALSE(late);
  CHECK(late.error().maybe_applied());
}

TEST_CASE("an upsert of what cannot be stored is refused before anything is sent", "[upsert]") {
  const Contacts contacts;
  Contact contact = sample();
  contact.account_id.clear();
  const auto refused = contacts->upsert(contact);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind() == ErrorKind::invalid_argument);
  CHECK_THAT(refused.error().message(), Catch::Contains("'account_id'"));
  contact = sample();
  contact.id.clear();
  CHECK(contacts->upsert(contact).error().kind() == ErrorKind::invalid_argument);
  CHECK(contacts.transport->sent().empty());
}

}  // namespace
}  // namespace partita::test
