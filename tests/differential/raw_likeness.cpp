#include "raw_likeness.hpp"

#include "raw_facts.hpp"

#include <algorithm>
#include <string>

namespace differential {
namespace {

bool begins(const Json& item, const RawFacts::Beginning& beginning) {
  const Json value = item.value(beginning.attribute, Json::object()).value("S", Json());
  return value.is_string() && value.get<std::string>().starts_with(beginning.text);
}

bool has_cases(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char each) {
    return static_cast<unsigned char>(each) >= 0x80 || (each >= 'A' && each <= 'Z') || (each >= 'a' && each <= 'z');
  });
}

bool holds_all(const Json& list, const Json& wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const Json& each) { return std::find(list.begin(), list.end(), each) != list.end(); });
}

// Whether an attribute's value has what the other one has, less what no path leads to: something is left.
bool is_part(const Json& part, const Json& whole) {
  if (part.is_structured() && part.empty()) return part == whole;
  if (part.is_object()) {
    return whole.is_object() && std::all_of(part.items().begin(), part.items().end(), [&](const auto& each) {
             return whole.contains(each.key()) && is_part(each.value(), whole.at(each.key()));
           });
  }
  if (!part.is_array()) return part == whole;
  if (!whole.is_array()) return false;
  auto at = whole.begin();
  return std::all_of(part.begin(), part.end(), [&](const Json& each) {
    at = std::find_if(at, whole.end(), [&](const Json& candidate) { return is_part(each, candidate); });
    return at != whole.end() && (++at, true);
  });
}

}  // namespace

RawAnswer without(RawAnswer answer, std::initializer_list<const char*> members) {
  for (const char* const each : members) answer.body.erase(each);
  return answer;
}

bool same_but_for(const RawExchange& exchange, std::initializer_list<const char*> members) {
  const RawAnswer engine = without(exchange.engine, members);
  return engine.same_as(without(exchange.local, members)) || engine.same_as(without(exchange.dynoxide, members));
}

bool leaves_out_other_beginnings(const RawExchange& exchange, const RawAnswer& server) {
  const auto beginning = RawFacts{exchange.body, exchange.tables}.beginning();
  if (!beginning || !exchange.engine.ok() || !server.ok()) return false;
  if (!exchange.engine.body.contains("Items") || exchange.body.contains("ProjectionExpression")) {
    const int count = exchange.engine.body.value("ScannedCount", 0);
    const int theirs = server.body.value("ScannedCount", 0);
    if (!has_cases(beginning->text)) return false;
    if (exchange.body.contains("Limit")) return count <= theirs;
    return count < theirs &&
           holds_all(server.body.value("Items", Json::array()), exchange.engine.body.value("Items", Json::array()));
  }
  const auto fits = [&](const Json& item) { return begins(item, *beginning); };
  const Json& items = exchange.engine.body["Items"];
  Json left = Json::array();
  for (const Json& each : server.body.value("Items", Json::array())) {
    if (fits(each)) left.push_back(each);
  }
  if (!std::all_of(items.begin(), items.end(), fits)) return false;
  if (!exchange.body.contains("Limit")) return items == left;
  return holds_all(items, left);
}

bool are_parts(const Json& parts, const Json& attributes) {
  return parts.is_object() && attributes.is_object() && parts.size() == attributes.size() && is_part(parts, attributes);
}

}  // namespace differential
