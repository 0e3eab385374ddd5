// query(condition): which key or index serves it, and what is sent.
#include "contacts.hpp"

#include "document.partita.hpp"
#include "session.partita.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <type_traits>
#include <utility>

namespace partita::test {
namespace {

using lab::SessionFields;

const std::string empty_page = R"({"Count":0,"ScannedCount":0,"Items":[]})";

template <class Query>
Json sent_by(const Contacts& contacts, const Query& query) {
  contacts.transport->answer(empty_page);
  const auto found = query.all();
  if (!found) FAIL(found.error().message());
  return contacts.transport->last().json();
}

TEST_CASE("a condition is served by the key whose partition key it compares", "[planned]") {
  const Contacts contacts;
  static_assert(std::is_same_v<decltype(contacts->query(ContactFields::id == "c")), ContactRepository::ById>);
  CHECK(sent_by(contacts, contacts->query(ContactFields::id == "c")) ==
        Json{{"TableName", "contacts"},
             {"KeyConditionExpression", "id = :k0"},
             {"ExpressionAttributeValues", {{":k0", {{"S", "c"}}}}},
             {"ReturnConsumedCapacity", "TOTAL"}});
  CHECK(sent_by(contacts, contacts->query(ContactFields::role == "cto" && ContactFields::department == "eng")) ==
        Json{{"TableName", "contacts"},
             {"IndexName", "by_role"},
             {"KeyConditionExpression", "#role = :k0 AND department = :k1"},
             {"ExpressionAttributeNames", {{"#role", "role"}}},
             {"ExpressionAttributeValues", {{":k0", {{"S", "cto"}}}, {":k1", {{"S", "eng"}}}}},
             {"ReturnConsumedCapacity", "INDEXES"}});
}

TEST_CASE("what the key condition leaves is the filter", "[planned]") {
  const Contacts contacts;
  const auto since = timestamp::from_milliseconds(1700000000000);
  const Json sent = sent_by(contacts, contacts
                                          ->query(ContactFields::score > 3 && ContactFields::created_at >= since &&
                                                  (ContactFields::phone.exists() || ContactFields::name == "x") &&
                                                  ContactFields::status == Status::active)
                                          .descending()
                                          .page_size(10)
                                          .where(ContactFields::rating < 2));
  CHECK(sent ==
        Json{{"TableName", "contacts"},
             {"IndexName", "by_status"},
             {"KeyConditionExpression", "#status = :k0 AND created_at >= :k1"},
             {"FilterExpression", "(score > :f0) AND ((attribute_exists(phone)) OR (#name = :f1)) AND (rating < :f2)"},
             {"ExpressionAttributeNames", {{"#status", "status"}, {"#name", "name"}}},
             {"ExpressionAttributeValues",
              {{":k0", {{"S", "active"}}},
               {":k1", {{"N", "1700000000000"}}},
               {":f0", {{"N", "3"}}},
               {":f1", {{"S", "x"}}},
               {":f2", {{"N", "2"}}}}},
             {"ScanIndexForward", false},
             {"Limit", 10},
             {"ReturnConsumedCapacity", "INDEXES"}});
}

TEST_CASE("of several keys the one is chosen whose sort key the condition uses best", "[planned]") {
  const Contacts contacts;
  const auto index = [&](const auto& query) { return sent_by(contacts, query).value("IndexName", "table"); };
  const auto account = ContactFields::account_id == "a";
  const auto role = ContactFields::role == "r";
  CHECK(index(contacts->query(account && role)) == "by_account");  // both the same: the first
  CHECK(index(contacts->query(account && role && ContactFields::department < "m")) == "by_role");
  CHECK(index(contacts->query(account && ContactFields::id == "c")) == "table");
  CHECK(index(contacts->query(role && ContactFields::department.begins_with("e") && ContactFields::id == "c" &&
                              ContactFields::tenant_id == "t")) == "table");
  // A filter on 'department' is no query of by_role, so the other one serves.
  CHECK(index(contacts->query(role && account && ContactFields::department != "m")) == "by_account");
  CHECK(index(contacts->query(account && (role || ContactFields::department == "m"))) == "by_account");
}

TEST_CASE("where the repository gives the partition key, any condition is served", "[planned]") {
  using Documents = lab::DocumentRepository;
  using lab::DocumentFields;
  static_assert(
      std::is_same_v<decltype(std::declval<Documents>().query(DocumentFields::shelf < "m")), Documents::ByShelf>);
  static_assert(
      std::is_same_v<decltype(std::declval<Documents>().query(DocumentFields::author == "a")), Documents::ByAuthor>);
  // Index 'titles' holds no whole items.
  static_assert(
      std::is_same_v<decltype(std::declval<Documents>().query(DocumentFields::title == "t")), Documents::ByTenantId>);
  using lab::SessionFields;
  using lab::SessionRepository;
  static_assert(std::is_same_v<decltype(std::declval<SessionRepository>().query(SessionFields::capsule_id == "c")),
                               SessionRepository::ByCapsule>);
}

TEST_CASE("ranges and prefixes of the sort key", "[planned]") {
  const Contacts contacts;
  const auto text = [&](const auto& condition) {
    return sent_by(contacts, contacts->query(ContactFields::role == "r" && condition))["KeyConditionExpression"];
  };
  CHECK(text(ContactFields::department < "m") == "#role = :k0 AND department < :k1");
  CHECK(text(ContactFields::department <= "m") == "#role = :k0 AND department <= :k1");
  CHECK(text(ContactFields::department > "m") == "#role = :k0 AND department > :k1");
  CHECK(text(ContactFields::department >= "m") == "#role = :k0 AND department >= :k1");
  CHECK(text(ContactFields::department.between("a", "m")) == "#role = :k0 AND department BETWEEN :k1 AND :k2");
  CHECK(text(ContactFields::department.begins_with("m")) == "#role = :k0 AND begins_with(department, :k1)");
}

TEST_CASE("a value that no key can have is refused", "[planned]") {
  const Contacts contacts;
  const auto message = [&](const auto& query) { return query.all().error().message(); };
  CHECK(message(contacts->query(ContactFields::id == "")) ==
        "condition on partition key 'id': the value must not be empty");
  CHECK(message(contacts->query(ContactFields::id == std::string(2049, 'x'))) ==
        "condition on partition key 'id': the value is 2049 bytes long; DynamoDB allows 2048");
  CHECK(message(contacts->query(ContactFields::role == "r" && ContactFields::department < std::string(1025, 'x'))) ==
        "condition on sort key 'department': the value is 1025 bytes long; DynamoDB allows 1024");
  CHECK(contacts.transport->sent().empty());
}

TEST_CASE("a condition of the base type shows when it runs what it may not ask", "[planned]") {
  const Contacts contacts;
  const Condition<lab::Contact> key = ContactFields::account_id != "b";
  CHECK(contacts->by_account("a").where(key).all().error().message() ==
        "filter on 'account_id': it is part of the key that is queried, for which the query has methods");
  const Scripted<lab::SessionRepository> sessions;
  const Condition<lab::Session> hidden = SessionFields::roles.contains("x");
  CHECK(sessions->by_capsule("c").where(hidden).all().error().message() ==
        "filter on 'roles': index 'by_capsule' does not hold it");
  CHECK(contacts.transport->sent().empty());
  CHECK(sessions.transport->sent().empty());
}

}  // namespace
}  // namespace partita::test
