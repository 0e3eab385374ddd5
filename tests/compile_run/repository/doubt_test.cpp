// Calls that meet what their own first attempt did, and answers that leave doubt.
#include "contacts.hpp"

#include "lab/article.partita.hpp"

#include <partita/client.hpp>
#include <partita/client_options.hpp>
#include <partita/table.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <stop_token>
#include <type_traits>

using namespace partita::test;
using namespace std::chrono_literals;
using partita::CallOptions;
using partita::ErrorKind;
using partita::ReadOptions;

namespace {

template <class Token>
concept stops_with = requires(CallOptions options, Token token) { options.stop(static_cast<Token>(token)); };

std::string table_answer(const char* member, const char* status) {
  return Json{{member, {{"TableName", "contacts"}, {"TableStatus", status}}}}.dump();
}

}  // namespace

TEST_CASE("an update that meets its own first attempt succeeds", "[doubt]") {
  const Contacts contacts;
  Json item = stored_sample();
  item["revision"]["N"] = "4";
  item["phone"]["S"] = "+1";
  contacts.transport->fail(ErrorKind::condition_failed, item.dump(), true, 2);
  const auto done = contacts->update("c-1", "t-1", partita::expect{3}).set_phone("+1").execute();
  CHECK(done);
  CHECK(done.cost().requests == 2);
}

TEST_CASE("an update that meets another's change in doubt says so", "[doubt]") {
  const Contacts contacts;
  Json item = stored_sample();
  item["revision"]["N"] = "4";
  item["phone"]["S"] = "+2";  // the right version, but not what was sent
  contacts.transport->fail(ErrorKind::condition_failed, item.dump(), true, 2);
  const auto failed = contacts->update("c-1", "t-1", partita::expect{3}).set_phone("+1").execute();
  REQUIRE_FALSE(failed);
  CHECK(failed.error().kind() == ErrorKind::condition_failed);
  CHECK(failed.error().maybe_applied());
}

// What tells them apart is what each stores of its own, or a transaction.
TEST_CASE("of two writers who make the same of a version, one can be told of the other's success", "[doubt]") {
  const Contacts contacts;
  Json item = stored_sample();  // as the other one left it
  item["revision"]["N"] = "4";
  item["name"]["S"] = "claimed";
  item["phone"]["S"] = "worker-2";
  contacts.transport->fail(ErrorKind::condition_failed, item.dump(), true, 2);
  const auto claim = contacts->update("c-1", "t-1", partita::expect{3}).set_name("claimed");
  SECTION("where nothing tells them apart") {
    CHECK(claim.execute());
  }
  SECTION("not where each stores something of its own") {
    auto own = claim;
    const auto lost = own.set_phone("worker-1").execute();
    REQUIRE_FALSE(lost);
    CHECK(lost.error().kind() == ErrorKind::condition_failed);
    CHECK(lost.error().maybe_applied());
  }
  SECTION("not where it happens exactly once") {
    const auto lost = claim.exactly_once().execute();
    REQUIRE_FALSE(lost);
    CHECK(lost.error().kind() == ErrorKind::condition_failed);
    CHECK(contacts.transport->only().operation == "TransactWriteItems");
  }
}

TEST_CASE("version 0 is also that of items from before there was a version", "[doubt]") {
  const Contacts contacts;
  contacts.transport->answer(written);
  REQUIRE(contacts->update("c-1", "t-1", partita::expect{0}).set_phone("+1").execute());
  CHECK(contacts.transport->only().json()["ConditionExpression"] ==
        "attribute_exists(id) AND (attribute_not_exists(revision) OR revision = :version)");
}

TEST_CASE("the last version has no successor", "[doubt]") {
  const Contacts contacts;
  const auto refused = contacts->update("c-1", "t-1", partita::expect{std::numeric_limits<std::int64_t>::max()})
                           .set_phone("+1")
                           .execute();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind() == ErrorKind::invalid_argument);
  CHECK(contacts.transport->sent().empty());
}

TEST_CASE("an answer that cannot be read leaves a write in doubt, and a read in none", "[doubt]") {
  const Contacts contacts;
  contacts.transport->answer(R"({"ConsumedCapacity":{"CapacityUnits":"many"}})");
  const auto stored = contacts->put(sample());
  REQUIRE_FALSE(stored);
  CHECK(stored.error().kind() == ErrorKind::decode);
  CHECK(stored.error().maybe_applied());
  contacts.transport->answer(R"({"Item":{"id":{"N":"1"}}})");
  const auto read = contacts->get("c-1", "t-1");
  REQUIRE_FALSE(read);
  CHECK(read.error().kind() == ErrorKind::decode);
  CHECK_FALSE(read.error().maybe_applied());
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html: "DescribeTable uses an
// eventually consistent query", and may not know the table yet.
TEST_CASE("a table that was just created may not be seen yet", "[doubt]") {
  const Contacts contacts;
  contacts.transport->answer(table_answer("TableDescription", "CREATING"));
  contacts.transport->fail(ErrorKind::not_found);
  contacts.transport->answer(table_answer("Table", "ACTIVE"));
  CHECK(contacts->create_table());
  contacts.transport->fail(ErrorKind::not_found);
  CHECK_FALSE(partita::wait_until_active(partita::Client(contacts.transport), "contacts"));
}

TEST_CASE("a repeated creation that meets its own table waits for it", "[doubt]") {
  const Contacts contacts;
  contacts.transport->fail(ErrorKind::already_exists, {}, true, 2);
  contacts.transport->answer(table_answer("Table", "ACTIVE"));
  CHECK(contacts->create_table());
  contacts.transport->fail(ErrorKind::already_exists);
  const auto taken = contacts->create_table();
  REQUIRE_FALSE(taken);
  CHECK(taken.error().kind() == ErrorKind::already_exists);
}

TEST_CASE("a sort key condition that its type cannot hold is refused", "[doubt]") {
  const Scripted<lab::ArticleRepository> articles;  // conditions on its sort key are int64
  const auto refused =
      articles->by_journal("j").number(partita::at_least(std::numeric_limits<std::uint64_t>::max())).all();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind() == ErrorKind::invalid_argument);
  CHECK_THAT(refused.error().message(), Catch::Contains("'number'") && Catch::Contains("out of the range"));
  CHECK(articles.transport->sent().empty());
  static_assert(!std::is_convertible_v<double, partita::SortCondition<std::int64_t>>);
  static_assert(!std::is_convertible_v<bool, partita::SortCondition<std::int64_t>>);
}

TEST_CASE("a time limit that is over is one, and a huge one is none", "[doubt]") {
  CHECK_FALSE(CallOptions().has_timeout());
  CHECK(CallOptions().timeout(0ms).has_timeout());
  CHECK(CallOptions().timeout(-5s).timeout_ns() == 0);
  CHECK(CallOptions().timeout(1500us).timeout_ns() == 1'500'000);
  CHECK_FALSE(CallOptions().timeout(std::chrono::hours::max()).has_timeout());
  static_assert(std::is_same_v<decltype(ReadOptions().timeout(1s)), ReadOptions&>);
  static_assert(stops_with<const std::stop_token&> && !stops_with<std::stop_token&&>);  // not one that is gone at once
}

TEST_CASE("pages are not copied", "[doubt]") {
  using Pages = decltype(std::declval<const ContactRepository&>().by_account("a").pages());
  static_assert(!std::is_copy_constructible_v<Pages> && std::is_move_constructible_v<Pages>);
}

TEST_CASE("a call without a limit of its own has the client's", "[doubt]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  partita::ClientOptions with;
  with.call_timeout = 10s;
  const auto client = partita::Client::open(transport, with);
  REQUIRE(client);
  const auto has_deadline = [&](const CallOptions& options) {
    transport->answer(table_answer("Table", "ACTIVE"));
    REQUIRE(partita::describe_table(*client, "contacts", options));
    return transport->last().has_deadline;
  };
  CHECK(has_deadline({}));
  CHECK(has_deadline(CallOptions().timeout(1s)));
  CHECK_FALSE(has_deadline(CallOptions().timeout(std::chrono::hours::max())));
}
