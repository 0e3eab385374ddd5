// Reads arbitrary bytes as an expression of each kind, with an item and placeholders that fit many of them. Nothing may
// break, and whatever is accepted must mean the same once it was parsed again, and be one of what the service has words
// for: an update must leave an item that can be stored and read back.

#include "embedded/expressions/condition.hpp"
#include "embedded/expressions/key_condition.hpp"
#include "embedded/expressions/projection.hpp"
#include "embedded/expressions/update.hpp"
#include "embedded/values/value_text.hpp"
#include "report.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace partita::embedded;

constexpr std::string_view item_json = R"({"a":{"N":"1"},"b":{"M":{"a":{"L":[{"N":"2"},{"SS":["x"]}]},"c":{"S":"y"}}},)"
                                       R"("c":{"L":[{"S":"0"},{"L":[{"N":"3"},{"N":"4"}]},{"M":{"a":{"N":"5"}}}]},)"
                                       R"("d":{"SS":["x","y"]},"e":{"NS":["1","2"]},"f":{"B":"AAEC"},"p":{"S":"k"}})";
constexpr std::string_view names_json = R"({"#a":"a","#b":"b","#c":"c"})";
constexpr std::string_view values_json =
    R"({":a":{"N":"7"},":b":{"S":"x"},":c":{"SS":["x"]},":d":{"L":[{"N":"1"}]},":e":{"B":"AAE="},":f":{"NS":["1"]}})";

std::string text_of(const Map& item) {
  std::string text;
  append_text(item, text);
  return text;
}

// What the expression makes of the item, or the service's refusal.
std::string outcome(ExpressionKind kind, std::string_view text) {
  RequestReader names(names_json);
  RequestReader values(values_json);
  Placeholders placeholders;
  placeholders.read_names(names);
  placeholders.read_values(values);
  const auto expression = read_expression(kind, text, placeholders);
  if (!expression) return expression.error().message;

  const Map item = parse_item(item_json);
  if (kind == ExpressionKind::projection) return text_of(project(*expression, item));
  if (kind == ExpressionKind::update) {
    const auto updated = apply_update(*expression, item);
    if (!updated) return updated.error().message;
    const std::string stored = text_of(*updated);
    if (text_of(parse_item(stored)) != stored) report("an update left what cannot be stored", text);
    return stored + text_of(project(*expression, item)) + text_of(project(*expression, *updated));
  }
  if (kind == ExpressionKind::key_condition) {
    if (const auto refusal = refuse_key_condition(*expression)) return refusal->message;
    const KeySchema key{{{"p", partita::wire::Tag::S}}, {{"a", partita::wire::Tag::N}}};
    const auto condition = read_key_condition(*expression, key);
    return condition ? "key" : condition.error().message;
  }
  return holds(*expression, item) ? "holds" : "fails";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto kind :
       {ExpressionKind::filter, ExpressionKind::key_condition, ExpressionKind::update, ExpressionKind::projection}) {
    const std::string first = outcome(kind, text);
    if (first.empty()) report("a refusal says nothing", text);
    if (outcome(kind, text) != first) report("an expression has two meanings", text);
  }
  return 0;
}
