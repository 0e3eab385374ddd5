// Types of the user's own, which are stored as their partita::converter says.
#include "model/declared.hpp"
#include "parsed.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace model = partita::model;

namespace {

/// A header in which `shop::Money` has a converter with these members.
Headers money(const std::string& converter, const std::string& members) {
  return {{"e.hpp", R"(#include <partita/annotations.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>
namespace shop { inline namespace v1 { class Money { std::int64_t cents = 0; }; } enum class Unit { piece, metre }; }
template <> struct partita::converter<shop::Money> {
)" + converter + R"(
};
struct E {
  using partita_entity = partita::entity<"es">;
  partita::partition_key<std::string> id{};
)" + members + "\n};\n"}};
}

const std::string functions =
    "static std::int64_t to_stored(const shop::Money&); static shop::Money from_stored(std::int64_t);";
const std::string whole = "using stored_type = std::int64_t; " + functions;

std::string refusal(const std::string& converter) {
  return Parsed(money(converter, "shop::Money price{};")).report();
}

}  // namespace

TEST_CASE("a type with a converter is stored as its converter says") {
  const Parsed parsed(money(whole, R"(
  shop::Money price{};
  partita::attribute<std::optional<shop::Money>, partita::gsi_partition<"by_discount">> discount{};
  std::vector<shop::Money> prices{};
  std::map<std::string, shop::Money> named{};
)"));
  CHECK(parsed.report().empty());
  CHECK(parsed.host_output.empty());
  const model::Member& price = parsed.member("E", "price");
  CHECK(price.type.kind == model::TypeKind::int64);
  CHECK(price.type.cpp == "std::int64_t");
  CHECK(price.type.converted == "shop::Money");
  const model::Member& discount = parsed.member("E", "discount");
  CHECK(discount.optional);
  CHECK(discount.type.converted == "shop::Money");
  const model::Member& prices = parsed.member("E", "prices");
  CHECK(prices.type.cpp == "std::vector<shop::Money>");
  CHECK(prices.type.converted.empty());
  CHECK(prices.type.element.at(0).converted == "shop::Money");
  CHECK(parsed.member("E", "named").type.cpp == "std::map<std::string, shop::Money>");
  CHECK(parsed.declared.types.empty());
}

TEST_CASE("enumerations, template instances and foreign types can have converters") {
  const Parsed parsed(Headers{{"e.hpp", R"(#include <partita/annotations.hpp>
#include <string>
#include <utility>
namespace shop {
enum class Unit { piece, metre };
template <class T> class Id { std::string text; };
struct Customer;
}
template <> struct partita::converter<shop::Unit> {
  using stored_type = std::string;
  static std::string to_stored(shop::Unit);
  static shop::Unit from_stored(const std::string&);
};
template <class T> struct partita::converter<shop::Id<T>> {
  using stored_type = std::string;
  static std::string to_stored(const shop::Id<T>&);
  static shop::Id<T> from_stored(const std::string&);
};
template <> struct partita::converter<std::pair<int, int>> {
  using stored_type = std::string;
  static std::string to_stored(const std::pair<int, int>&);
  static std::pair<int, int> from_stored(const std::string&);
};
struct E {
  using partita_entity = partita::entity<"es">;
  partita::partition_key<shop::Id<shop::Customer>> id{};
  shop::Id<int> other{};
  shop::Unit unit{};
  std::pair<int, int> range{};
};
)"}});
  CHECK(parsed.report().empty());
  CHECK(parsed.host_output.empty());
  CHECK(parsed.member("E", "id").type.converted == "shop::Id<shop::Customer>");
  CHECK(parsed.member("E", "other").type.converted == "shop::Id<int>");
  CHECK(parsed.member("E", "unit").type.converted == "shop::Unit");
  CHECK(parsed.member("E", "unit").type.kind == model::TypeKind::string);
  CHECK(parsed.member("E", "range").type.converted == "std::pair<int, int>");
}

TEST_CASE("a converter that lacks something says what") {
  const std::string prefix = "e.hpp:14:1: unsupported-type: type 'shop::Money' of member 'price' cannot be stored: ";
  CHECK(refusal(functions) ==
        prefix + "its partita::converter has no public 'stored_type'; say there what it is stored as\n");
  CHECK(refusal("using stored_type = int; static int to_stored(const shop::Money&);") ==
        prefix + "its partita::converter has no public static function 'from_stored'\n");
  CHECK(refusal("using stored_type = int; int to_stored(const shop::Money&); static shop::Money from_stored(int);") ==
        prefix + "its partita::converter has no public static function 'to_stored'\n");
  CHECK(refusal("using stored_type = shop::Money; " + functions) ==
        prefix + "the 'stored_type' of its partita::converter has a converter too; store it as what that one stores\n");
  CHECK(
      refusal("using stored_type = void*; " + functions) ==
      "e.hpp:9:21: unsupported-type: type 'void *' of member 'price' cannot be stored: a pointer is no value; use the "
      "type itself, or std::optional of it\n  e.hpp:14:13: used by member 'price' here\n");
  CHECK(Parsed(money(whole, "std::map<shop::Money, int> counts{};")).report() ==
        "e.hpp:14:10: unsupported-type: type 'shop::Money' of member 'counts' cannot be stored: keys of a DynamoDB map "
        "are strings; use std::string\n");
}
