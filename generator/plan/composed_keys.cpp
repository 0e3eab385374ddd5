#include "plan/composed_keys.hpp"

#include "plan/attribute_list.hpp"

#include <algorithm>

namespace partita::plan {
namespace {

using model::Attribute;
using model::AttributeRef;
using model::Entity;
using model::Index;

model::KeyHead head_of(const Attribute& attribute) {
  if (!attribute.composed) return {};
  return {attribute.composed->literals.front(), attribute.composed->parts.empty()};
}

/// A character of a template, or a part.
struct Token {
  char text = 0;
  const std::string* kept_out = nullptr;  ///< of a part: no value holds one of these; null: text
  bool is_part = false;
};

std::vector<Token> tokens(const model::ComposedKey& key) {
  // Numbers and points in time are never refused for what is in them.
  const bool is_safe = key.delimiters.find_first_of("-+:.TZ") == std::string::npos;
  std::vector<Token> result;
  for (std::size_t i = 0; i < key.literals.size(); ++i) {
    for (const char c : key.literals[i]) result.push_back({c});
    // The last one can hold anything.
    const bool ends = i + 1 == key.parts.size() && key.literals.back().empty();
    const bool open = ends || !is_safe;
    if (i < key.parts.size()) result.push_back({0, open ? nullptr : &key.delimiters, true});
  }
  return result;
}

bool takes(const Token& part, char c) {
  return part.kept_out == nullptr || part.kept_out->find(c) == std::string::npos;
}

/// Whether both can be the same text. Reaches every pair of places that the same text leads to.
bool can_meet(const model::ComposedKey& one, const model::ComposedKey& other) {
  const std::vector<Token> a = tokens(one);
  const std::vector<Token> b = tokens(other);
  std::vector<std::vector<bool>> reached(a.size() + 1, std::vector<bool>(b.size() + 1));
  reached[0][0] = true;
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (!reached[i][j]) continue;
      // A part can end anywhere; that it is never empty is not needed to tell keys apart.
      if (i < a.size() && a[i].is_part) reached[i + 1][j] = true;
      if (j < b.size() && b[j].is_part) reached[i][j + 1] = true;
      if (i == a.size() || j == b.size()) continue;
      if (!a[i].is_part && !b[j].is_part && a[i].text == b[j].text) reached[i + 1][j + 1] = true;
      if (a[i].is_part && !b[j].is_part && takes(a[i], b[j].text)) reached[i][j + 1] = true;
      if (!a[i].is_part && b[j].is_part && takes(b[j], a[i].text)) reached[i + 1][j] = true;
    }
  }
  return reached[a.size()][b.size()];
}

/// Equality asks for the whole of a partition key, a query may ask for the begin of a sort key alone.
bool are_apart(const Entity& one, AttributeRef key, const Entity& other, AttributeRef other_key, bool is_partition) {
  const Attribute& own = one.attributes[key];
  const Attribute& theirs = other.attributes[other_key];
  if (model::are_apart(head_of(own), head_of(theirs))) return true;
  return is_partition && own.composed && theirs.composed && !can_meet(*own.composed, *theirs.composed);
}

bool are_apart(const Entity& one, const std::vector<AttributeRef>& keys, const Entity& other,
               const std::vector<AttributeRef>& other_keys, std::size_t partitions) {
  for (std::size_t i = 0; i < std::min(keys.size(), other_keys.size()); ++i) {
    if (are_apart(one, keys[i], other, other_keys[i], i < partitions)) return true;
  }
  return false;
}

const Index* find_index(const Entity& entity, std::string_view name) {
  const auto found = std::find_if(entity.indexes.begin(), entity.indexes.end(),
                                  [&](const Index& index) { return index.name.text == name; });
  return found == entity.indexes.end() ? nullptr : &*found;
}

std::vector<AttributeRef> index_key(const Index& index) {
  std::vector<AttributeRef> keys = index.partition;
  keys.insert(keys.end(), index.sort.begin(), index.sort.end());
  return keys;
}

// Whether the keys say the entity even beside entities that are generated elsewhere. A partition is often shared, and
// so is the text that its key begins with: where there is a sort key, that must tell.
bool have_own_head(const Entity& entity, const std::vector<AttributeRef>& partition,
                   const std::vector<AttributeRef>& sort) {
  const std::vector<AttributeRef>& telling = sort.empty() ? partition : sort;
  return std::any_of(telling.begin(), telling.end(),
                     [&](AttributeRef i) { return !head_of(entity.attributes[i]).text.empty(); });
}

bool have_own_head(const Entity& entity, std::string_view index) {
  if (const Index* found = find_index(entity, index)) return have_own_head(entity, found->partition, found->sort);
  return have_own_head(entity, {entity.key.partition}, table_sort_key(entity));
}

}  // namespace

std::vector<AttributeRef> parts_of(const Entity& entity, AttributeRef attribute) {
  const auto& composed = entity.attributes[attribute].composed;
  if (!composed) return {attribute};
  std::vector<AttributeRef> parts;
  for (const model::ComposedKey::Part& part : composed->parts) {
    if (!part.shard) add_once(parts, part.attribute);
  }
  return parts;
}

std::vector<AttributeRef> parts_of(const Entity& entity, const std::vector<AttributeRef>& attributes) {
  std::vector<AttributeRef> parts;
  for (const AttributeRef attribute : attributes) {
    for (const AttributeRef part : parts_of(entity, attribute)) add_once(parts, part);
  }
  return parts;
}

std::vector<AttributeRef> table_sort_key(const Entity& entity) {
  return entity.key.sort ? std::vector{*entity.key.sort} : std::vector<AttributeRef>{};
}

std::vector<AttributeRef> table_key(const Entity& entity) {
  std::vector<AttributeRef> key = table_sort_key(entity);
  key.insert(key.begin(), entity.key.partition);
  return key;
}

bool is_part_of_table_key(const Entity& entity, AttributeRef attribute) {
  const std::vector<AttributeRef> key = table_key(entity);
  return contains(key, attribute) || contains(parts_of(entity, key), attribute);
}

bool is_kept_by_update(const Entity& entity, AttributeRef attribute) {
  return attribute == entity.tenant || is_part_of_table_key(entity, attribute);
}

std::vector<AttributeRef> key_parts(const Entity& entity, const Index& index) {
  std::vector<AttributeRef> keys = table_key(entity);
  for (const AttributeRef attribute : index_key(index)) add_once(keys, attribute);
  return parts_of(entity, keys);
}

std::vector<KeyGroup> key_groups(const Entity& entity) {
  std::vector<KeyGroup> groups;
  for (AttributeRef i = 0; i < entity.attributes.size(); ++i) {
    if (!entity.attributes[i].composed || is_part_of_table_key(entity, i)) continue;
    KeyGroup group{{i}, {}};
    for (const AttributeRef part : parts_of(entity, i)) {
      if (!is_kept_by_update(entity, part)) group.parts.push_back(part);
    }
    if (group.parts.empty()) continue;  // never changes
    // One part can be in several keys: all of them change with it.
    for (auto other = groups.begin(); other != groups.end();) {
      const bool shares = std::any_of(other->parts.begin(), other->parts.end(),
                                      [&](AttributeRef part) { return contains(group.parts, part); });
      if (!shares) {
        ++other;
        continue;
      }
      for (const AttributeRef part : other->parts) add_once(group.parts, part);
      group.composed.insert(group.composed.begin(), other->composed.begin(), other->composed.end());
      other = groups.erase(other);
    }
    std::sort(group.parts.begin(), group.parts.end());
    groups.push_back(std::move(group));
  }
  return groups;
}

bool keys_tell_entity(const model::Schema& schema, const Entity& entity, std::string_view index) {
  // The type is also written for the sake of entities that this run knows nothing of.
  if (entity.discriminator && !have_own_head(entity, index)) return false;
  return std::all_of(schema.entities.begin(), schema.entities.end(), [&](const Entity& other) {
    if (&other == &entity || other.table.text != entity.table.text) return true;
    if (index.empty()) return are_apart(entity, table_key(entity), other, table_key(other), 1);
    const Index* own = find_index(entity, index);
    const Index* theirs = find_index(other, index);
    if (own == nullptr || theirs == nullptr) return true;  // its items are not in that index
    return are_apart(entity, index_key(*own), other, index_key(*theirs),
                     std::min(own->partition.size(), theirs->partition.size()));
  });
}

}  // namespace partita::plan
