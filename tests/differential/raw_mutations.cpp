#include "raw_mutations.hpp"

#include "raw_values.hpp"

#include <utility>
#include <vector>

namespace differential {
namespace {

// A value in a body, and where it is: in an object, or in a list.
struct Spot {
  Json* parent;
  std::string name;      // of a member
  std::size_t position;  // of an element
  Json& value() const { return parent->is_object() ? (*parent)[name] : (*parent)[position]; }
};

void collect(Json& parent, std::vector<Spot>& spots) {
  if (parent.is_object()) {
    for (auto each = parent.begin(); each != parent.end(); ++each) {
      spots.push_back({&parent, each.key(), 0});
      collect(each.value(), spots);
    }
  } else if (parent.is_array()) {
    for (std::size_t i = 0; i < parent.size(); ++i) {
      spots.push_back({&parent, {}, i});
      collect(parent[i], spots);
    }
  }
}

template <class Wanted>
std::vector<Spot> spots_that(Json& body, Wanted wanted) {
  std::vector<Spot> all;
  collect(body, all);
  std::vector<Spot> chosen;
  for (Spot& each : all) {
    if (wanted(each)) chosen.push_back(std::move(each));
  }
  return chosen;
}

std::string path_of(const Spot& spot) {
  return spot.parent->is_object() ? spot.name : "[" + std::to_string(spot.position) + "]";
}

bool is_expression(const Spot& spot) {
  return spot.name.size() > 10 && spot.name.ends_with("Expression") && spot.value().is_string();
}

std::string remove_one(Rng& rng, Json& body) {
  const auto spots = spots_that(body, [](const Spot&) { return true; });
  const Spot& spot = spots[rng.below(spots.size())];
  const std::string what = "without " + path_of(spot);
  if (spot.parent->is_object()) {
    spot.parent->erase(spot.name);
  } else {
    spot.parent->erase(spot.position);
  }
  return what;
}

std::string retype_one(Rng& rng, Json& body) {
  const auto spots = spots_that(body, [](const Spot&) { return true; });
  const Spot& spot = spots[rng.below(spots.size())];
  static const std::vector<Json> others{
      nullptr, true, 0, -1, 1.5, "", "x", Json::array(), Json::object(), Json::array({"x"}), Json{{"S", "x"}}};
  const Json& other = others[rng.below(others.size())];
  const std::string what = path_of(spot) + " is " + other.dump();
  spot.value() = other;
  return what;
}

std::string add_member(Rng& rng, Json& body) {
  static const std::vector<std::pair<std::string, Json>> members{
      {"Unknown", "x"},
      {"conditionExpression", "nonsense"},
      {"Limit", 0},
      {"Limit", -1},
      {"Limit", 1.5},
      {"Limit", "1"},
      {"Limit", 2147483648},
      {"Segment", 0},
      {"Segment", 5},
      {"TotalSegments", 0},
      {"TotalSegments", 1000001},
      {"Select", "ALL"},
      {"Select", "SPECIFIC_ATTRIBUTES"},
      {"Select", "ALL_PROJECTED_ATTRIBUTES"},
      {"IndexName", "by_none"},
      {"IndexName", "x"},
      {"IndexName", "b d"},
      {"ConsistentRead", "true"},
      {"ConsistentRead", true},
      {"ReturnValues", "ALL"},
      {"ReturnValues", "ALL_NEW"},
      {"ReturnValues", "UPDATED_OLD"},
      {"ReturnConsumedCapacity", "SOME"},
      {"ReturnItemCollectionMetrics", "size"},
      {"ReturnValuesOnConditionCheckFailure", "ALL_NEW"},
      {"ConditionExpression", ""},
      {"FilterExpression", ""},
      {"FilterExpression", "pk = :v0"},
      {"ProjectionExpression", ""},
      {"ProjectionExpression", "a, a"},
      {"ProjectionExpression", "m, m.x"},
      {"ProjectionExpression", "m.x, m[0]"},
      {"ProjectionExpression", "pk.x"},
      {"UpdateExpression", "SET pk = :v0"},
      {"UpdateExpression", ""},
      {"UpdateExpression", "SET m.x = :v0, m = :v0"},
      {"UpdateExpression", "REMOVE pk"},
      {"KeyConditionExpression", "pk = :v0 OR pk = :v0"},
      {"KeyConditionExpression", "pk > :v0"},
      {"KeyConditionExpression", "pk = :v0 AND pk = :v0"},
      {"KeyConditionExpression", "a = :v0"},
      {"KeyConditionExpression", "pk = :v0 AND sk <> :v0"},
      {"KeyConditionExpression", "pk = :v0 AND contains(sk, :v0)"},
      {"ExclusiveStartKey", Json::object()},
      {"ExclusiveStartKey", {{"pk", {{"S", "a"}}}, {"x", {{"S", "a"}}}}},
      {"ExpressionAttributeNames", Json::object()},
      {"ExpressionAttributeValues", Json::object()},
  };
  const auto& [name, value] = members[rng.below(members.size())];
  body[name] = value;
  return "with " + name + " " + value.dump();
}

std::string add_placeholder(Rng& rng, Json& body) {
  static const std::vector<std::pair<std::string, Json>> names{{"#unused", "a"}, {"unmarked", "a"},
                                                               {"#", "a"},       {"#a-b", "a"},
                                                               {"#unused", ""},  {"#unused", std::string(256, 'n')}};
  static const std::vector<std::pair<std::string, Json>> values{{":unused", {{"S", "a"}}},
                                                                {"unmarked", {{"S", "a"}}},
                                                                {":", {{"S", "a"}}},
                                                                {":a-b", {{"S", "a"}}},
                                                                {":unused", Json::object()}};
  const bool is_name = rng.chance(50);
  const auto& pool = is_name ? names : values;
  const auto& [name, value] = pool[rng.below(pool.size())];
  Json& all = body[is_name ? "ExpressionAttributeNames" : "ExpressionAttributeValues"];
  if (!all.is_null() && !all.is_object()) return remove_one(rng, body);
  all[name] = value;
  return "placeholder " + name + " " + value.dump().substr(0, 30);
}

// Splits at spaces and around brackets, so that words can be lost, doubled and replaced.
std::string change_words(Rng& rng, std::string text) {
  static const std::vector<std::string> words{"AND",         "OR",         "NOT",       "(",
                                              ")",           ",",          "=",         "<>",
                                              "#undefined",  ":undefined", "name",      "a",
                                              "pk",          "size",       "a-b",       "[",
                                              "[x]",         "[-1]",       ".",         "..",
                                              "SET",         "REMOVE",     "+",         "1",
                                              "IN",          "null",       "a..b",      "!",
                                              "size",        "exists",     "Size",      "begins_with(a)",
                                              "BETWEEN",     "set",        "\"a\"",     "attribute_exists(a, b)",
                                              "contains(a)", "unknown(a)", "a[0][1].c", "a[99999999999]",
                                              ":",           "#",          "and",       "Delete"};
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (std::string_view(" (),").find(text[i]) != std::string_view::npos) ends.push_back(i);
  }
  ends.push_back(text.size());
  const std::size_t which = rng.below(ends.size());
  const std::size_t begin = which == 0 ? 0 : ends[which - 1] + 1;
  const std::size_t size = ends[which] - begin;
  const std::string& word = words[rng.below(words.size())];
  switch (rng.below(4)) {
    case 0:
      return text.erase(begin, size);
    case 1:
      return text.replace(begin, size, word);
    case 2:
      return text.insert(begin, word + " ");
    default:
      return text.erase(rng.below(text.size() + 1), 1);
  }
}

std::string change_expression(Rng& rng, Json& body) {
  const auto spots = spots_that(body, is_expression);
  if (spots.empty()) return remove_one(rng, body);
  Json& text = spots[rng.below(spots.size())].value();
  text = change_words(rng, text.get<std::string>());
  return "expression changed";
}

std::string change_name(Rng& rng, Json& body) {
  const auto spots = spots_that(body, [](const Spot& spot) { return spot.parent->is_object(); });
  const Spot& spot = spots[rng.below(spots.size())];
  static const std::vector<std::string> names{"",  "X", "N", "S",  "SS",   "NS",    "BS",  "B",
                                              "L", "M", "x", "pk", "BOOL", "NULL",  "sk",  "g",
                                              "a", "n", "s", "#a", ":v0",  "Items", "Key", "\xE6\x97\xA5"};
  const std::string& name = names[rng.below(names.size())];
  Json value = std::move(spot.value());
  const std::string what = spot.name + " named " + name;
  spot.parent->erase(spot.name);
  (*spot.parent)[name] = std::move(value);
  return what;
}

// Values that are wrong by themselves, or at a limit.
std::string change_value(Rng& rng, Json& body) {
  const auto spots = spots_that(body, [](const Spot& spot) {
    return spot.value().is_object() && spot.value().size() == 1 && spot.value().begin().key().size() <= 4 &&
           std::string_view("S N B SS NS BS BOOL NULL L M").find(spot.value().begin().key()) != std::string_view::npos;
  });
  if (spots.empty()) return add_member(rng, body);
  static const std::vector<Json> values = [] {
    std::vector<Json> all{{{"S", ""}},
                          {{"B", ""}},
                          {{"B", "a"}},
                          {{"B", "===="}},
                          {{"B", "AA"}},
                          {{"B", "A A="}},
                          {{"SS", Json::array()}},
                          {{"NS", Json::array()}},
                          {{"BS", Json::array()}},
                          {{"SS", {"a", "a"}}},
                          {{"NS", {"1", "1.0"}}},
                          {{"BS", {"AA==", "AA=="}}},
                          {{"SS", {""}}},
                          {{"SS", {"a", ""}}},
                          {{"NS", {"x"}}},
                          {{"NULL", false}},
                          {{"NULL", "true"}},
                          {{"BOOL", "true"}},
                          {{"BOOL", nullptr}},
                          {{"M", Json::object()}},
                          {{"L", Json::array()}},
                          {{"M", {{"", {{"S", "a"}}}}}},
                          {{"L", {Json::object()}}},
                          Json::object(),
                          {{"S", "a"}, {"N", "1"}},
                          {{"X", "a"}},
                          {{"S", std::string(1100, 'k')}},
                          {{"S", std::string(2049, 'k')}},
                          {{"M", {{"x", Json::object()}}}},
                          {{"SS", {nullptr}}},
                          {{"L", {nullptr}}}};
    // None of more than seven digits in its exponent: dynoxide does not come back from adding to it.
    for (const char* number : {"",
                               "x",
                               "NaN",
                               "Infinity",
                               "0x1",
                               "1e",
                               "1.",
                               ".5",
                               "+1",
                               " 1",
                               "1 ",
                               "--1",
                               "1e126",
                               "-1e126",
                               "1E-131",
                               "1e+125",
                               "123456789012345678901234567890123456789",
                               "0.1e0000001",
                               "1_000",
                               "1,5",
                               "1e9999999",
                               "00000000000000000000000000000000000000000001",
                               "1E0",
                               "-0.0",
                               ".",
                               "0e500",
                               "123456789012345678901234567890123456780",
                               "0.00000000000000000000000000000000000000012345678901234567890123456789012345678"}) {
      all.push_back({{"N", number}});
    }
    Json deep{{"S", "x"}};
    for (int level = 0; level < 33; ++level) deep = level % 2 == 0 ? Json{{"L", {deep}}} : Json{{"M", {{"x", deep}}}};
    all.push_back(deep);                    // 33 levels
    all.push_back(deep["L"][0]);            // 32
    all.push_back(deep["L"][0]["M"]["x"]);  // 31
    return all;
  }();
  const Spot& spot = spots[rng.below(spots.size())];
  const Json& value = values[rng.below(values.size())];
  spot.value() = value;
  return path_of(spot) + " is " + value.dump().substr(0, 60);
}

std::string change_table(Rng& rng, Json& body) {
  static const std::vector<std::string> names{"",
                                              "ab",
                                              "a b",
                                              "\xC3\xBC\xC3\xBC\xC3\xBC",
                                              std::string(256, 't'),
                                              "arn:aws",
                                              "none-such-table",
                                              "arn:aws:dynamodb:us-east-1:000000000000:table/none-such-table"};
  const auto spots = spots_that(body, [](const Spot& spot) { return spot.name == "TableName"; });
  if (spots.empty()) return remove_one(rng, body);
  // The last two would become a table that nobody brings into line.
  const bool creates = body.contains("KeySchema");
  const std::string& name = names[rng.below(names.size() - (creates ? 2 : 0))];
  spots[rng.below(spots.size())].value() = name;
  return "table " + name.substr(0, 30);
}

std::string enlarge(Rng& rng, Json& body) {
  const auto spots = spots_that(
      body, [](const Spot& spot) { return spot.name == "ConditionExpression" || spot.name == "FilterExpression"; });
  if (spots.empty()) return change_value(rng, body);
  Json& text = spots[rng.below(spots.size())].value();
  const bool lists = rng.chance(50);
  const std::size_t count = (lists ? 98 : 298) + rng.below(5);
  std::string more = lists ? "a IN (b" : "a = b";
  for (std::size_t i = 1; i < count; ++i) more += lists ? ", b" : (i % 2 == 1 ? " AND a = b" : " OR a = b");
  text = text.get<std::string>() + " AND " + more + (lists ? ")" : "");
  return "expression of " + std::to_string(count);
}

// Doubles an element of a list, or adds so many that a limit is passed.
std::string repeat(Rng& rng, Json& body) {
  const auto spots =
      spots_that(body, [](const Spot& spot) { return spot.value().is_array() && !spot.value().empty(); });
  if (spots.empty()) return change_value(rng, body);
  const Spot& spot = spots[rng.below(spots.size())];
  static const std::vector<std::size_t> counts{1, 1, 10, 25, 100};
  const std::size_t count = counts[rng.below(counts.size())];
  const Json element = spot.value()[0];
  for (std::size_t i = 0; i < count; ++i) spot.value().push_back(element);
  return path_of(spot) + " with " + std::to_string(count) + " more";
}

}  // namespace

std::string mutate(Rng& rng, Json& body) {
  if (body.empty()) return add_member(rng, body);
  switch (rng.below(17)) {
    case 0:
    case 1:
      return remove_one(rng, body);
    case 2:
    case 3:
      return retype_one(rng, body);
    case 4:
    case 5:
      return add_member(rng, body);
    case 6:
      return add_placeholder(rng, body);
    case 7:
    case 8:
    case 9:
      return change_expression(rng, body);
    case 10:
      return change_name(rng, body);
    case 11:
      return change_table(rng, body);
    case 16:
      return repeat(rng, body);
    case 12:
      return rng.chance(20) ? enlarge(rng, body) : change_value(rng, body);
    default:
      return change_value(rng, body);
  }
}

std::string mutate_text(Rng& rng, std::string& body, bool writes) {
  static const std::vector<std::string> parts{"{",       "}", "[", "]",    ",", ":",  "\"", "\\",   "\x01",
                                              "\\u0000", "0", "-", "null", " ", "\n", "x",  "\xFF", "\xED\xA0\x80",
                                              "\\ud800"};
  // DynamoDB Local stores what is no UTF-8, and then answers what is no JSON.
  const std::string& part = parts[rng.below(parts.size() - (writes ? 3 : 0))];
  std::size_t at = rng.below(body.size());
  while (static_cast<unsigned char>(body[at]) >= 0x80) at = rng.below(body.size());
  switch (rng.below(6)) {
    case 0:
      body.resize(at);
      return "cut";
    case 1:
      body.erase(at, 1);
      return "a byte left out";
    case 2:
      body.insert(at, part);
      return "bytes put in";
    case 3:
      body += part;
      return "bytes added";
    case 4:
      // DynamoDB Local alone can tell what the last one makes of it, but not of empty strings (`empty-string` of
      // tests/servers.json).
      if (const std::size_t empty = body.find("\"\""); empty != std::string::npos) {
        body.insert(empty + 1, body.compare(empty + 2, 1, ":") == 0 ? "unlike all others" : "a");
      }
      body.replace(0, 1, "{\"TableName\":\"none-such-table\",");
      return member_twice;
    default:
      body.replace(at, 1, part);
      return "a byte changed";
  }
}

}  // namespace differential
