// An entity that says its type: other types may share its table though no schema here shows them.
#include "scripted_transport.hpp"

#include "ticket.partita.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

namespace partita::test {
namespace {

struct Tickets {
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  lab::TicketRepository repository{Client(transport), "t-1"};

  const lab::TicketRepository* operator->() const { return &repository; }
};

const std::string empty_page = R"({"Count":0,"ScannedCount":0,"Items":[]})";

const lab::Ticket sample{.queue = "q",
                         .number = 7,
                         .tenant = "t-1",
                         .role = "lead",
                         .state = lab::State::open,
                         .due_at = iso_timestamp::from_milliseconds(0),
                         .code = "secret"};

template <class Query>
Json body_of(const Tickets& tickets, const Query& query) {
  tickets.transport->answer(empty_page);
  REQUIRE(query.all());
  return tickets.transport->last().json();
}

bool asks_for_type(const Json& body) {
  return body.value("FilterExpression", "").find("#type = :f") != std::string::npos;
}

TEST_CASE("items of unknown types are not read as the entity's", "[foreign]") {
  const Tickets tickets;
  CHECK(asks_for_type(body_of(tickets, tickets->scan())));
  CHECK(asks_for_type(body_of(tickets, tickets->by_tenant_and_queue("q"))));
  CHECK(asks_for_type(body_of(tickets, tickets->by_role("lead"))));
  // Its sort key begins with text of its own.
  const Json told = body_of(tickets, tickets->by_due("lead"));
  CHECK(told["KeyConditionExpression"] == "Codec = :k0 AND begins_with(#item, :k1)");
  CHECK_FALSE(asks_for_type(told));
}

TEST_CASE("put leaves an item of another type alone", "[foreign]") {
  const Tickets tickets;
  tickets.transport->answer("{}");
  REQUIRE(tickets->put(sample));
  const auto sent = tickets.transport->last();
  CHECK(sent.retry == RetryClass::idempotent);
  const Json body = sent.json();
  CHECK(body["ConditionExpression"] == "attribute_not_exists(pk) OR #type = :type");
  CHECK(body["ExpressionAttributeNames"] == Json{{"#type", "type"}});
  CHECK(body["ExpressionAttributeValues"] == Json::parse(R"({":type":{"S":"ticket"}})"));
  CHECK(body["Item"]["Codec"] == Json{{"S", "TENANT#t-1#lead"}});

  tickets.transport->fail(ErrorKind::condition_failed, R"({"code":{"S":"secret"},"type":{"S":"note"}})");
  const auto refused = tickets->put(sample);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind() == ErrorKind::condition_failed);
  CHECK(refused.error().to_string().find("secret") == std::string::npos);
}

TEST_CASE("an update keeps the tenant that keys of indexes are made from", "[foreign]") {
  const Tickets tickets;
  tickets.transport->answer("{}");
  REQUIRE(tickets->update("q", 7).set_role("chief").execute());
  const Json body = tickets.transport->last().json();
  CHECK(body["UpdateExpression"] == "SET #role = :u0, Codec = :u1");
  CHECK(body["ExpressionAttributeValues"][":u1"] == Json{{"S", "TENANT#t-1#chief"}});
}

TEST_CASE("keys may be called as what reads them", "[foreign]") {
  const Tickets tickets;
  const auto text = tickets->to_item(sample);
  REQUIRE(text);
  const auto read = tickets->from_item(*text);
  REQUIRE(read);
  CHECK(read->role == "lead");
}

}  // namespace
}  // namespace partita::test
