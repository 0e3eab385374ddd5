// Cursors: where they go on, and which are refused.
#include "contacts.hpp"

#include "ticket.partita.hpp"

#include <partita/client_options.hpp>
#include <partita/cursor.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace partita::test {
namespace {

Client client_with(const std::shared_ptr<ScriptedTransport>& transport, std::vector<CursorKey> keys) {
  ClientOptions options;
  options.cursor_keys = std::move(keys);
  return *Client::open(transport, options);
}

const CursorKey old_key{"2025", std::string(32, 'o')};
const CursorKey new_key{"2026", std::string(32, 'n')};

std::optional<Cursor> cursor_of(const Contacts& contacts) {
  contacts.transport->answer(page({"1", "2", "3"}, "3"));
  return contacts->by_account("a").where(ContactFields::score > 1).max_items(2).all().next();
}

TEST_CASE("a cursor stands behind the last item that was returned, not where the service stopped", "[cursor]") {
  const Contacts contacts;
  const auto cursor = cursor_of(contacts);
  REQUIRE(cursor);
  const auto parsed = Cursor::parse(cursor->to_string());
  REQUIRE(parsed);
  CHECK(*parsed == *cursor);
  contacts.transport->answer(page({"3"}));
  const auto rest = contacts->by_account("a").where(ContactFields::score > 1).page_size(7).after(*parsed).all();
  REQUIRE(rest);
  CHECK_FALSE(rest.next());
  const Json start = contacts.transport->last().json().at("ExclusiveStartKey");
  CHECK(start == Json{{"id", {{"S", "2"}}}, {"tenant_id", {{"S", "t-1"}}}, {"account_id", {{"S", "a-9"}}}});
}

TEST_CASE("a page says where the next one begins", "[cursor]") {
  const Contacts contacts;
  contacts.transport->answer(page({"1"}, "9"));
  contacts.transport->answer(page({}));
  auto pages = contacts->by_account("a").pages();
  const auto cursor = pages.next()->next();
  REQUIRE(cursor);
  CHECK_FALSE(pages.next()->next());
  contacts.transport->answer(page({}));
  REQUIRE(contacts->by_account("a").after(*cursor).all());
  CHECK(contacts.transport->last().json().at("ExclusiveStartKey").at("id").at("S") == "9");
}

TEST_CASE("a query of nothing goes on at its beginning", "[cursor]") {
  const Contacts contacts;
  const auto cursor = contacts->by_account("a").max_items(0).all().next();
  REQUIRE(cursor);
  contacts.transport->answer(page({"1"}));
  CHECK(contacts->by_account("a").after(*cursor).all()->size() == 1);
  CHECK_FALSE(contacts.transport->only().json().contains("ExclusiveStartKey"));
}

TEST_CASE("a cursor of another query is refused before anything is sent", "[cursor]") {
  const Contacts contacts;
  const Cursor cursor = *cursor_of(contacts);
  const std::size_t sent = contacts.transport->sent().size();
  const auto refused = [&](auto query) {
    const auto found = query.after(cursor).all();
    REQUIRE_FALSE(found);
    CHECK(found.error().kind() == ErrorKind::invalid_argument);
    CHECK(found.error().message().find("another query") != std::string::npos);
    CHECK(found.error().table() == "contacts");
  };
  const auto filter = ContactFields::score > 1;
  refused(contacts->by_account("b").where(filter));
  refused(contacts->by_account("a"));
  refused(contacts->by_account("a").where(ContactFields::score > 2));
  refused(contacts->by_account("a").where(ContactFields::score >= 1));
  refused(contacts->by_account("a").where(filter).descending());
  refused(contacts->by_role("a").where(filter));
  refused(contacts->by_id("a").where(filter));
  CHECK(contacts.transport->sent().size() == sent);
}

TEST_CASE("a cursor of another tenant is refused", "[cursor]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const auto cursor = lab::TicketRepository(Client(transport), std::string("a")).by_role("r").max_items(0).all().next();
  REQUIRE(cursor);
  const lab::TicketRepository other(Client(transport), std::string("b"));
  CHECK(other.by_role("r").after(*cursor).all().error().kind() == ErrorKind::invalid_argument);
  CHECK(other.scan().after(*cursor).all().error().kind() == ErrorKind::invalid_argument);
  CHECK(transport->sent().empty());
}

TEST_CASE("no letter of a cursor can be changed, added or left out", "[cursor]") {
  const Contacts contacts;
  const std::string text = cursor_of(contacts)->to_string();
  const std::size_t sent = contacts.transport->sent().size();
  const auto refused = [&](const std::string& changed) {
    const auto cursor = Cursor::parse(changed);
    if (!cursor) return cursor.error().kind() == ErrorKind::invalid_argument;
    const auto found = contacts->by_account("a").where(ContactFields::score > 1).after(*cursor).all();
    return !found && found.error().kind() == ErrorKind::invalid_argument;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK(refused(changed));
    CHECK(refused(text.substr(0, i)));
  }
  CHECK(refused(text + "A"));
  CHECK(refused("not a cursor"));
  CHECK(contacts.transport->sent().size() == sent);
}

TEST_CASE("the first key of a ring signs, all are accepted", "[cursor]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const auto made = [&](std::vector<CursorKey> keys) {
    return *ContactRepository(client_with(transport, std::move(keys))).by_account("a").max_items(0).all().next();
  };
  const auto accepted = [&](std::vector<CursorKey> keys, const Cursor& cursor) {
    transport->answer(page({}));
    const std::size_t sent = transport->sent().size();
    static_cast<void>(ContactRepository(client_with(transport, std::move(keys))).by_account("a").after(cursor).all());
    return transport->sent().size() > sent;
  };
  CHECK(accepted({new_key, old_key}, made({old_key})));
  CHECK(accepted({old_key}, made({old_key, new_key})));
  CHECK_FALSE(accepted({old_key}, made({new_key, old_key})));
  CHECK_FALSE(accepted({{"2025", std::string(32, 'x')}}, made({old_key})));
  CHECK_FALSE(accepted({old_key}, made({})));
  CHECK_FALSE(accepted({}, made({old_key})));
  CHECK(accepted({}, made({})));
}

TEST_CASE("a ring of bad keys is refused", "[cursor]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  for (const std::vector<CursorKey>& keys :
       {std::vector<CursorKey>{{"", old_key.secret}}, {{"short", std::string(31, 'x')}}, {old_key, old_key}}) {
    ClientOptions options;
    options.cursor_keys = keys;
    CHECK(Client::open(transport, options).error().kind() == ErrorKind::invalid_argument);
  }
}

}  // namespace
}  // namespace partita::test
