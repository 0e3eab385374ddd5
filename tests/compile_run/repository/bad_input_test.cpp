// Every kind of input that DynamoDB does not take is refused before anything is sent, with the value or its place and
// the limit. What an answer may not be is the last one.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
#include "contacts.hpp"

#include <partita/cursor.hpp>
#include <partita/decimal.hpp>
#include <partita/read_transaction.hpp>
#include <partita/transaction.hpp>

#include <catch2/catch.hpp>

#include <limits>
#include <string>
#include <vector>

namespace partita::test {
namespace {

class BadInput {
 public:
  ~BadInput() { CHECK(contacts.transport->sent().empty()); }

  /// Checks that the call was refused, with all of these texts.
  void refused(const Error& error, const std::vector<std::string>& texts) const {
    INFO(error.to_string());
    CHECK(error.kind() == ErrorKind::invalid_argument);
    for (const std::string& text : texts) CHECK(error.message().find(text) != std::string::npos);
  }

  Contacts contacts;
  Client client{contacts.transport};
};

Contact with_id(const std::string& id) {
  Contact contact = sample();
  contact.id = id;
  return contact;
}

Contact with_name(std::string name) {
  Contact contact = sample();
  contact.name = std::move(name);
  return contact;
}

TEST_CASE("bad input: an empty key string", "[bad_input]") {
  const BadInput bad;
  const std::vector<std::string> texts{"attribute 'id'", "partition key of table 'contacts'", "must not be empty"};
  bad.refused(bad.contacts->put(with_id("")).error(), texts);
  bad.refused(bad.contacts->get("", "t").error(), texts);
  bad.refused(*bad.contacts->put_many(std::vector<Contact>{with_id("")}, unconditionally).error, texts);
  bad.refused(read_transaction(bad.client).get(bad.contacts.repository, "", "t").execute().error(), texts);
}

TEST_CASE("bad input: an oversized key", "[bad_input]") {
  const BadInput bad;
  bad.refused(bad.contacts->get(std::string(2049, 'x'), "t").error(), {"attribute 'id'", "2049", "2048"});
  bad.refused(bad.contacts->get("c", std::string(1025, 'x')).error(), {"attribute 'tenant_id'", "1025", "1024"});
  bad.refused(bad.contacts->put(with_id(std::string(2049, 'x'))).error(), {"attribute 'id'", "2049", "2048"});
}

TEST_CASE("bad input: an item over 400 KB", "[bad_input]") {
  const BadInput bad;
  const std::vector<std::string> texts{"the item has 4", "bytes", "409600"};
  const Contact large = with_name(std::string(409'600, 'x'));
  bad.refused(bad.contacts->create(large).error(), texts);
  bad.refused(bad.contacts->put(large).error(), texts);
  bad.refused(bad.contacts->replace(large).error(), texts);
  bad.refused(bad.contacts->upsert(large).error(), texts);
  bad.refused(*bad.contacts->put_many(std::vector<Contact>{sample(), large}, unconditionally).error,
              {"number 1 of the batch", "409600"});
  bad.refused(WriteTransaction(bad.client).put(bad.contacts.repository, large).execute().error(), texts);
}

TEST_CASE("an item of 400 KB is sent", "[bad_input]") {
  const Contacts contacts;
  contacts.transport->answer(written);
  CHECK(contacts->put(with_name(std::string(409'300, 'x'))));
}

TEST_CASE("bad input: a number that is none, or none that is finite", "[bad_input]") {
  const BadInput bad;
  Contact contact = sample();
  contact.rating = std::numeric_limits<double>::quiet_NaN();
  bad.refused(bad.contacts->put(contact).error(), {"attribute 'rating'", "NaN"});
  contact.rating = std::numeric_limits<double>::infinity();
  bad.refused(bad.contacts->put(contact).error(), {"attribute 'rating'", "inf"});
}

TEST_CASE("bad input: a number of 39 digits", "[bad_input]") {
  // No value that can be sent has more than 38: texts are refused where they become numbers.
  CHECK_FALSE(decimal::parse(std::string(39, '7')));
  CHECK_FALSE(decimal::parse("0." + std::string(39, '7')));
  CHECK(decimal::parse(std::string(38, '7')));
}

TEST_CASE("bad input: a string that is not UTF-8", "[bad_input]") {
  const BadInput bad;
  bad.refused(bad.contacts->put(with_name("\xc3(")).error(), {"attribute 'name'", "UTF-8"});
  bad.refused(bad.contacts->get("\xff", "t").error(), {"attribute 'id'", "UTF-8"});
}

TEST_CASE("bad input: 101 actions of a transaction", "[bad_input]") {
  const BadInput bad;
  WriteTransaction writes{bad.client};
  for (int i = 0; i < 101; ++i) writes.create(bad.contacts.repository, with_id(std::to_string(i)));
  bad.refused(writes.execute().error(), {"101 actions", "100"});
}

TEST_CASE("bad input: a cursor from elsewhere", "[bad_input]") {
  const Contacts other;
  other.transport->answer(page({"c-1"}, "c-1"));
  const auto first = other->by_account("a-9").max_items(1).all();
  REQUIRE(first);
  REQUIRE(first.next());

  const BadInput bad;
  bad.refused(bad.contacts->by_account("a-8").after(*first.next()).all().error(), {"cursor"});
  bad.refused(bad.contacts->by_role("r").after(*first.next()).all().error(), {"cursor"});
  std::string changed = first.next()->to_string();
  changed[changed.size() / 2] = changed[changed.size() / 2] == 'A' ? 'B' : 'A';
  const auto cursor = Cursor::parse(changed);
  if (cursor) bad.refused(bad.contacts->by_account("a-9").after(*cursor).all().error(), {"cursor"});
}

TEST_CASE("an answer that does not decode names entity, attribute, expected and found type", "[bad_input]") {
  Json item = stored_sample();
  item["score"] = {{"S", "-3"}};
  const std::string texts[] = {"Contact: attribute 'score'", "String (S)", "Number (N)"};
  const auto check = [&](const Error& error) {
    INFO(error.to_string());
    CHECK(error.kind() == ErrorKind::decode);
    for (const std::string& text : texts) CHECK(error.message().find(text) != std::string::npos);
  };
  const Contacts contacts;
  const Client client(contacts.transport);
  contacts.transport->answer(Json{{"Item", item}}.dump());
  check(contacts->get("c-1", "t-1").error());
  contacts.transport->answer(Json{{"Count", 1}, {"ScannedCount", 1}, {"Items", {item}}}.dump());
  check(contacts->by_account("a-9").all().error());
  contacts.transport->answer(Json{{"Responses", {{"contacts", {item}}}}}.dump());
  check(contacts->get_many(std::vector<lab::ContactKey>{{"c-1", "t-1"}}).error());
  contacts.transport->answer(Json{{"Responses", {{{"Item", item}}}}}.dump());
  check(read_transaction(client).get(contacts.repository, "c-1", "t-1").execute().error());
  check(ContactRepository{client}.from_item(item.dump()).error());
}

}  // namespace
}  // namespace partita::test
