// Lists, maps, sets and nested structures of an item that is not as the schema has it.
#include "scripted_transport.hpp"

#include "lab/everything.partita.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <string>

namespace partita::test {
namespace {

using Items = Scripted<lab::EverythingRepository>;

// An item as the service has it: what a put of a nearly empty one sends.
Json stored() {
  static const Json item = [] {
    const Items items;
    items.transport->answer("{}");
    lab::Everything sample;
    sample.id = "x";
    sample.expires_at = timestamp::from_seconds(4102444800);
    REQUIRE(items->put(sample));
    return items.transport->only().json().at("Item");
  }();
  return item;
}

Result<std::optional<lab::Everything>> got(const Json& item) {
  const Items items;
  items.transport->answer(Json{{"Item", item}}.dump());
  return items->get("x");
}

TEST_CASE("a wrong value inside of an attribute is an error that says where", "[nested]") {
  const auto [name, value, place] = GENERATE(table<std::string, std::string, std::string>({
      {"words", R"({"L":[{"S":"a"},{"N":"1"}]})", "'words'"},
      {"words", R"({"SS":["a"]})", "'words'"},
      {"words", R"({"L":[{"S":"a"},{"NULL":true}]})", "'words'"},
      {"flags", R"({"L":[{"S":"true"}]})", "'flags'"},
      {"grid", R"({"L":[{"L":[{"N":"1"}]},{"L":[{"N":"1.5"}]}]})", "'grid'"},
      {"grid", R"({"L":[{"L":[{"N":"9223372036854775808"}]}]})", "'grid'"},
      {"triple", R"({"L":[{"N":"1"},{"N":"2"}]})", "'triple'"},
      {"triple", R"({"L":[{"N":"1"},{"N":"2"},{"N":"3"},{"N":"4"}]})", "'triple'"},
      {"triple", R"({"L":[{"N":"1"},{"N":"2"},{"S":"3"}]})", "'triple'"},
      {"labels", R"({"M":{"a":{"N":"1"}}})", "'labels'"},
      {"rooms", R"({"M":{"a":{"L":[{"M":{"size":{"N":"1"}}}]}}})", "'rooms.title'"},
      {"rooms", R"({"M":{"a":{"L":[{"S":"x"}]}}})", "'rooms'"},
      {"tags", R"({"NS":["1"]})", "'tags'"},
      {"tags", R"({"L":[{"S":"a"}]})", "'tags'"},
      {"tags", R"({"SS":["a","a"]})", "'tags'"},
      {"numbers", R"({"NS":["1","x"]})", "'numbers'"},
      {"numbers", R"({"NS":["1","1.0"]})", "'numbers'"},
      {"amounts", R"({"NS":["123456789012345678901234567890123456789"]})", "'amounts'"},
      {"hashes", R"({"BS":["A"]})", "'hashes'"},
      {"leaf", R"({"M":{}})", "'leaf.title'"},
      {"leaf", R"({"M":{"title":{"S":"a"},"size":{"S":"1"}}})", "'leaf.size'"},
      {"leaf", R"({"L":[]})", "'leaf'"},
      {"maybe_leaf", R"({"M":{"title":{"N":"1"}}})", "'maybe_leaf.title'"},
      {"tree", R"({"M":{"name":{"S":"a"},"children":{"L":[{"M":{"children":{"L":[]}}}]}}})", "'tree.children.name'"},
      {"u8", R"({"N":"256"})", "'u8'"},
      {"u8", R"({"N":"-1"})", "'u8'"},
      {"i8", R"({"N":"128"})", "'i8'"},
      {"u64", R"({"N":"18446744073709551616"})", "'u64'"},
      {"i64", R"({"N":"9223372036854775808"})", "'i64'"},
      {"single", R"({"N":"1e39"})", "'single'"},
      {"blob", R"({"B":"A==="})", "'blob'"},
      {"blob", R"({"S":"AA=="})", "'blob'"},
      {"at_iso", R"({"S":"2026-02-30T00:00:00.000Z"})", "'at_iso'"},
      {"level", R"({"N":"32768"})", "'level'"},
      {"color", R"({"S":"RED"})", "'color'"},
      {"flag", R"({"BOOL":"true"})", "malformed"},
      {"flag", R"({"BOOL":1})", "malformed"},
  }));
  INFO(name << ": " << value);
  Json item = stored();
  item[name] = Json::parse(value);
  const auto found = got(item);
  REQUIRE_FALSE(found);
  INFO(found.error().to_string());
  CHECK(found.error().kind() == ErrorKind::decode);
  CHECK(found.error().table() == "everything");
  CHECK(found.error().message().find(place) != std::string::npos);
}

TEST_CASE("numbers are read in every form in which a server may write them", "[nested]") {
  Json item = stored();
  item["i32"]["N"] = "1.2E+3";
  item["u64"]["N"] = "18446744073709551615";
  item["i64"]["N"] = "-9223372036854775808";
  item["real"]["N"] = "1" + std::string(100, '0');
  item["exact"]["N"] = "0." + std::string(99, '0') + "1";
  item["at"]["N"] = "-1";
  const auto found = got(item);
  REQUIRE(found);
  CHECK((*found)->i32 == 1200);
  CHECK((*found)->u64 == UINT64_MAX);
  CHECK((*found)->i64 == INT64_MIN);
  CHECK((*found)->real == 1e100);
  CHECK((*found)->exact == *decimal::parse("1E-100"));
  CHECK((*found)->at == timestamp::from_milliseconds(-1));
}

TEST_CASE("an item that comes with escapes and white space reads the same", "[nested]") {
  Json item = stored();
  item["text"]["S"] = "ü 😀 \" \\ / \b\f\n\r\t \x01 \x1f";
  item["labels"]["M"] = {{"ü\"", {{"S", "😀"}}}};
  item["tags"]["SS"] = {"a\nb", "ü"};
  const Items items;
  items.transport->answer(Json{{"Item", item}}.dump());
  items.transport->answer(Json{{"Item", item}}.dump(-1, ' ', true));
  items.transport->answer(Json{{"Item", item}}.dump(3, ' ', true));
  const auto plain = items->get("x");
  const auto escaped = items->get("x");
  const auto spread = items->get("x");
  REQUIRE(plain);
  REQUIRE(escaped);
  REQUIRE(spread);
  CHECK((*plain)->text == item["text"]["S"].get<std::string>());
  CHECK(*plain == *escaped);
  CHECK(*plain == *spread);
}

}  // namespace
}  // namespace partita::test
