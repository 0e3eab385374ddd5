// The text of conditions, and what may be compared with what.
#include "contacts.hpp"

#include "lab/everything.partita.hpp"
#include "session.partita.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::EverythingFields;
using lab::SessionFields;

// A filter's text and values, as a query sends them.
template <class Entity>
std::string text_of(const Condition<Entity>& condition) {
  std::string values;
  const std::string text = condition.expression().render('f', values);
  return values.empty() ? text : text + " " + values;
}

TEST_CASE("comparisons", "[conditions]") {
  CHECK(text_of(ContactFields::score == 1) == R"(score = :f0 ":f0":{"N":"1"})");
  CHECK(text_of(ContactFields::score != 1) == R"(score <> :f0 ":f0":{"N":"1"})");
  CHECK(text_of(ContactFields::score < 1) == R"(score < :f0 ":f0":{"N":"1"})");
  CHECK(text_of(ContactFields::score <= 1) == R"(score <= :f0 ":f0":{"N":"1"})");
  CHECK(text_of(ContactFields::score > 1) == R"(score > :f0 ":f0":{"N":"1"})");
  CHECK(text_of(ContactFields::score >= 1) == R"(score >= :f0 ":f0":{"N":"1"})");
  CHECK(text_of(ContactFields::score.between(-1, 2)) ==
        R"(score BETWEEN :f0 AND :f1 ":f0":{"N":"-1"},":f1":{"N":"2"})");
}

TEST_CASE("presence and parts", "[conditions]") {
  CHECK(text_of(ContactFields::phone.exists()) == "attribute_exists(phone)");
  CHECK(text_of(ContactFields::phone.not_exists()) == "attribute_not_exists(phone)");
  CHECK(text_of(ContactFields::name.begins_with("Zo")) == R"(begins_with(#name, :f0) ":f0":{"S":"Zo"})");
  CHECK(text_of(ContactFields::name.contains("o")) == R"(contains(#name, :f0) ":f0":{"S":"o"})");
  CHECK(text_of(SessionFields::roles.contains("admin")) == R"(contains(#roles, :f0) ":f0":{"S":"admin"})");
  CHECK(text_of(SessionFields::ports.contains(443)) == R"(contains(ports, :f0) ":f0":{"N":"443"})");
  CHECK(text_of(EverythingFields::tree.exists()) == "attribute_exists(tree)");
}

TEST_CASE("and, or, not keep their order", "[conditions]") {
  const auto a = ContactFields::score == 1;
  const auto b = ContactFields::phone.exists();
  const auto c = ContactFields::name == "x";
  CHECK(text_of(a && b) == R"((score = :f0) AND (attribute_exists(phone)) ":f0":{"N":"1"})");
  CHECK(text_of(a || b) == R"((score = :f0) OR (attribute_exists(phone)) ":f0":{"N":"1"})");
  CHECK(text_of(!a) == R"(NOT (score = :f0) ":f0":{"N":"1"})");
  CHECK(text_of(!(a || b) && c) ==
        R"((NOT ((score = :f0) OR (attribute_exists(phone)))) AND (#name = :f1) ":f0":{"N":"1"},":f1":{"S":"x"})");
  CHECK(text_of(a && (b || c)) ==
        R"((score = :f0) AND ((attribute_exists(phone)) OR (#name = :f1)) ":f0":{"N":"1"},":f1":{"S":"x"})");
}

TEST_CASE("values have the form in which their attribute is stored", "[conditions]") {
  const auto at = timestamp::from_milliseconds(1700000000999);
  CHECK(text_of(ContactFields::status == Status::gone) == R"(#status = :f0 ":f0":{"S":"gone"})");
  CHECK(text_of(ContactFields::created_at < at) == R"(created_at < :f0 ":f0":{"N":"1700000000999"})");
  CHECK(text_of(SessionFields::expires_at < at) == R"(expires_at < :f0 ":f0":{"N":"1700000000"})");
  CHECK(text_of(EverythingFields::level == lab::Level::low) == R"(#level = :f0 ":f0":{"N":"-1"})");
  CHECK(text_of(EverythingFields::color == lab::Color::blue) == R"(color = :f0 ":f0":{"S":"blue"})");
  CHECK(text_of(EverythingFields::flag == true) == R"(flag = :f0 ":f0":{"BOOL":true})");
  CHECK(text_of(EverythingFields::real < 0.1) == R"(#real < :f0 ":f0":{"N":"0.1"})");
  CHECK(text_of(EverythingFields::exact == *decimal::parse("1.50")) == R"(exact = :f0 ":f0":{"N":"1.5"})");
  CHECK(text_of(EverythingFields::at_iso == iso_timestamp::from_milliseconds(0)) ==
        R"(at_iso = :f0 ":f0":{"S":"1970-01-01T00:00:00.000Z"})");
  CHECK(text_of(EverythingFields::at_second == seconds_timestamp::from_seconds(-5)) ==
        R"(at_second = :f0 ":f0":{"N":"-5"})");
  CHECK(text_of(EverythingFields::u64 == UINT64_MAX) == R"(u64 = :f0 ":f0":{"N":"18446744073709551615"})");
  CHECK(text_of(EverythingFields::blob == std::vector<std::byte>{std::byte{1}}) == R"(#blob = :f0 ":f0":{"B":"AQ=="})");
  CHECK(text_of(ContactFields::name == std::string("a\"?@\n")) == R"(#name = :f0 ":f0":{"S":"a\"?@\n"})");
}

TEST_CASE("an integer out of the attribute's range compares as the number it is", "[conditions]") {
  CHECK(text_of(EverythingFields::i8 < 1000) == R"(i8 < :f0 ":f0":{"N":"1000"})");
  CHECK(text_of(EverythingFields::u8 > -1) == R"(u8 > :f0 ":f0":{"N":"-1"})");
}

template <class Field, class T>
concept has_contains = requires(const Field& field, T value) { field.contains(value); };
template <class Field>
concept has_begins_with = requires(const Field& field) { field.begins_with("x"); };

TEST_CASE("what DynamoDB cannot ask of an attribute is not there", "[conditions]") {
  static_assert(has_begins_with<decltype(ContactFields::name)>);
  static_assert(!has_begins_with<decltype(ContactFields::score)>);
  static_assert(has_contains<decltype(SessionFields::roles), const char*>);
  static_assert(!has_contains<decltype(ContactFields::score), int>);
  static_assert(!has_contains<decltype(EverythingFields::tree), const char*>);
}

TEST_CASE("a value that cannot be stored spoils the condition, wherever it stands", "[conditions]") {
  const Contacts contacts;
  const auto bad = ContactFields::name == "\xff";
  const auto good = ContactFields::score == 1;
  for (const auto& condition : {bad, good && bad, bad || good, !bad, !(good && (good || bad))}) {
    const auto found = contacts->by_account("a").where(good).where(condition).all();
    REQUIRE_FALSE(found);
    CHECK(found.error().kind() == ErrorKind::invalid_argument);
    CHECK(found.error().message().find("'name'") != std::string::npos);
    CHECK(found.error().message().find("UTF-8") != std::string::npos);
  }
  CHECK(contacts.transport->sent().empty());
}

}  // namespace
}  // namespace partita::test
