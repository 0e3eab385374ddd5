#include "raw_faults.hpp"

#include "raw_state.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace differential {
namespace {

// Where each part of the body is, the outer ones first.
void collect_parts(const Json& body, const Json::json_pointer& at, std::vector<Json::json_pointer>& parts) {
  if (!body.is_structured()) return;
  for (const auto& each : body.items()) parts.push_back(at / each.key());
  for (const auto& each : body.items()) {
    collect_parts(each.value(), at / each.key(), parts);
  }
}

Json without_part(Json body, const Json::json_pointer& part) {
  Json& parent = body.at(part.parent_pointer());
  if (parent.is_array()) {
    parent.erase(static_cast<std::size_t>(std::stoul(part.back())));
  } else {
    parent.erase(part.back());
  }
  return body;
}

// A table for operations on tables, which may not touch those that stay.
RawTable spare_table(const RawExchange& exchange) {
  return {exchange.tables.front().name + "-spare", {"pk", "S"}, {"sk", "N"}, {}};
}

std::vector<Json> simpler_bodies(const RawExchange& exchange) {
  std::vector<Json> bodies;
  std::vector<Json::json_pointer> parts;
  collect_parts(exchange.body, Json::json_pointer(), parts);
  for (const Json::json_pointer& each : parts) bodies.push_back(without_part(exchange.body, each));
  const bool is_about_items = !is_about_a_table(exchange.request.operation);
  for (const Json::json_pointer& each : parts) {
    const Json& part = exchange.body.at(each);
    if (each.back() == "ConditionExpression" && part.is_string()) {  // one that failed
      bodies.push_back(exchange.body);
      bodies.back()[each] = "NOT (" + part.get<std::string>() + ")";
    }
    if (each.back() != "TableName") continue;
    for (const RawTable& table : is_about_items ? exchange.tables : std::vector{spare_table(exchange)}) {
      bodies.push_back(exchange.body);
      bodies.back()[each] = table.name;
    }
  }
  for (Json& each : bodies) each.erase("ClientRequestToken");  // which other engines are not to know either
  return bodies;
}

// Not for what the tables hold, which is looked at last, nor after what could not even be read.
bool is_refused_as_such(const RawExchange& exchange) {
  const std::string unreadable = "SerializationException";
  if (exchange.engine.code == unreadable) return true;
  return exchange.engine.code == "ValidationException" &&
         !(exchange.local.code == unreadable && exchange.dynoxide.code == unreadable);
}

}  // namespace

bool tells_another_fault(const RawExchange& exchange, const RawServer& engine, const RawServer& server) {
  if (!is_refused_as_such(exchange) || exchange.body.is_discarded()) return false;
  const std::string& operation = exchange.request.operation;
  const RawTable spare = spare_table(exchange);
  make_tables({engine, server}, {spare});
  const std::vector<Json> bodies = simpler_bodies(exchange);
  const bool found = std::any_of(bodies.begin(), bodies.end(), [&](const Json& body) {
    const std::string text = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    const RawAnswer answer = send(engine, operation, text);
    if (!answer.same_as(exchange.engine) || answer.message != exchange.engine.message) return false;
    const RawAnswer theirs = send(server, operation, text);
    return answer.same_as(theirs) && answer.message == theirs.message;
  });
  for (const RawServer& each : {engine, server}) send(each, "DeleteTable", Json{{"TableName", spare.name}}.dump());
  return found;
}

}  // namespace differential
