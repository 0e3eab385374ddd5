// The keys of an entity as access patterns see them: ordered lists of the attributes that they are made of.
#pragma once

#include "model/schema.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace partita::plan {

/// What can be asked of the last sort part that a query uses.
enum class Condition : std::uint8_t {
  range,   ///< a value, a range or a prefix; items are in the order of values
  prefix,  ///< a value or a prefix: text before a delimiter, or escaped
  equal,   ///< a value: numbers without padding, enumerations
};

/// An attribute, or a part of a composed one.
struct KeyPart {
  model::AttributeRef attribute = 0;
  model::AttributeRef key_attribute = 0;   ///< the composed attribute that it is part of, or itself
  bool shard = false;                      ///< the number of the write shard: a query asks each of them
  Condition condition = Condition::equal;  ///< of a sort part
  bool escaped = false;                    ///< its delimiters are
  bool given = false;                      ///< the tenant, where it is the first sort attribute: no method takes it
  bool unreachable = false;  ///< the tenant elsewhere in a sort key, and what follows: no query goes there
};

/// What a query can use: the key of the table, an index, or the lookup items of an attribute.
struct AccessKey {
  std::optional<std::size_t> index;            ///< position in Entity::indexes
  std::optional<model::AttributeRef> lookup;   ///< the attribute that the lookup items are made from
  std::vector<model::AttributeRef> partition;  ///< the key attributes; one but for multi-attribute keys
  std::vector<model::AttributeRef> sort;
  std::vector<KeyPart> partition_parts;
  std::vector<KeyPart> sort_parts;

  bool is_table() const { return !index && !lookup; }
};

/// The table's key, the indexes in declared order, then the lookups.
std::vector<AccessKey> access_keys(const model::Entity& entity);

/// True if one of the parts is the attribute's value, and not only a shard that it chooses.
bool contains(const std::vector<KeyPart>& parts, model::AttributeRef attribute);

/// "table 'contacts'", "index 'by_role'", "lookup 'by_context'".
std::string key_name(const model::Entity& entity, const AccessKey& key);

/// True if a query of the key returns the attribute: projected, or (part of) one of its keys.
bool holds(const model::Entity& entity, const AccessKey& key, model::AttributeRef attribute);

}  // namespace partita::plan
