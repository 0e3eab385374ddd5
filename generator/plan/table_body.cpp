#include "plan/table_body.hpp"

#include "plan/keys.hpp"
#include "plan/literals.hpp"
#include "plan/type_use.hpp"

namespace partita::plan {
namespace {

using model::AttributeRef;
using model::Entity;
using model::Index;

const std::string& stored_name(const Entity& entity, AttributeRef attribute) {
  return entity.attributes[attribute].member.name.text;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text.append(text.empty() ? "" : ",").append(part);
  return text;
}

std::string attribute_definitions(const Entity& entity) {
  std::vector<std::string> definitions;
  for (AttributeRef i = 0; i < entity.attributes.size(); ++i) {
    if (!is_key(entity, i)) continue;
    const model::Attribute& attribute = entity.attributes[i];
    definitions.push_back(R"({"AttributeName":)" + json_string(attribute.member.name.text) + R"(,"AttributeType":")" +
                          std::string(to_string(tag_of(attribute.member.type, attribute.ttl))) + R"("})");
  }
  return R"("AttributeDefinitions":[)" + joined(definitions) + "]";
}

std::string key_schema(const Entity& entity, const std::vector<AttributeRef>& partition,
                       const std::vector<AttributeRef>& sort) {
  std::vector<std::string> elements;
  const auto add = [&](const std::vector<AttributeRef>& attributes, const std::string& type) {
    for (const AttributeRef attribute : attributes) {
      elements.push_back(R"({"AttributeName":)" + json_string(stored_name(entity, attribute)) + R"(,"KeyType":")" +
                         type + R"("})");
    }
  };
  add(partition, "HASH");
  add(sort, "RANGE");
  return R"("KeySchema":[)" + joined(elements) + "]";
}

// Keys are projected anyway; DynamoDB refuses to have them named.
std::string projection(const Entity& entity, const Index& index) {
  if (index.projection.kind == model::Projection::Kind::all) return R"("Projection":{"ProjectionType":"ALL"})";
  std::vector<std::string> names;
  for (const AttributeRef i : held_attributes(entity, index)) {
    if (!is_table_key(entity, i) && !is_index_key(index, i)) names.push_back(json_string(stored_name(entity, i)));
  }
  if (names.empty()) return R"("Projection":{"ProjectionType":"KEYS_ONLY"})";
  return R"("Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":[)" + joined(names) + "]}";
}

void add_indexes(std::vector<std::string>& body, const Entity& entity, model::IndexKind kind, const std::string& member) {
  bool first = true;
  for (const Index& index : entity.indexes) {
    if (index.kind != kind) continue;
    body.back() += ",";
    body.push_back((first ? '"' + member + R"(":[)" : std::string()) + R"({"IndexName":)" + json_string(index.name.text) +
                   "," + key_schema(entity, index.partition, index.sort) + "," + projection(entity, index) + "}");
    first = false;
  }
  if (!first) body.back() += "]";
}

}  // namespace

std::vector<std::string> create_table_body(const Entity& entity) {
  std::vector<AttributeRef> sort;
  if (entity.key.sort) sort.push_back(*entity.key.sort);
  std::vector<std::string> body{R"({"TableName":)" + json_string(entity.table.text) +
                                    R"(,"BillingMode":"PAY_PER_REQUEST",)",
                                attribute_definitions(entity) + ",", key_schema(entity, {entity.key.partition}, sort)};
  add_indexes(body, entity, model::IndexKind::global, "GlobalSecondaryIndexes");
  add_indexes(body, entity, model::IndexKind::local, "LocalSecondaryIndexes");
  body.back() += "}";
  return body;
}

}  // namespace partita::plan
