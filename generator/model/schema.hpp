// The resolved model: every name is an attribute, every rule holds. `sema::resolve` makes it; nothing changes it after.
#pragma once

#include "model/declared.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace partita::model {

/// Position of an attribute in Entity::attributes.
using AttributeRef = std::size_t;

struct Attribute {
  Member member;
  bool version = false;
  bool ttl = false;
  source::Span span;
};

/// The key of the table: `sort` is empty for a simple primary key.
struct PrimaryKey {
  AttributeRef partition = 0;
  std::optional<AttributeRef> sort;
};

struct Index {
  Name name;
  IndexKind kind = IndexKind::global;
  std::optional<Name> method;
  std::vector<AttributeRef> partition;  ///< a local index repeats the table's partition key
  std::vector<AttributeRef> sort;
  Projection projection;
};

struct AccessPattern {
  Name name;
  std::vector<AttributeRef> where;
  std::optional<AttributeRef> range;
  std::optional<AttributeRef> ordered;
  Order order = Order::ascending;
  std::vector<AttributeRef> reads;  ///< empty: whole items
  source::Span span;
};

struct Entity {
  Notation notation = Notation::cpp;
  std::size_t input = 0;
  std::vector<std::string> namespaces;
  std::string cpp_name;
  source::Span span;
  Name table;
  bool generate_struct = false;
  std::vector<Attribute> attributes;
  PrimaryKey key;
  std::vector<Index> indexes;
  std::vector<AccessPattern> patterns;
};

struct Schema {
  std::vector<Input> inputs;
  std::vector<Entity> entities;
  std::vector<NamedType> types;

  const NamedType& type(const std::string& qualified) const;
};

}  // namespace partita::model
