// Reserved words and names that are no identifiers, in every place where a name stands.
#include "scripted_transport.hpp"

#include "odd.partita.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

namespace partita::test {
namespace {

using lab::OddFields;
using Odds = Scripted<lab::OddRepository>;

lab::Odd sample() {
  lab::Odd odd;
  odd.key = "k";
  odd.client = "c";
  odd.options = "o";
  odd.value = lab::Part{.class_ = "first", .a_b = 2};
  odd.class_ = "x";
  odd.created_at = timestamp::from_milliseconds(1);
  odd._2fa = true;
  odd._private = "p";
  odd.with_space = {"a"};
  odd.quote_d = 5;
  odd.back = "b";
  odd.groesse = 1.5;
  odd.size = 3;
  odd.status = "s";
  return odd;
}

const Json stored = Json::parse(R"({
  "key": {"S": "k"}, "client": {"S": "c"}, "options": {"S": "o"},
  "value": {"M": {"class": {"S": "first"}, "a b": {"N": "2"}}}, "class": {"S": "x"}, "created-at": {"N": "1"},
  "2fa": {"BOOL": true}, "_private": {"S": "p"}, "with space": {"SS": ["a"]}, "quote\"d": {"N": "5"},
  "back\\slash": {"S": "b"}, "größe": {"N": "1.5"}, "size": {"N": "3"}, "status": {"S": "s"}})");

// All aliases that the expressions of a body use are declared, none is declared in vain, and none twice.
void check_aliases(const ScriptedTransport::Sent& sent) {
  const Json body = sent.json();
  INFO(sent.body);
  std::set<std::string> used;
  for (const char* member : {"ConditionExpression", "FilterExpression", "KeyConditionExpression", "UpdateExpression"}) {
    const std::string text = body.value(member, "");
    for (std::size_t at = 0; (at = text.find('#', at)) != std::string::npos;) {
      const std::size_t end =
          text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_", at + 1);
      used.insert(text.substr(at, end == std::string::npos ? end : end - at));
      at = end == std::string::npos ? text.size() : end;
    }
  }
  std::set<std::string> declared;
  const Json names = body.value("ExpressionAttributeNames", Json::object());
  for (const auto& name : names.items()) {
    declared.insert(name.key());
    CHECK(sent.body.find('"' + name.key() + "\":") == sent.body.rfind('"' + name.key() + "\":"));
  }
  CHECK(used == declared);
}

TEST_CASE("odd names are stored as they are", "[names]") {
  const Odds odds;
  odds.transport->answer("{}");
  REQUIRE(odds->create(sample()));
  const Json body = odds.transport->last().json();
  CHECK(body.at("Item") == stored);
  CHECK(body.at("ConditionExpression") == "attribute_not_exists(#key)");
  CHECK(body.at("ExpressionAttributeNames") == Json{{"#key", "key"}});
  check_aliases(odds.transport->last());
}

TEST_CASE("odd names are read as they are", "[names]") {
  const Odds odds;
  odds.transport->answer(Json{{"Item", stored}}.dump());
  odds.transport->answer(Json{{"Item", stored}}.dump(2, ' ', true));
  for (int i = 0; i < 2; ++i) {
    const auto found = odds->get("k", "c");
    REQUIRE(found);
    REQUIRE(found->has_value());
    const lab::Odd& odd = **found;
    const lab::Odd expected = sample();
    CHECK(odd.value->class_ == "first");
    CHECK(odd.value->a_b == 2);
    CHECK(odd.class_ == expected.class_);
    CHECK(odd.created_at == expected.created_at);
    CHECK(odd._2fa);
    CHECK(odd._private == "p");
    CHECK(odd.with_space == expected.with_space);
    CHECK(odd.quote_d == 5);
    CHECK(odd.back == "b");
    CHECK(odd.groesse == 1.5);
    CHECK(odd.size == 3);
  }
}

TEST_CASE("an update aliases each name once", "[names]") {
  const Odds odds;
  odds.transport->answer("{}");
  REQUIRE(odds->update("k", "c")
              .set_class_("y")
              .set_created_at(timestamp())
              .set__2fa(false)
              .set_with_space({"b"})
              .set_quote_d(6)
              .set_groesse(2)
              .remove_back()
              .remove_size()
              .remove_value()
              .execute());
  const Json names = odds.transport->last().json().at("ExpressionAttributeNames");
  std::set<std::string> stored_names;
  for (const auto& name : names.items()) stored_names.insert(name.value().get<std::string>());
  CHECK(stored_names == std::set<std::string>{"key", "class", "created-at", "2fa", "with space", "quote\"d", "größe",
                                              "back\\slash", "size", "value"});
  check_aliases(odds.transport->last());
}

TEST_CASE("a query aliases the names of key and filters once", "[names]") {
  const Odds odds;
  const std::string empty = R"({"Count":0,"ScannedCount":0,"Items":[]})";
  odds.transport->answer(empty);
  odds.transport->answer(empty);
  REQUIRE(odds->by_class("x")
              .created_at(at_least(timestamp()))
              .where(OddFields::_2fa == true && OddFields::quote_d > 1)
              .where(OddFields::quote_d < 9)
              .all());
  const Json body = odds.transport->last().json();
  CHECK(body.at("IndexName") == "by-class");
  check_aliases(odds.transport->last());
  REQUIRE(odds->by_status("s")
              .options("o")
              .where(OddFields::class_ != "y" && OddFields::with_space.contains("a"))
              .where(OddFields::back.exists() && OddFields::groesse < 2.5 && OddFields::size.not_exists())
              .all());
  check_aliases(odds.transport->last());
}

}  // namespace
}  // namespace partita::test
