// The text of conditions, and what may be compared with what.
#include "contacts.hpp"

#include "lab/everything.partita.hpp"
#include "session.partita.hpp"

#include <catch2/catch.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace partita::test {
namespace {

using lab::EverythingFields;
using lab::SessionFields;

// The condition's text and values, as a removal sends them; the error, if it sends none.
template <class Repository, class Ask>
std::string sent_by(Ask ask) {
  const Scripted<Repository> repository;
  const Result<void> removed = ask(*repository.operator->());
  if (repository.transport->sent().empty()) return removed.error().message();
  const std::string& body = repository.transport->last().body;
  const std::string text = repository.transport->last().json().at("ConditionExpression");
  const std::size_t begin = body.find("\":c0\":");
  if (begin == std::string::npos) return text;
  return text + " " + body.substr(begin, body.find("},\"ReturnValues") - begin);
}
std::string text_of(const Condition<lab::Contact>& condition) {
  return sent_by<ContactRepository>(
      [&](const auto& contacts) { return contacts.remove("a", "t", any_version, if_(condition)); });
}
std::string text_of(const Condition<lab::Session>& condition) {
  return sent_by<lab::SessionRepository>(
      [&](const auto& sessions) { return sessions.remove("a", "s", if_(condition)); });
}
std::string text_of(const Condition<lab::Everything>& condition) {
  return sent_by<lab::EverythingRepository>([&](const auto& all) { return all.remove("a", if_(condition)); });
}

TEST_CASE("comparisons", "[conditions]") {
  CHECK(text_of(ContactFields::score == 1) == R"(score = :c0 ":c0":{"N":"1"})");
  CHECK(text_of(ContactFields::score != 1) == R"(score <> :c0 ":c0":{"N":"1"})");
  CHECK(text_of(ContactFields::score < 1) == R"(score < :c0 ":c0":{"N":"1"})");
  CHECK(text_of(ContactFields::score <= 1) == R"(score <= :c0 ":c0":{"N":"1"})");
  CHECK(text_of(ContactFields::score > 1) == R"(score > :c0 ":c0":{"N":"1"})");
  CHECK(text_of(ContactFields::score >= 1) == R"(score >= :c0 ":c0":{"N":"1"})");
  CHECK(text_of(ContactFields::score.between(-1, 2)) ==
        R"(score BETWEEN :c0 AND :c1 ":c0":{"N":"-1"},":c1":{"N":"2"})");
}

TEST_CASE("presence and parts", "[conditions]") {
  CHECK(text_of(ContactFields::phone.exists()) == "attribute_exists(phone)");
  CHECK(text_of(ContactFields::phone.not_exists()) == "attribute_not_exists(phone)");
  CHECK(text_of(ContactFields::name.begins_with("Zo")) == R"(begins_with(#name, :c0) ":c0":{"S":"Zo"})");
  CHECK(text_of(ContactFields::name.contains("o")) == R"(contains(#name, :c0) ":c0":{"S":"o"})");
  CHECK(text_of(SessionFields::roles.contains("admin")) == R"(contains(#roles, :c0) ":c0":{"S":"admin"})");
  CHECK(text_of(SessionFields::ports.contains(443)) == R"(contains(ports, :c0) ":c0":{"N":"443"})");
  CHECK(text_of(EverythingFields::tree.exists()) == "attribute_exists(tree)");
}

TEST_CASE("and, or, not keep their order", "[conditions]") {
  const auto a = ContactFields::score == 1;
  const auto b = ContactFields::phone.exists();
  const auto c = ContactFields::name == "x";
  CHECK(text_of(a && b) == R"((score = :c0) AND (attribute_exists(phone)) ":c0":{"N":"1"})");
  CHECK(text_of(a || b) == R"((score = :c0) OR (attribute_exists(phone)) ":c0":{"N":"1"})");
  CHECK(text_of(!a) == R"(NOT (score = :c0) ":c0":{"N":"1"})");
  CHECK(text_of(!(a || b) && c) ==
        R"((NOT ((score = :c0) OR (attribute_exists(phone)))) AND (#name = :c1) ":c0":{"N":"1"},":c1":{"S":"x"})");
  CHECK(text_of(a && (b || c)) ==
        R"((score = :c0) AND ((attribute_exists(phone)) OR (#name = :c1)) ":c0":{"N":"1"},":c1":{"S":"x"})");
}

TEST_CASE("values have the form in which their attribute is stored", "[conditions]") {
  const auto at = timestamp::from_milliseconds(1700000000999);
  CHECK(text_of(ContactFields::status == Status::gone) == R"(#status = :c0 ":c0":{"S":"gone"})");
  CHECK(text_of(ContactFields::created_at < at) == R"(created_at < :c0 ":c0":{"N":"1700000000999"})");
  CHECK(text_of(SessionFields::expires_at < at) == R"(expires_at < :c0 ":c0":{"N":"1700000000"})");
  CHECK(text_of(EverythingFields::level == lab::Level::low) == R"(#level = :c0 ":c0":{"N":"-1"})");
  CHECK(text_of(EverythingFields::color == lab::Color::blue) == R"(color = :c0 ":c0":{"S":"blue"})");
  CHECK(text_of(EverythingFields::flag == true) == R"(flag = :c0 ":c0":{"BOOL":true})");
  CHECK(text_of(EverythingFields::real < 0.1) == R"(#real < :c0 ":c0":{"N":"0.1"})");
  CHECK(text_of(EverythingFields::exact == *decimal::parse("1.50")) == R"(exact = :c0 ":c0":{"N":"1.5"})");
  CHECK(text_of(EverythingFields::at_iso == iso_timestamp::from_milliseconds(0)) ==
        R"(at_iso = :c0 ":c0":{"S":"1970-01-01T00:00:00.000Z"})");
  CHECK(text_of(EverythingFields::at_second == seconds_timestamp::from_seconds(-5)) ==
        R"(at_second = :c0 ":c0":{"N":"-5"})");
  CHECK(text_of(EverythingFields::u64 == UINT64_MAX) == R"(u64 = :c0 ":c0":{"N":"18446744073709551615"})");
  CHECK(text_of(EverythingFields::blob == std::vector<std::byte>{std::byte{1}}) == R"(#blob = :c0 ":c0":{"B":"AQ=="})");
  CHECK(text_of(ContactFields::name == std::string("a\"?@\n")) == R"(#name = :c0 ":c0":{"S":"a\"?@\n"})");
}

TEST_CASE("an integer out of the attribute's range compares as the number it is", "[conditions]") {
  CHECK(text_of(EverythingFields::i8 < 1000) == R"(i8 < :c0 ":c0":{"N":"1000"})");
  CHECK(text_of(EverythingFields::u8 > -1) == R"(u8 > :c0 ":c0":{"N":"-1"})");
}

TEST_CASE("one of several values", "[conditions]") {
  CHECK(text_of(ContactFields::score.in({1, 2})) == R"(score IN (:c0, :c1) ":c0":{"N":"1"},":c1":{"N":"2"})");
  CHECK(text_of(ContactFields::status.in({Status::gone})) == R"(#status IN (:c0) ":c0":{"S":"gone"})");
  CHECK(text_of(ContactFields::name.in({"a", "b"})) == R"(#name IN (:c0, :c1) ":c0":{"S":"a"},":c1":{"S":"b"})");
  const std::vector<std::string> names{"a"};
  CHECK(text_of(ContactFields::name.in(names)) == R"(#name IN (:c0) ":c0":{"S":"a"})");
  CHECK(text_of(EverythingFields::u64.in({std::int64_t{1}, std::int64_t{-1}})) ==
        R"(u64 IN (:c0, :c1) ":c0":{"N":"1"},":c1":{"N":"-1"})");
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html (Expression parameters)
TEST_CASE("in() takes 1 to 100 values", "[conditions]") {
  std::vector<int> values(100, 7);
  CHECK(text_of(ContactFields::score.in(values)).find(":c99") != std::string::npos);
  values.push_back(7);
  CHECK(text_of(ContactFields::score.in(values)) == "condition on 'score': in() has 101 values; DynamoDB takes 100");
  values.clear();
  CHECK(text_of(ContactFields::score.in(values)) == "condition on 'score': in() takes at least one value");
}

TEST_CASE("sizes and types", "[conditions]") {
  CHECK(text_of(ContactFields::name.size() > 3) == R"(size(#name) > :c0 ":c0":{"N":"3"})");
  CHECK(text_of(ContactFields::name.size() == 3u) == R"(size(#name) = :c0 ":c0":{"N":"3"})");
  CHECK(text_of(ContactFields::name.size() != 3) == R"(size(#name) <> :c0 ":c0":{"N":"3"})");
  CHECK(text_of(SessionFields::roles.size() <= 3) == R"(size(#roles) <= :c0 ":c0":{"N":"3"})");
  CHECK(text_of(EverythingFields::blob.size() < 3) == R"(size(#blob) < :c0 ":c0":{"N":"3"})");
  CHECK(text_of(EverythingFields::words.size() >= 3) == R"(size(words) >= :c0 ":c0":{"N":"3"})");
  CHECK(text_of(EverythingFields::words.size().between(1, 3)) ==
        R"(size(words) BETWEEN :c0 AND :c1 ":c0":{"N":"1"},":c1":{"N":"3"})");
  CHECK(text_of(ContactFields::name.has_type(AttributeType::string)) ==
        R"(attribute_type(#name, :c0) ":c0":{"S":"S"})");
  const std::vector<std::pair<AttributeType, std::string>> types{
      {AttributeType::string, "S"},      {AttributeType::number, "N"},      {AttributeType::binary, "B"},
      {AttributeType::boolean, "BOOL"},  {AttributeType::null, "NULL"},     {AttributeType::list, "L"},
      {AttributeType::map, "M"},         {AttributeType::string_set, "SS"}, {AttributeType::number_set, "NS"},
      {AttributeType::binary_set, "BS"},
  };
  for (const auto& [type, text] : types) CHECK(to_string(type) == text);
}

TEST_CASE("bytes are asked like strings", "[conditions]") {
  const std::vector<std::byte> one{std::byte{1}};
  CHECK(text_of(EverythingFields::blob.begins_with(one)) == R"(begins_with(#blob, :c0) ":c0":{"B":"AQ=="})");
  CHECK(text_of(EverythingFields::blob.contains(one)) == R"(contains(#blob, :c0) ":c0":{"B":"AQ=="})");
}

TEST_CASE("attributes are compared with each other", "[conditions]") {
  CHECK(text_of(ContactFields::name == ContactFields::phone) == "#name = phone");
  CHECK(text_of(ContactFields::score < ContactFields::rating) == "score < rating");
  CHECK(text_of(ContactFields::score.between(0, ContactFields::rating)) ==
        R"(score BETWEEN :c0 AND rating ":c0":{"N":"0"})");
  CHECK(text_of(ContactFields::name.begins_with(ContactFields::phone)) == "begins_with(#name, phone)");
  CHECK(text_of(EverythingFields::color != EverythingFields::favourite) == "color <> favourite");
  CHECK(text_of(EverythingFields::u8 >= EverythingFields::exact) == "u8 >= exact");
}

TEST_CASE("points in time that are stored in seconds and in milliseconds are not compared", "[conditions]") {
  CHECK(text_of(EverythingFields::expires_at < EverythingFields::at) ==
        "condition on 'expires_at': 'at' is stored in another form: compare it with a value");
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html (Expression parameters)
TEST_CASE("what is too much for one expression is refused before it is sent", "[conditions]") {
  // n comparisons have n - 1 operators between them.
  const auto of = [](std::size_t comparisons) {
    Condition<lab::Contact> all = ContactFields::score == 1;
    for (std::size_t i = 1; i < comparisons; ++i) all = all || ContactFields::score == 1;
    return all;
  };
  CHECK(text_of(of(150)).substr(0, 1) == "(");
  CHECK(text_of(of(150) && ContactFields::phone.exists()) == "the condition has 301 operators; DynamoDB allows 300");

  const std::vector<int> values(100, 1);
  Condition<lab::Contact> wide = ContactFields::score.in(values);
  for (int i = 0; i < 9; ++i) wide = wide && ContactFields::score.in(values);
  CHECK(text_of(wide) == "the condition is 7045 bytes long as an expression; DynamoDB allows 4096");

  const std::string half(1 << 20, 'x');
  CHECK(text_of(ContactFields::name == half || ContactFields::phone == half).substr(0, 1) == "(");
  CHECK(text_of(ContactFields::name.in({half, half, std::string("y")})) ==
        "the condition has 2097153 bytes of values; DynamoDB allows 2097152");

  const Contacts contacts;
  const auto refused = contacts->remove("c", "t", partita::any_version, partita::if_(of(151)));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind() == ErrorKind::invalid_argument);
  CHECK(refused.error().message() == "the condition has 301 operators; DynamoDB allows 300");
  CHECK(contacts.transport->sent().empty());
}

// Names below an attribute may be unlike it and yet have its alias, so they are numbered.
TEST_CASE("a path names each of its steps", "[conditions]") {
  static constexpr AttributePath address{"address", "#address"};
  static constexpr AttributePath owner{address, "name", "#name"};
  const Field<lab::Contact, std::string_view> first{AttributePath(owner, "first")};
  CHECK(text_of(first.exists()) == "attribute_exists(#address.#0.first)");
  const Field<lab::Contact, std::string_view> label{AttributePath("labels").entry("a.b").element(3).entry("name")};
  CHECK(text_of(label.exists() && label.exists()) ==
        "(attribute_exists(labels.#0[3].#1)) AND (attribute_exists(labels.#0[3].#1))");
  CHECK(text_of(label == "\xff").substr(0, 39) == "condition on 'labels[\"a.b\"][3][\"name\"]'");
}

TEST_CASE("what lies inside of an attribute has fields of its own", "[conditions]") {
  CHECK(text_of(EverythingFields::leaf.title == "x") == R"(leaf.title = :c0 ":c0":{"S":"x"})");
  CHECK(text_of(EverythingFields::leaf.size < 3) == R"(leaf.#0 < :c0 ":c0":{"N":"3"})");
  CHECK(text_of(EverythingFields::words[0].begins_with("x")) == R"(begins_with(words[0], :c0) ":c0":{"S":"x"})");
  CHECK(text_of(EverythingFields::grid[1][2] == 4) == R"(grid[1][2] = :c0 ":c0":{"N":"4"})");
  CHECK(text_of(EverythingFields::triple[2] > 1) == R"(triple[2] > :c0 ":c0":{"N":"1"})");
  CHECK(text_of(EverythingFields::flags[1] == true) == R"(flags[1] = :c0 ":c0":{"BOOL":true})");
  CHECK(text_of(EverythingFields::labels["a.b"].exists()) == "attribute_exists(labels.#0)");
  CHECK(text_of(EverythingFields::rooms["a"][1].title.contains("y")) ==
        R"(contains(rooms.#0[1].title, :c0) ":c0":{"S":"y"})");
  CHECK(text_of(EverythingFields::tree.children[0].children[1].name.size() > 2) ==
        R"(size(tree.children[0].children[1].#0) > :c0 ":c0":{"N":"2"})");
  CHECK(text_of(EverythingFields::rooms["a"].size() > 1) == R"(size(rooms.#0) > :c0 ":c0":{"N":"1"})");
  CHECK(text_of(EverythingFields::leaf.exists() && EverythingFields::leaf.title == EverythingFields::text) ==
        "(attribute_exists(leaf)) AND (leaf.title = #text)");
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html: contains()
// of a list asks for an element.
TEST_CASE("a list is asked for an element", "[conditions]") {
  CHECK(text_of(EverythingFields::words.contains("x")) == R"(contains(words, :c0) ":c0":{"S":"x"})");
  CHECK(text_of(EverythingFields::flags.contains(true)) == R"(contains(flags, :c0) ":c0":{"BOOL":true})");
  CHECK(text_of(EverythingFields::triple.contains(3)) == R"(contains(triple, :c0) ":c0":{"N":"3"})");
  CHECK(text_of(EverythingFields::grid[0].contains(3)) == R"(contains(grid[0], :c0) ":c0":{"N":"3"})");
}

TEST_CASE("no error shows the value that it is about", "[conditions]") {
  const std::string secret = "hunter2\xff";
  CHECK(text_of(ContactFields::name == secret).find("hunter2") == std::string::npos);
  CHECK(text_of(ContactFields::name.in({secret})).find("hunter2") == std::string::npos);
  CHECK(text_of(SessionFields::roles.contains(secret)).find("hunter2") == std::string::npos);
}

TEST_CASE("a value that cannot be stored spoils the condition, wherever it stands", "[conditions]") {
  const Contacts contacts;
  using Any = Condition<lab::Contact>;
  const Any bad = ContactFields::name == "\xff";
  const Any good = ContactFields::score == 1;
  for (const Any& condition : {bad, good && bad, bad || good, !bad, !(good && (good || bad))}) {
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
