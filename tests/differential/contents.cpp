#include "contents.hpp"

#include <partita/decimal.hpp>
#include <partita/transport.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace differential {
namespace {

using Json = nlohmann::json;

Json number(const Json& text) {
  return partita::decimal::parse(text.get<std::string>())->to_string();
}

// An attribute value, `{"N":"1.50"}`, in its one spelling.
void normalise(Json& value) {
  const std::string tag = value.begin().key();
  Json& content = value.begin().value();
  if (tag == "N") content = number(content);
  if (tag == "NS") std::transform(content.begin(), content.end(), content.begin(), number);
  if (tag == "NS" || tag == "SS" || tag == "BS") std::sort(content.begin(), content.end());
  if (tag == "L" || tag == "M") std::for_each(content.begin(), content.end(), normalise);
}

}  // namespace

std::string contents(const partita::Client& client, const std::string& table) {
  std::vector<std::string> items;
  Json start;
  do {
    Json body{{"TableName", client.table_name(table)}, {"ConsistentRead", true}};
    if (!start.is_null()) body["ExclusiveStartKey"] = start;
    const std::string text = body.dump();
    partita::Reply reply;
    client.transport().send({.operation = "Scan", .table = table, .body = text}, reply);
    if (reply.error) {
      std::fprintf(stderr, "%s\n", reply.error->to_string().c_str());
      std::exit(3);
    }
    Json page = Json::parse(reply.body.view());
    for (Json& item : page["Items"]) {
      std::for_each(item.begin(), item.end(), normalise);
      items.push_back(item.dump());
    }
    start = page.value("LastEvaluatedKey", Json());
  } while (!start.is_null());
  std::sort(items.begin(), items.end());
  std::string text;
  for (const std::string& item : items) text += item + "\n";
  return text;
}

}  // namespace differential
