#include "plan/table_body.hpp"

#include "plan/composed_keys.hpp"
#include "plan/keys.hpp"
#include "plan/literals.hpp"
#include "plan/type_use.hpp"

#include <algorithm>
#include <utility>

namespace partita::plan {
namespace {

using model::AttributeRef;
using model::Entity;
using model::Index;

const std::string& stored_name(const Entity& entity, AttributeRef attribute) {
  return entity.attributes[attribute].member.name.text;
}

// Elements of a JSON array, behind `opening` and before `closing`.
void add_array(std::vector<std::string>& body, const std::string& opening, const std::vector<std::string>& elements,
               const std::string& closing) {
  body.push_back(opening);
  for (std::size_t i = 0; i < elements.size(); ++i) body.push_back(elements[i] + (i + 1 == elements.size() ? "" : ","));
  body.back() += closing;
}

void add_key_schema(std::vector<std::string>& body, const Entity& entity, const std::vector<AttributeRef>& partition,
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
  add_array(body, R"("KeySchema":[)", elements, "]");
}

// Keys are projected anyway; DynamoDB refuses to have them named.
void add_projection(std::vector<std::string>& body, const Entity& entity, const Index& index) {
  std::vector<std::string> names;
  for (const AttributeRef i : held_attributes(entity, index)) {
    if (!is_table_key(entity, i) && !is_index_key(index, i)) names.push_back(json_string(stored_name(entity, i)));
  }
  if (index.projection.kind == model::Projection::Kind::all) {
    body.emplace_back(R"("Projection":{"ProjectionType":"ALL"})");
  } else if (names.empty()) {
    body.emplace_back(R"("Projection":{"ProjectionType":"KEYS_ONLY"})");
  } else {
    add_array(body, R"("Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":[)", names, "]}");
  }
}

/// An index, and the first entity of the table that is in it.
struct TableIndex {
  const Entity* entity;
  const Index* index;
};

// Entities of one table are in its indexes, or are not: the table has them all, each once.
std::vector<TableIndex> indexes_of(const std::vector<const Entity*>& entities) {
  std::vector<TableIndex> result;
  for (const Entity* entity : entities) {
    for (const Index& index : entity->indexes) {
      const bool is_known = std::any_of(result.begin(), result.end(), [&](const TableIndex& other) {
        return other.index->name.text == index.name.text;
      });
      if (!is_known) result.push_back({entity, &index});
    }
  }
  return result;
}

void add_indexes(std::vector<std::string>& body, const std::vector<TableIndex>& indexes, model::IndexKind kind,
                 const std::string& member) {
  bool first = true;
  for (const auto& [entity, index] : indexes) {
    if (index->kind != kind) continue;
    body.back() += ",";
    body.push_back((first ? '"' + member + R"(":[)" : std::string()) + R"({"IndexName":)" +
                   json_string(index->name.text) + ",");
    add_key_schema(body, *entity, index->partition, index->sort);
    body.back() += ",";
    add_projection(body, *entity, *index);
    body.back() += "}";
    first = false;
  }
  if (!first) body.back() += "]";
}

std::vector<std::string> key_definitions(const std::vector<const Entity*>& entities) {
  std::vector<std::string> definitions;
  for (const Entity* entity : entities) {
    for (AttributeRef i = 0; i < entity->attributes.size(); ++i) {
      if (!is_key(*entity, i)) continue;
      const model::Attribute& attribute = entity->attributes[i];
      std::string definition = R"({"AttributeName":)" + json_string(attribute.member.name.text) +
                               R"(,"AttributeType":")" +
                               std::string(to_string(tag_of(attribute.member.type, attribute.ttl))) + R"("})";
      if (std::find(definitions.begin(), definitions.end(), definition) == definitions.end()) {
        definitions.push_back(std::move(definition));
      }
    }
  }
  return definitions;
}

// Few long lines instead of many short ones.
std::vector<std::string> packed(const std::vector<std::string>& pieces, std::size_t width) {
  std::vector<std::string> lines;
  for (const std::string& piece : pieces) {
    if (!lines.empty() && lines.back().size() + piece.size() <= width) {
      lines.back() += piece;
    } else {
      lines.push_back(piece);
    }
  }
  return lines;
}

}  // namespace

std::vector<std::string> create_table_body(const model::Schema& schema, const Entity& entity) {
  std::vector<const Entity*> entities;
  for (const Entity& each : schema.entities) {
    if (each.table.text == entity.table.text) entities.push_back(&each);
  }
  const std::vector<TableIndex> indexes = indexes_of(entities);

  std::vector<std::string> body{R"("BillingMode":"PAY_PER_REQUEST",)"};
  add_array(body, R"("AttributeDefinitions":[)", key_definitions(entities), "],");
  add_key_schema(body, entity, {entity.key.partition}, table_sort_key(entity));
  add_indexes(body, indexes, model::IndexKind::global, "GlobalSecondaryIndexes");
  add_indexes(body, indexes, model::IndexKind::local, "LocalSecondaryIndexes");
  return packed(body, 110);
}

}  // namespace partita::plan
