// Repositories over HTTP, retries included, against a server that answers by script.
#include "contacts.hpp"

#include "lab/everything.partita.hpp"
#include "scripted_server.hpp"

#include <partita/client_options.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace partita::test {
namespace {

struct Served {
  ScriptedServer server{};
  ContactRepository contacts{*open(server.url())};

  static Result<Client> open(const std::string& url) {
    ClientOptions options;
    options.sleep = [](std::chrono::nanoseconds, const StopSignal& stop) { return !stop.requested(); };
    options.random = [] { return 0.5; };
    options.max_attempts = 4;
    return Client::open(url, options);
  }

  // How many requests came, all of one operation and with the same bytes.
  std::size_t same_requests(const std::string& operation) const {
    const auto requests = server.requests();
    for (const ScriptedRequest& request : requests) {
      CHECK(request.operation() == operation);
      CHECK(request.body == requests.front().body);
    }
    CHECK(server.answers_left() == 0);
    return requests.size();
  }
};

ScriptedAnswer conflict(const Json& item = {}) {
  Json body{{"__type", "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"},
            {"message", "The conditional request failed"}};
  if (!item.is_null()) body["Item"] = item;
  return {.status = 400, .body = body.dump()};
}

const ScriptedAnswer done{.body = written};
const ScriptedAnswer failure = error_answer(500, "InternalServerError", "internal");
const ScriptedAnswer throttled = error_answer(400, "ProvisionedThroughputExceededException", "slow down");

TEST_CASE("a create whose first attempt was applied succeeds", "[retries]") {
  const auto ambiguous = GENERATE_COPY(reset_unanswered(), closed_unanswered(), failure);
  Served served;
  served.server.enqueue(ambiguous);
  served.server.enqueue(conflict(stored_version(1)));
  const auto made = served.contacts.create(sample());
  REQUIRE(made);
  CHECK(made.cost().requests == 2);
  CHECK(served.same_requests("PutItem") == 2);
}

TEST_CASE("a create whose first attempt is in doubt reports another's item, and the doubt", "[retries]") {
  Served served;
  Json other = stored_sample();
  other["name"]["S"] = "someone else";
  served.server.enqueue(failure);
  served.server.enqueue(conflict(other));
  const auto made = served.contacts.create(sample());
  REQUIRE_FALSE(made);
  CHECK(made.error().kind() == ErrorKind::condition_failed);
  CHECK(made.error().maybe_applied());
  CHECK(made.error().attempts() == 2);
  CHECK(made.error().code() == "ConditionalCheckFailedException");
  CHECK(made.error().status() == 400);
  CHECK_FALSE(made.error().request_id().empty());
  CHECK(ContactRepository::existing(made.error())->value().name == "someone else");
  CHECK(served.same_requests("PutItem") == 2);
}

TEST_CASE("a create after a throttled attempt takes no conflict for its own", "[retries]") {
  Served served;
  served.server.enqueue(throttled);
  served.server.enqueue(conflict(stored_sample()));
  const auto made = served.contacts.create(sample());
  REQUIRE_FALSE(made);
  CHECK(made.error().kind() == ErrorKind::condition_failed);
  CHECK_FALSE(made.error().maybe_applied());
}

TEST_CASE("an update of any version is not repeated once it may have been applied", "[retries]") {
  const auto ambiguous = GENERATE_COPY(reset_unanswered(), closed_unanswered(), failure);
  Served served;
  served.server.enqueue(ambiguous);
  const auto changed = served.contacts.update("c-1", "t-1", any_version).set_phone("1").execute();
  REQUIRE_FALSE(changed);
  CHECK(changed.error().kind() == ErrorKind::outcome_unknown);
  CHECK(changed.error().maybe_applied());
  CHECK(changed.error().table() == "contacts");
  CHECK(changed.error().operation() == "UpdateItem");
  CHECK(changed.cost().requests == 1);
  CHECK(served.same_requests("UpdateItem") == 1);
}

TEST_CASE("an update of a list's elements is not repeated once it may have been applied", "[retries]") {
  using Fields = lab::EverythingFields;
  Served served;
  const lab::EverythingRepository items{*Served::open(served.server.url())};
  auto update = items.update("x");
  SECTION("that removes one") {
    update.remove(Fields::words[0]);
  }
  SECTION("that sets one, maybe beyond the end") {
    update.set(Fields::words[9], std::string("w"));
  }
  SECTION("that removes one of a list inside of a map") {
    update.remove(Fields::rooms["a"][1]);
  }
  served.server.enqueue(reset_unanswered());
  const auto changed = update.execute();
  REQUIRE_FALSE(changed);
  CHECK(changed.error().kind() == ErrorKind::outcome_unknown);
  CHECK(changed.error().maybe_applied());
  CHECK(served.same_requests("UpdateItem") == 1);
}

TEST_CASE("an update inside of a list's element, or of a map's entry, is repeated", "[retries]") {
  using Fields = lab::EverythingFields;
  Served served;
  const lab::EverythingRepository items{*Served::open(served.server.url())};
  served.server.enqueue(reset_unanswered());
  served.server.enqueue(done);
  REQUIRE(items.update("x").set(Fields::rooms["a"][0].title, "t").remove(Fields::rooms["b"]).execute());
  CHECK(served.same_requests("UpdateItem") == 2);
}

TEST_CASE("an update of any version is repeated when nothing was applied", "[retries]") {
  Served served;
  served.server.enqueue(throttled, 2);
  served.server.enqueue(done);
  const auto changed = served.contacts.update("c-1", "t-1", any_version).set_phone("1").execute();
  REQUIRE(changed);
  CHECK(changed.cost().requests == 3);
  CHECK(changed.cost().write_units == 4);
  CHECK(served.same_requests("UpdateItem") == 3);
}

TEST_CASE("an update of one version is repeated, and knows its own first attempt", "[retries]") {
  Served served;
  served.server.enqueue(reset_unanswered());
  served.server.enqueue(conflict(stored_sample()));
  const auto changed = served.contacts.update("c-1", "t-1", expect{2}).set_name("Zoë").execute();
  CHECK(changed);
  CHECK(served.same_requests("UpdateItem") == 2);
}

TEST_CASE("an update of one version that meets another's item says that it may have been applied", "[retries]") {
  Served served;
  served.server.enqueue(reset_unanswered());
  served.server.enqueue(conflict(stored_sample()));
  const auto changed = served.contacts.update("c-1", "t-1", expect{2}).set_name("Ada").execute();
  REQUIRE_FALSE(changed);
  CHECK(changed.error().kind() == ErrorKind::condition_failed);
  CHECK(changed.error().maybe_applied());
  CHECK(served.same_requests("UpdateItem") == 2);
}

TEST_CASE("puts, removes and reads are repeated after any failure that may pass", "[retries]") {
  Served served;
  served.server.enqueue(reset_unanswered());
  served.server.enqueue(failure);
  served.server.enqueue(throttled);
  SECTION("put") {
    served.server.enqueue(done);
    const auto put = served.contacts.put(sample());
    REQUIRE(put);
    CHECK(put.cost().requests == 4);
    CHECK(served.same_requests("PutItem") == 4);
  }
  SECTION("remove") {
    served.server.enqueue(done);
    REQUIRE(served.contacts.remove("c-1", "t-1", any_version));
    CHECK(served.same_requests("DeleteItem") == 4);
  }
  SECTION("get") {
    served.server.enqueue({.body = Json{{"Item", stored_sample()}}.dump()});
    const auto found = served.contacts.get("c-1", "t-1");
    REQUIRE(found);
    CHECK(found->value() == sample());
    CHECK(found.cost().requests == 4);
    CHECK(served.same_requests("GetItem") == 4);
  }
  SECTION("a page of a query") {
    served.server.enqueue({.body = page({"1"})});
    const auto found = served.contacts.by_account("a").all();
    REQUIRE(found);
    CHECK(found->size() == 1);
    CHECK(found.cost().requests == 4);
    CHECK(served.same_requests("Query") == 4);
  }
}

TEST_CASE("what does not pass ends with its kind after the last attempt", "[retries]") {
  Served served;
  SECTION("throttled") {
    served.server.enqueue(throttled, 4);
    const auto found = served.contacts.get("c-1", "t-1");
    REQUIRE_FALSE(found);
    CHECK(found.error().kind() == ErrorKind::throttled);
    CHECK(found.error().attempts() == 4);
    CHECK_FALSE(found.error().maybe_applied());
    CHECK(served.same_requests("GetItem") == 4);
  }
  SECTION("broken connections") {
    served.server.enqueue(reset_unanswered(), 4);
    const auto put = served.contacts.put(sample());
    REQUIRE_FALSE(put);
    CHECK(put.error().kind() == ErrorKind::transport);
    CHECK(put.error().maybe_applied());
    CHECK(put.cost().requests == 4);
    CHECK(served.same_requests("PutItem") == 4);
  }
}

TEST_CASE("what is refused is not repeated", "[retries]") {
  const auto [type, kind] = GENERATE(table<std::string, ErrorKind>({
      {"ValidationException", ErrorKind::validation},
      {"ResourceNotFoundException", ErrorKind::not_found},
      {"AccessDeniedException", ErrorKind::access_denied},
      {"ExpiredTokenException", ErrorKind::credentials},
      {"ItemCollectionSizeLimitExceededException", ErrorKind::too_large},
  }));
  Served served;
  served.server.enqueue(error_answer(400, type, "no"));
  const auto made = served.contacts.create(sample());
  REQUIRE_FALSE(made);
  INFO(made.error().to_string());
  CHECK(made.error().kind() == kind);
  CHECK(made.error().code() == type);
  CHECK(made.error().message() == "no");
  CHECK_FALSE(made.error().maybe_applied());
  CHECK(served.same_requests("PutItem") == 1);
}

TEST_CASE("a page that fails for good ends the query, with the cost of all requests", "[retries]") {
  Served served;
  served.server.enqueue({.body = page({"1"}, "1")});
  served.server.enqueue(throttled, 4);
  const auto found = served.contacts.by_account("a").all();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::throttled);
  CHECK(found.cost().requests == 5);
  CHECK(found.cost().read_units == 0.5);
}

TEST_CASE("an item of odd strings arrives as it was sent", "[retries]") {
  Served served;
  Json stored_item = stored_sample();
  stored_item["name"]["S"] = std::string("\0\x01\"\\/\b\f\n\r\t\x7f\xc2\x80\xe2\x80\xa8\xf0\x9f\x98\x80", 20);
  Contact contact = sample();
  contact.name = stored_item["name"]["S"];
  served.server.enqueue(done);
  served.server.enqueue({.body = Json{{"Item", stored_item}}.dump(-1, ' ', true)});
  REQUIRE(served.contacts.put(contact));
  CHECK(Json::parse(served.server.requests().front().body).at("Item").at("name") == stored_item.at("name"));
  const auto found = served.contacts.get("c-1", "t-1");
  REQUIRE(found);
  CHECK(found->value() == contact);
}

}  // namespace
}  // namespace partita::test
