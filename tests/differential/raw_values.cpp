#include "raw_values.hpp"

#include <algorithm>
#include <map>

namespace differential {
namespace {

const std::vector<std::string> texts{
    "a", "b", "ab", "abc", "A", "\xC3\xBC", "\xE6\x97\xA5\xE6\x9C\xAC", "x\ny", "\"q\\\"", "0123456789", "1", "S"};
const std::vector<std::string> numbers{"0",        "1",
                                       "2",        "3",
                                       "-1",       "1.5",
                                       "10",       "1E2",
                                       "0.1",      "-0",
                                       "007",      "1.50",
                                       "-2.25e-1", "12345678901234567890123456789012345678",
                                       "1E-130",   "9.9999999999999999999999999999999999999E+125"};
const std::vector<std::string> binaries{"AA==", "AAE=", "/w==", "gA==", "AAECAwQ="};

const std::map<std::string, std::string>& types() {
  static const std::map<std::string, std::string> all{{"a", "S"},   {"b", "N"},   {"c", ""},    {"m", "M"}, {"li", "L"},
                                                      {"ss", "SS"}, {"ns", "NS"}, {"bs", "BS"}, {"g", "S"}, {"l", "S"},
                                                      {"n", "N"},   {"a.b", "S"}, {"name", ""}};
  return all;
}

const std::string& one_of(Rng& rng, const std::vector<std::string>& pool) {
  // The first ones more often, so that values meet.
  return pool[rng.below(rng.chance(60) ? std::min<std::size_t>(pool.size(), 4) : pool.size())];
}

Json random_set(Rng& rng, const std::vector<std::string>& pool) {
  Json set = Json::array();
  for (std::size_t count = 1 + rng.below(3); count > 0; --count) {
    const std::string& element = one_of(rng, pool);
    if (std::find(set.begin(), set.end(), element) == set.end()) set.push_back(element);
  }
  return set;
}

}  // namespace

Json random_value_of(Rng& rng, const std::string& tag, int depth) {
  if (tag == "S") return {{tag, one_of(rng, texts)}};
  if (tag == "N") return {{tag, one_of(rng, numbers)}};
  if (tag == "B") return {{tag, one_of(rng, binaries)}};
  if (tag == "SS") return {{tag, random_set(rng, texts)}};
  if (tag == "NS") return {{tag, random_set(rng, numbers)}};
  if (tag == "BS") return {{tag, random_set(rng, binaries)}};
  if (tag == "BOOL") return {{tag, rng.chance(50)}};
  if (tag == "NULL") return {{tag, true}};
  Json content = tag == "L" ? Json::array() : Json::object();
  static const std::vector<std::string> names{"x", "y", "z", "a.b"};
  for (std::size_t count = rng.below(4); count > 0; --count) {
    Json value = random_value(rng, depth + 1);
    if (tag == "L") {
      content.push_back(std::move(value));
    } else {
      content[names[rng.below(names.size())]] = std::move(value);
    }
  }
  return {{tag, std::move(content)}};
}

Json random_value(Rng& rng, int depth) {
  static const std::vector<std::string> tags{"S", "N", "S", "N", "BOOL", "B", "NULL", "SS", "NS", "BS", "L", "M"};
  return random_value_of(rng, tags[rng.below(depth < 2 ? tags.size() : 7)], depth);
}

Json random_value_for(Rng& rng, const std::string& attribute) {
  const auto found = types().find(attribute);
  if (attribute == "g" || attribute == "l") return random_key_value(rng, {attribute, "S"});
  if (attribute == "n" || attribute == "sk") return random_key_value(rng, {attribute, "N"});
  if (attribute == "pk") return random_key_value(rng, {attribute, "S"});
  if (found == types().end() || found->second.empty() || rng.chance(8)) return random_value(rng);
  return random_value_of(rng, found->second);
}

std::string random_attribute(Rng& rng) {
  auto at = types().begin();
  std::advance(at, static_cast<std::ptrdiff_t>(rng.below(types().size())));
  return at->first;
}

Json random_item(Rng& rng, const RawTable& table) {
  Json item = random_key(rng, table);
  for (std::size_t count = rng.below(7); count > 0; --count) {
    const std::string name = random_attribute(rng);
    item[name] = random_value_for(rng, name);
  }
  return item;
}

}  // namespace differential
