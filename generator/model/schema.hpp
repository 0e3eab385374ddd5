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

/// A resolved key template: `literals` are one more than `parts`.
struct ComposedKey {
  struct Part {
    AttributeRef attribute = 0;
    PartForm form = PartForm::plain;
    unsigned digits = 0;
    bool shard = false;  ///< the number of the write shard; `attribute` is the hashed one
  };

  std::vector<std::string> literals;
  std::vector<Part> parts;
  std::string delimiters;
};

struct Lookup {
  Name method;
  ComposedKey sort_key;
  std::uint64_t max = 0;
};

struct Unique {
  ComposedKey key;
  std::uint64_t max = 1;
};

struct Attribute {
  Member member;  ///< of a composed attribute: name and type alone
  bool version = false;
  bool ttl = false;
  bool created_at = false;
  bool updated_at = false;
  bool sensitive = false;
  std::optional<ComposedKey> composed;  ///< made from other attributes whenever an item is written
  std::optional<Lookup> lookup;
  std::optional<Unique> unique;
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
  bool sparse = false;
  source::Span span;
};

struct AccessPattern {
  Name name;
  bool scan = false;
  std::vector<AttributeRef> where;
  std::optional<AttributeRef> range;
  std::optional<AttributeRef> ordered;
  Order order = Order::ascending;
  std::vector<AttributeRef> reads;  ///< empty: whole items
  bool hydrate = false;
  AccessLoad load;
  source::Span span;
};

/// Part of an entity's attributes as a structure of its own.
struct View {
  std::vector<std::string> namespaces;
  std::string cpp_name;
  std::size_t input = 0;
  bool generate_struct = false;
  std::vector<AttributeRef> attributes;
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
  std::optional<Discriminator> discriminator;
  std::optional<AttributeRef> tenant;
  std::optional<CachePolicy> cache;
  std::optional<DataClass> data_class;
  std::optional<Name> allow_scan;
  std::vector<std::uint64_t> write_shards;  ///< counts, oldest first
  double writes_per_second = 0;
  std::vector<View> views;
};

/// The entities that share a partition key value, read by one query into one structure.
struct Collection {
  struct Part {
    std::string field;
    std::size_t entity = 0;  ///< position in Schema::entities
    bool many = true;
  };

  std::size_t input = 0;
  std::vector<std::string> namespaces;
  std::string cpp_name;
  bool generate_struct = false;
  std::vector<Part> parts;
};

struct Schema {
  std::vector<Input> inputs;
  std::vector<Entity> entities;
  std::vector<NamedType> types;
  std::vector<Collection> collections;

  const NamedType& type(const std::string& qualified) const;
};

}  // namespace partita::model
