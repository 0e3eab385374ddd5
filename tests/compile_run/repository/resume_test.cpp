// For every stop of a query of an index whose keys are several attributes, what it gave out and what its cursor leads
// to are the whole. No test server reads such an index (`multi-attribute-index-query` of tests/servers.json), so one
// that does what the service documents is in this file.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html
#include "scripted_transport.hpp"

#include "match.partita.hpp"
#include "resume.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace partita::test {
namespace {

// Of an attribute value: numbers by value, strings by their bytes.
bool less(const Json& left, const Json& right) {
  if (left.contains("N")) {
    return std::stoll(left["N"].get<std::string>()) < std::stoll(right["N"].get<std::string>());
  }
  return left["S"].get<std::string>() < right["S"].get<std::string>();
}

// Answers Query: key conditions and filters that are comparisons joined by AND, Limit, ExclusiveStartKey, order,
// Select.
class MatchesByLeague final : public Transport {
 public:
  void add(const lab::Match& match) { items_.push_back(Json::parse(*lab::MatchRepository::to_item(match))); }

  void send(const Request& request, Reply& reply) noexcept override {
    reply.facts.attempts = 1;
    reply.body.assign(answer(Json::parse(request.body)).dump());
  }

 private:
  static bool holds(const Json& query, const char* member, const Json& item) {
    std::istringstream words(query.value(member, std::string()));
    std::string name;
    std::string op;
    std::string value;
    std::string and_;
    while (words >> name >> op >> value) {
      std::erase_if(name, [](char c) { return c == '('; });
      std::erase_if(value, [](char c) { return c == ')'; });
      if (name.starts_with('#')) name = query["ExpressionAttributeNames"][name].get<std::string>();
      const Json& right = query["ExpressionAttributeValues"][value];
      const bool is_less = less(item[name], right);
      const bool is_greater = less(right, item[name]);
      const bool held = op == "="    ? !is_less && !is_greater
                        : op == "<"  ? is_less
                        : op == "<=" ? !is_greater
                        : op == ">"  ? is_greater
                                     : op == ">=" && !is_less;
      if (!held) return false;
      words >> and_;
    }
    return true;
  }

  Json answer(const Json& query) const {
    const bool forward = query.value("ScanIndexForward", true);
    const auto before = [&](const Json& left, const Json& right) {
      for (const char* each : {"round", "starts_at", "id"}) {
        if (less(left[each], right[each])) return forward;
        if (less(right[each], left[each])) return !forward;
      }
      return false;
    };
    std::vector<Json> found;
    for (const Json& item : items_) {
      const bool is_behind = !query.contains("ExclusiveStartKey") || before(query["ExclusiveStartKey"], item);
      if (is_behind && holds(query, "KeyConditionExpression", item)) found.push_back(item);
    }
    std::sort(found.begin(), found.end(), before);
    const std::size_t size = std::min(found.size(), query.value("Limit", found.size()));
    Json page{{"ScannedCount", size}, {"Items", Json::array()}};
    for (std::size_t i = 0; i < size; ++i) {
      if (holds(query, "FilterExpression", found[i])) page["Items"].push_back(found[i]);
    }
    page["Count"] = page["Items"].size();
    if (query.value("Select", std::string()) == "COUNT") page.erase("Items");
    if (size != 0 && size == query.value("Limit", found.size() + 1)) {
      for (const char* each : {"league", "region", "round", "starts_at", "id"}) {
        page["LastEvaluatedKey"][each] = found[size - 1][each];
      }
    }
    return page;
  }

  std::vector<Json> items_;
};

TEST_CASE("part one and the resumed rest are the whole: an index of several attributes", "[resume]") {
  const auto transport = std::make_shared<MatchesByLeague>();
  const lab::MatchRepository matches{Client(transport)};
  for (int i = 0; i < 9; ++i) {
    transport->add({.id = std::to_string(i),
                    .league = "l",
                    .region = "r",
                    .round = i / 4 + 8,  // 8, 9 and 10: no order of texts
                    .starts_at = timestamp::from_seconds(i / 2 % 2),
                    .score = i});
    transport->add({.id = "o" + std::to_string(i), .league = "l", .region = "other"});
  }
  const auto query = [&] { return matches.by_league("l", "r"); };
  holds("partition", query(), 9);
  holds("descending", query().descending(), 9);
  holds("filter", query().where(lab::MatchFields::score > 3), 5);
  holds("range of the first sort attribute", query().round(at_least(9)), 5);
  holds("the first by a value", query().round(8).descending(), 4);
  holds("range of the second", query().round_and_starts_at(8, less_than(timestamp::from_seconds(1))), 2);
  holds("planned",
        matches.query(lab::MatchFields::region == "r" && lab::MatchFields::league == "l" &&
                      lab::MatchFields::round == 9 && lab::MatchFields::score > 4),
        3);
}

// What `holds` is asked of, here and in tests/compile_run/servers/resume_*test.cpp:
//   Query            global indexes: whole and narrow, of composed keys, of several attributes, shared by types
//   ConsistentQuery  the table and local indexes: with filters, time to live, types, tenants, companions, write shards
//   LookupQuery      lookups: with strays, time to live, tenants
//   Scan             and its segments: the same as of the table
// each by itself, by query(condition), which returns one of them, and as a view.
TEST_CASE("every kind of query that is generated has its stops tested", "[resume]") {
  const std::regex kind(R"(class \w+::\w+\s*: public partita::(\w+)<|partita::(Scan)<\w+> scan\()");
  std::set<std::string> kinds;
  for (const auto& file : std::filesystem::recursive_directory_iterator(PARTITA_GENERATED_DIR)) {
    if (!file.path().string().ends_with(".partita.hpp")) continue;
    std::ifstream in(file.path());
    const std::string text(std::istreambuf_iterator<char>(in), {});
    for (std::sregex_iterator at(text.begin(), text.end(), kind), end; at != end; ++at) {
      kinds.insert((*at)[1].matched ? (*at)[1].str() : (*at)[2].str());
    }
  }
  kinds.erase("UpdateBuilder");
  CHECK(kinds == std::set<std::string>{"ConsistentQuery", "LookupQuery", "Query", "Scan"});
}

}  // namespace
}  // namespace partita::test
