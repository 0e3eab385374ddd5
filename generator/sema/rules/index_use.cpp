#include "sema/rules/proof_rules.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace partita::sema {
namespace {

using diagnostics::Id;
using model::AttributeRef;
using model::Entity;
using plan::AccessKey;
using plan::KeyPart;

// "At most 3-4 indexes a table unless justified."
constexpr std::size_t most_unremarked = 4;

const model::Index& index_of(const ProvenEntity& proven, const AccessKey& key) {
  return proven.entity.indexes[*key.index];
}

bool same(const KeyPart& a, const KeyPart& b) {
  return a.attribute == b.attribute && a.shard == b.shard;
}

bool is_prefix(const std::vector<KeyPart>& shorter, const std::vector<KeyPart>& longer) {
  return shorter.size() <= longer.size() && std::equal(shorter.begin(), shorter.end(), longer.begin(), same);
}

bool same_parts(const std::vector<KeyPart>& a, const std::vector<KeyPart>& b) {
  return a.size() == b.size() && std::is_permutation(a.begin(), a.end(), b.begin(), same);
}

// The attributes without which an item is not in the index.
std::set<AttributeRef> optional_keys(const Entity& entity, const AccessKey& key) {
  std::set<AttributeRef> result;
  for (const auto* parts : {&key.partition_parts, &key.sort_parts}) {
    for (const KeyPart& part : *parts) {
      if (entity.attributes[part.attribute].member.optional) result.insert(part.attribute);
    }
  }
  return result;
}

/// Whether every query of `narrow` can be answered by `wide`.
bool covers(const Entity& entity, const AccessKey& wide, const AccessKey& narrow) {
  if (!same_parts(wide.partition_parts, narrow.partition_parts)) return false;
  if (!is_prefix(narrow.sort_parts, wide.sort_parts)) return false;
  if (optional_keys(entity, wide) != optional_keys(entity, narrow)) return false;
  for (AttributeRef i = 0; i < entity.attributes.size(); ++i) {
    if (plan::holds(entity, narrow, i) && !plan::holds(entity, wide, i)) return false;
  }
  return true;
}

/// The names of the indexes that some pattern of one table uses, or would use.
std::set<std::string> used_indexes(const std::vector<const ProvenEntity*>& entities) {
  std::set<std::string> used;
  for (const ProvenEntity* proven : entities) {
    for (const plan::Proof& proof : proven->proofs) {
      if (!proof.path) continue;
      const AccessKey& key = proven->keys[proof.path->key];
      if (key.index) used.insert(index_of(*proven, key).name.text);
    }
  }
  return used;
}

class IndexUse {
 public:
  IndexUse(const std::vector<const ProvenEntity*>& entities, diagnostics::Sink& sink)
      : entities_(entities), used_(used_indexes(entities)), sink_(sink) {}

  void run() {
    // What an unreadable pattern uses, or another entity of the table without patterns, is not known.
    const bool known = std::all_of(entities_.begin(), entities_.end(), [](const ProvenEntity* proven) {
      return proven->knows_patterns && (!proven->entity.patterns.empty() || proven->entity.indexes.empty());
    });
    for (const ProvenEntity* proven : entities_) {
      for (const AccessKey& key : proven->keys) {
        if (!key.index) continue;
        if (known && !used_.contains(index_of(*proven, key).name.text)) {
          report_unused(*proven, key);
        } else if (const AccessKey* other = covering(*proven, key);
                   other != nullptr && is_redundant(index_of(*proven, key).name.text)) {
          report_redundant(*proven, key, *other);
        }
      }
      check_count(*proven);
    }
  }

 private:
  const AccessKey* covering(const ProvenEntity& proven, const AccessKey& key) const {
    for (const AccessKey& other : proven.keys) {
      if (&other == &key || other.lookup || !covers(proven.entity, other, key)) continue;
      // Of two that cover each other the first stays, and no unused one is worth keeping another's place.
      if (other.index && covers(proven.entity, key, other) && *other.index > *key.index) continue;
      if (other.index && !proven.entity.patterns.empty() && !used_.contains(index_of(proven, other).name.text))
        continue;
      return &other;
    }
    return nullptr;
  }

  /// What one entity does not need of an index, another of the table may.
  bool is_redundant(const std::string& index) const {
    return std::all_of(entities_.begin(), entities_.end(), [&](const ProvenEntity* proven) {
      return std::all_of(proven->keys.begin(), proven->keys.end(), [&](const AccessKey& key) {
        return !key.index || index_of(*proven, key).name.text != index || covering(*proven, key) != nullptr;
      });
    });
  }

  void report_unused(const ProvenEntity& proven, const AccessKey& key) {
    const model::Index& index = index_of(proven, key);
    if (!reported_.insert(index.name.text).second) return;
    sink_.report(Id::unused_index, index.name.span,
                 "no access pattern uses index '" + index.name.text +
                     "', but every write pays for it; remove it, or declare the access pattern that it is for");
  }

  void report_redundant(const ProvenEntity& proven, const AccessKey& key, const AccessKey& other) {
    const model::Index& index = index_of(proven, key);
    const std::string name = key_name(proven.entity, other);
    auto& report = sink_.report(Id::redundant_index, index.name.span,
                                "index '" + index.name.text + "' answers nothing that " + name +
                                    " does not answer too; remove it, and query " + name + " instead");
    const source::Span place = other.index ? index_of(proven, other).name.span : proven.entity.span;
    report.notes.push_back({place, "its key begins with the whole key of '" + index.name.text + "'", std::nullopt});
  }

  void check_count(const ProvenEntity& proven) {
    const auto& indexes = proven.entity.indexes;
    if (indexes.size() <= most_unremarked || !proven.knows_indexes) return;
    const std::string count = std::to_string(indexes.size());
    sink_.report(Id::many_indexes, indexes[most_unremarked].name.span,
                 "entity '" + proven.entity.cpp_name + "' has " + count + " indexes: creating an item writes up to " +
                     std::to_string(indexes.size() + 1) + " entries, changing one up to " +
                     std::to_string(2 * indexes.size() + 1) + "; keep those that their access patterns are worth it");
  }

  const std::vector<const ProvenEntity*>& entities_;
  std::set<std::string> used_;
  std::set<std::string> reported_;
  diagnostics::Sink& sink_;
};

}  // namespace

void check_index_use(const std::vector<ProvenEntity>& entities, diagnostics::Sink& sink) {
  // Entities that share a table share its indexes.
  std::map<std::string, std::vector<const ProvenEntity*>> tables;
  for (const ProvenEntity& proven : entities) tables[proven.entity.table.text].push_back(&proven);
  for (const auto& [table, sharing] : tables) IndexUse(sharing, sink).run();
}

}  // namespace partita::sema
