#include "raw_answers.hpp"

#include <partita/decimal.hpp>
#include <partita/transport.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace differential {
namespace {

// A page may be empty, but a reading of tables this small that takes so many has no end.
constexpr int most_pages = 2000;

// What differs by the time or the place, and what the engine has at once (create-table-status in tests/servers.json).
constexpr std::array<std::string_view, 19> left_out{"CreationDateTime",
                                                    "TableArn",
                                                    "TableId",
                                                    "TableSizeBytes",
                                                    "IndexArn",
                                                    "IndexSizeBytes",
                                                    "ItemCount",
                                                    "LatestStreamArn",
                                                    "LatestStreamLabel",
                                                    "SizeEstimateRangeGB",
                                                    "LastUpdateToPayPerRequestDateTime",
                                                    "LastDecreaseDateTime",
                                                    "LastIncreaseDateTime",
                                                    "NumberOfDecreasesToday",
                                                    "TableStatus",
                                                    "IndexStatus",
                                                    "Backfilling",
                                                    "TableThroughputModeSummary",
                                                    "DeletionProtectionEnabled"};

void normalise_number(Json& text) {
  if (!text.is_string()) return;
  if (const auto number = partita::decimal::parse(text.get<std::string>())) text = number->to_string();
}

// An index that is DELETING is one that the engine has no more.
void drop_indexes_that_go(Json& table) {
  const char* const member = "GlobalSecondaryIndexes";
  if (!table.contains(member) || !table[member].is_array()) return;
  std::erase_if(table[member].get_ref<Json::array_t&>(), [](const Json& index) {
    return index.is_object() && index.value("IndexStatus", Json()) == "DELETING";
  });
  if (table[member].empty()) table.erase(member);
}

// Lists whose order tells nothing.
void sort_lists(Json& value) {
  if (!value.is_object()) return;
  for (auto each = value.begin(); each != value.end(); ++each) {
    sort_lists(each.value());
    const std::string& name = each.key();
    if (each.value().is_array() &&
        (name == "GlobalSecondaryIndexes" || name == "LocalSecondaryIndexes" || name == "AttributeDefinitions" ||
         name == "NonKeyAttributes" || name == "ConsumedCapacity" || name == "Tags")) {
      std::sort(each.value().begin(), each.value().end());
    }
    // Of BatchGetItem, by table.
    if (name == "Responses" && each.value().is_object()) {
      for (Json& items : each.value()) std::sort(items.begin(), items.end());
    }
  }
}

}  // namespace

void normalise(Json& value) {
  if (value.is_array()) {
    for (Json& each : value) normalise(each);
    return;
  }
  if (!value.is_object()) return;
  drop_indexes_that_go(value);
  for (const std::string_view name : left_out) value.erase(std::string(name));
  for (auto each = value.begin(); each != value.end(); ++each) normalise(each.value());
  if (value.size() != 1) return;
  const std::string tag = value.begin().key();
  Json& content = value.begin().value();
  if (tag == "N") normalise_number(content);
  if ((tag == "NS" || tag == "SS" || tag == "BS") && content.is_array()) {
    if (tag == "NS") std::for_each(content.begin(), content.end(), normalise_number);
    std::sort(content.begin(), content.end());
  }
}

namespace {

Json error_body(const partita::Error& error) {
  Json body = Json::object();
  if (!error.item().empty()) body["Item"] = Json::parse(error.item(), nullptr, false);
  const Json reasons = Json::parse(error.details().cancellation_reasons, nullptr, false);
  if (reasons.is_array()) {
    for (const Json& each : reasons) {
      Json reason{{"Code", each.value("Code", Json())}};
      if (each.contains("Item")) reason["Item"] = each["Item"];
      body["CancellationReasons"].push_back(std::move(reason));
    }
  }
  normalise(body);
  return body;
}

void add_page(const Json& page, Json& whole) {
  for (const char* const list : {"Items"}) {
    if (!page.contains(list)) continue;
    Json& items = whole[list];
    if (items.is_null()) items = Json::array();
    for (const Json& each : page[list]) items.push_back(each);
  }
  for (const char* const number : {"Count", "ScannedCount"}) {
    whole[number] = whole.value(number, 0) + page.value(number, 0);
  }
}

// Of a scan all segments; otherwise the request alone.
std::vector<Json> segments_of(const RawRequest& request, const Json& body) {
  std::vector<Json> all;
  const Json segments = body.value("TotalSegments", Json());
  if (request.operation != "Scan" || !segments.is_number_unsigned() || segments > 8) return {body};
  for (unsigned segment = 0; segment < segments; ++segment) {
    all.push_back(body);
    all.back()["Segment"] = segment;
  }
  return all;
}

// The order of an index's query is that of its sort key alone, and an item may not show it.
void sort_items(Json& body, bool by_index, const Json& request) {
  Json& items = body["Items"];
  if (!items.is_array()) {
    body.erase("Items");
    return;
  }
  const Json index = request.value("IndexName", Json());
  const std::string sort = index == "by_gs" || index == "by_n" ? "n" : index == "by_l" ? "l" : "";
  if (!by_index || request.contains("ProjectionExpression") || sort.empty()) {
    std::sort(items.begin(), items.end());
    return;
  }
  const auto place = [&](const Json& item) { return item.value(sort, Json()); };
  for (auto begin = items.begin(); begin != items.end();) {
    auto end = begin;
    while (end != items.end() && place(*end) == place(*begin)) ++end;
    std::sort(begin, end);
    begin = end;
  }
}

// Those of other tests aside.
void keep_own_tables(Json& answer) {
  if (!answer.contains("TableNames")) return;
  Json own = Json::array();
  for (const Json& each : answer["TableNames"]) {
    if (each.get<std::string>().starts_with("raw-")) own.push_back(each);
  }
  answer["TableNames"] = own;
}

// To the end: the tables of other tests may fill any number of pages.
RawAnswer all_tables(const RawServer& server, Json request) {
  Json names = Json::array();
  for (;;) {
    RawAnswer page = send(server, "ListTables", request.dump());
    if (!page.ok()) return page;
    for (const Json& each : page.body["TableNames"]) names.push_back(each);
    if (!page.body.contains("LastEvaluatedTableName")) return {{}, {}, {{"TableNames", names}}};
    request["ExclusiveStartTableName"] = page.body["LastEvaluatedTableName"];
  }
}

}  // namespace

RawAnswer send(const RawServer& server, const std::string& operation, const std::string& body) {
  partita::Reply reply;
  server.client.transport().send({.operation = operation, .table = {}, .body = body}, reply);
  RawAnswer answer;
  if (reply.error) {
    const partita::Error& error = *reply.error;
    answer.code = !error.code().empty() ? error.code() : std::string(partita::to_string(error.kind()));
    answer.message = error.message();
    answer.body = error_body(error);
    return answer;
  }
  answer.body = Json::parse(reply.body.view(), nullptr, false);
  if (answer.body.is_discarded()) return {"NoJson", std::string(reply.body.view()), Json::object()};
  normalise(answer.body);
  sort_lists(answer.body);
  keep_own_tables(answer.body);
  return answer;
}

RawAnswer ask(const RawServer& server, const RawRequest& request) {
  const Json body = Json::parse(request.body, nullptr, false);
  const bool is_scan = request.operation == "Scan";
  const bool by_index = request.operation == "Query" && body.is_object() && body.contains("IndexName");
  RawAnswer first = send(server, request.operation, request.body);
  if (first.ok() && request.operation == "ListTables") {
    return all_tables(server, body.is_object() ? body : Json::object());
  }
  if (!first.ok() || (!is_scan && !by_index)) return first;
  // Which rows lie behind a start that nobody was given is up to the server's order. A server may take what is no JSON.
  if (!body.is_object() || body.contains("ExclusiveStartKey")) return {{}, {}, Json::object()};
  Json whole = Json::object();
  int pages = 0;
  for (Json part : segments_of(request, body)) {
    for (bool more = true; more;) {
      RawAnswer page = send(server, request.operation, part.dump());
      if (!page.ok() || ++pages > most_pages) {
        page.code = "on a later page: " + page.code;
        return page;
      }
      add_page(page.body, whole);
      more = page.body.contains("LastEvaluatedKey");
      if (more) part["ExclusiveStartKey"] = page.body["LastEvaluatedKey"];
    }
  }
  sort_items(whole, by_index, body);
  return {{}, {}, std::move(whole)};
}

}  // namespace differential
