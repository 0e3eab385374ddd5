// Read transactions: what they send, what they refuse, and what they make of answers and cancellations.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html
#include "contacts.hpp"

#include "document.partita.hpp"
#include "lab/single_table.partita.hpp"
#include "note.partita.hpp"
#include "session.partita.hpp"

#include <partita/client_options.hpp>
#include <partita/read_transaction.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <tuple>
#include <type_traits>

namespace partita::test {
namespace {

struct Reads {
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  Client client = *Client::open(transport, options());
  ContactRepository contacts{client};
  lab::SessionRepository sessions{client};

  static ClientOptions options() {
    ClientOptions options;
    options.sleep = [](std::chrono::nanoseconds, const StopSignal& stop) { return !stop.requested(); };
    options.random = [] { return 0.5; };
    options.clock = [] { return std::chrono::system_clock::time_point(std::chrono::seconds(1000)); };
    options.max_attempts = 3;
    return options;
  }
};

Json session(int expires) {
  return {{"tenant_id", {{"S", "t"}}},
          {"session_id", {{"S", "s"}}},
          {"capsule_id", {{"S", "c"}}},
          {"created_at", {{"N", "1"}}},
          {"expires_at", {{"N", std::to_string(expires)}}}};
}

std::string found(const std::vector<Json>& items) {
  Json answer{{"Responses", Json::array()}, {"ConsumedCapacity", {{{"TableName", "contacts"}, {"CapacityUnits", 4}}}}};
  for (const Json& item : items) answer["Responses"].push_back(item.empty() ? Json::object() : Json{{"Item", item}});
  return answer.dump();
}

TEST_CASE("a read transaction asks for what get asks for, and returns a tuple", "[read_transaction]") {
  const Reads lab;
  auto transaction = read_transaction(lab.client)
                         .get(lab.contacts, "c-1", "t-1")
                         .get(lab.sessions, lab::SessionKey{"t", "s"})
                         .get(lab.contacts, "c-2", "t-1");
  CHECK(lab.transport->sent().empty());
  lab.transport->answer(found({stored_sample(), session(1001), {}}));
  const auto got = transaction.execute();
  REQUIRE(got);
  static_assert(
      std::is_same_v<std::remove_cvref_t<decltype(*got)>,
                     std::tuple<std::optional<Contact>, std::optional<lab::Session>, std::optional<Contact>>>);
  const auto& [first, second, third] = *got;
  CHECK(first == sample());
  REQUIRE(second);
  CHECK(second->capsule_id == "c");
  CHECK(third == std::nullopt);
  CHECK(got.cost().requests == 1);
  CHECK(got.cost().read_units == 4);
  CHECK(got.cost().items_returned == 2);
  const auto sent = lab.transport->only();
  CHECK(sent.operation == "TransactGetItems");
  CHECK(sent.retry == RetryClass::idempotent);
  const Json key{{"id", {{"S", "c-1"}}}, {"tenant_id", {{"S", "t-1"}}}};
  CHECK(sent.json()["TransactItems"][0] == Json{{"Get", {{"TableName", "contacts"}, {"Key", key}}}});
  CHECK(sent.json()["TransactItems"][1]["Get"]["TableName"] == "sessions");
}

TEST_CASE("a read transaction holds what get holds: time to live, tenant, type", "[read_transaction]") {
  const Reads lab;
  SECTION("an item past its time is not there") {
    lab.transport->answer(found({session(1000)}));
    const auto got = read_transaction(lab.client).get(lab.sessions, "t", "s").execute();
    REQUIRE(got);
    CHECK(std::get<0>(*got) == std::nullopt);
    CHECK(got.cost().items_evaluated == 1);
    CHECK(got.cost().items_returned == 0);
  }
  SECTION("an item of another tenant is an error") {
    const lab::DocumentRepository documents{lab.client, "t-1"};
    lab.transport->answer(
        found({Json{{"tenant_id", {{"S", "t-2"}}}, {"id", {{"S", "d-1"}}}, {"title", {{"S", "x"}}}}}));
    const auto got = read_transaction(lab.client).get(documents, "d-1").execute();
    REQUIRE_FALSE(got);
    CHECK(got.error().kind() == ErrorKind::decode);
    const Json key{{"tenant_id", {{"S", "t-1"}}}, {"id", {{"S", "d-1"}}}};
    CHECK(lab.transport->only().json()["TransactItems"][0]["Get"]["Key"] == key);
  }
  SECTION("an item of another type is an error that names the action") {
    const lab::WorkflowRepository workflows{lab.client};
    lab.transport->answer(
        found({Json{{"pk", {{"S", "TENANT#t"}}}, {"sk", {{"S", "WF#w"}}}, {"type", {{"S", "profile"}}}}}));
    const auto got = read_transaction(lab.client).get(workflows, "t", "w").execute();
    REQUIRE_FALSE(got);
    INFO(got.error().to_string());
    CHECK(got.error().kind() == ErrorKind::decode);
    CHECK(got.error().message().find("action 0, counted from 0 (Get on ") == 0);
  }
}

TEST_CASE("a read transaction reads views", "[read_transaction]") {
  const Reads lab;
  const lab::NoteRepository notes{lab.client};
  lab.transport->answer(found({Json{{"id", {{"S", "n-1"}}}, {"text", {{"S", "x"}}}, {"shelf", {{"S", "s"}}}}}));
  const auto got = read_transaction(lab.client).get_as<lab::NoteCard>(notes, "n-1").execute();
  REQUIRE(got);
  CHECK(std::get<0>(*got)->text == "x");
  CHECK(lab.transport->only().json()["TransactItems"][0] ==
        Json::parse(R"({"Get": {"TableName": "notes", "Key": {"id": {"S": "n-1"}},
          "ProjectionExpression": "id, #text, shelf, code", "ExpressionAttributeNames": {"#text": "text"}}})"));
}

TEST_CASE("what can't be read in one transaction is refused before anything is sent", "[read_transaction]") {
  const Reads lab;
  const auto refused = [&](const auto& transaction, const std::string& text) {
    const auto got = transaction.execute();
    REQUIRE_FALSE(got);
    INFO(got.error().to_string());
    CHECK(got.error().kind() == ErrorKind::invalid_argument);
    CHECK(got.error().message().find(text) != std::string::npos);
    CHECK(lab.transport->sent().empty());
  };
  SECTION("nothing") {
    refused(read_transaction(lab.client), "has no actions");
  }
  SECTION("one item twice") {
    refused(read_transaction(lab.client)
                .get(lab.contacts, "a", "t")
                .get(lab.contacts, "b", "t")
                .get(lab.contacts, "a", "t"),
            "actions 0 and 2, counted from 0, are on the same item of table 'contacts'");
  }
  SECTION("a key that no item has") {
    refused(read_transaction(lab.client).get(lab.contacts, "a", "t").get(lab.contacts, "", "t"),
            "action 1, counted from 0: ");
  }
}

TEST_CASE("a read transaction that meets a write is repeated within the deadline", "[read_transaction]") {
  const Reads lab;
  const auto cancelled = [&](const char* reasons) {
    Error::Details details;
    details.kind = ErrorKind::validation;
    details.code = "TransactionCanceledException";
    details.cancellation_reasons = reasons;
    lab.transport->fail(Error(std::move(details)));
  };
  constexpr const char* conflict = R"([{"Code":"None"},{"Code":"TransactionConflict","Message":"in use"}])";
  const auto transaction = read_transaction(lab.client).get(lab.contacts, "a", "t").get(lab.contacts, "b", "t");
  SECTION("until it is through") {
    cancelled(conflict);
    cancelled(conflict);
    lab.transport->answer(found({{}, {}}));
    const auto got = transaction.execute();
    REQUIRE(got);
    CHECK(got.cost().requests == 3);
  }
  SECTION("as often as a request is") {
    for (int i = 0; i < 3; ++i) cancelled(conflict);
    const auto got = transaction.execute();
    REQUIRE_FALSE(got);
    CHECK(got.error().kind() == ErrorKind::conflict);
    CHECK(got.error().action() == 1);
    CHECK_FALSE(got.error().maybe_applied());
    CHECK(got.error().message().find("action 1, counted from 0 (Get on 'contacts'): in use") == 0);
    CHECK(got.cost().requests == 3);
  }
  SECTION("what no repeat mends is final") {
    cancelled(R"([{"Code":"TransactionConflict"},{"Code":"ValidationError","Message":"no"}])");
    const auto got = transaction.execute();
    REQUIRE_FALSE(got);
    CHECK(got.error().kind() == ErrorKind::validation);
    CHECK(got.error().action() == 1);
    CHECK(got.cost().requests == 1);
  }
}

TEST_CASE("an answer with fewer items than were asked for is no answer", "[read_transaction]") {
  const Reads lab;
  lab.transport->answer(found({stored_sample()}));
  const auto got = read_transaction(lab.client).get(lab.contacts, "c-1", "t-1").get(lab.contacts, "b", "t").execute();
  REQUIRE_FALSE(got);
  CHECK(got.error().kind() == ErrorKind::decode);
}

}  // namespace
}  // namespace partita::test
