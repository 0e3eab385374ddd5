#include "partial_batch.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace partita::test {
namespace {

using nlohmann::json;

// Moves every second entry of each list to a list of the result's.
json take_half(json& tables, bool of_keys) {
  json left = json::object();
  for (auto& [table, entry] : tables.items()) {
    json& list = of_keys ? entry["Keys"] : entry;
    json stay = json::array();
    json go = json::array();
    for (std::size_t i = 0; i < list.size(); ++i) (i % 2 == 0 ? stay : go).push_back(list[i]);
    list = std::move(stay);
    if (go.empty()) continue;
    left[table] = of_keys ? entry : json(go);
    if (of_keys) left[table]["Keys"] = std::move(go);
  }
  return left;
}

}  // namespace

ScriptedAnswer answer_in_part(const ScriptedRequest& request, const Forward& forward) {
  const bool reads = request.operation() == "BatchGetItem";
  if (!reads && request.operation() != "BatchWriteItem") return forward(request);
  json body = json::parse(request.body);
  const json left = take_half(body["RequestItems"], reads);
  ScriptedRequest half = request;
  half.body = body.dump();
  ScriptedAnswer answer = forward(half);
  if (answer.status != 200) return answer;
  json said = json::parse(answer.body);
  for (const auto& [table, entries] : left.items())
    said[reads ? "UnprocessedKeys" : "UnprocessedItems"][table] = entries;
  answer.body = said.dump();
  return answer;
}

}  // namespace partita::test
