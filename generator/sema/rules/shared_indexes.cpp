#include "model/limits.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/shared_tables.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::sema {
namespace {

using diagnostics::Id;
using model::KeyRole;

std::vector<std::string> key_names(const model::DeclaredEntity& entity, const model::DeclaredIndex& index,
                                   KeyRole role) {
  std::vector<std::string> names;
  for (const model::KeyUse* use : ordered_key_uses(entity, index.name.text, role)) names.push_back(use->attribute.text);
  return names;
}

std::vector<std::string> projected(const model::DeclaredIndex& index) {
  std::vector<std::string> names;
  for (const model::Name& name : index.projection.attributes) names.push_back(name.text);
  std::sort(names.begin(), names.end());
  return names;
}

struct Owned {
  const model::DeclaredEntity* entity;
  const model::DeclaredIndex* index;
};

// What differs; empty: nothing.
std::string_view difference(const Owned& a, const Owned& b) {
  if (a.index->kind != b.index->kind) return "kind";
  const auto keys_differ = [&](KeyRole role) {
    return key_names(*a.entity, *a.index, role) != key_names(*b.entity, *b.index, role);
  };
  // A local index repeats the partition key of its table where it names one.
  if (a.index->kind == model::IndexKind::global && keys_differ(KeyRole::gsi_partition)) return "partition key";
  if (keys_differ(a.index->kind == model::IndexKind::global ? KeyRole::gsi_sort : KeyRole::lsi_sort)) return "sort key";
  if (a.index->projection.kind != b.index->projection.kind || projected(*a.index) != projected(*b.index)) {
    return "projection";
  }
  return {};
}

}  // namespace

void check_shared_indexes(const TableEntities& entities, diagnostics::Sink& sink) {
  std::map<std::string_view, Owned> first;
  std::size_t global = 0;
  std::size_t local = 0;
  for (const model::DeclaredEntity* entity : entities) {
    std::size_t own_global = 0;
    std::size_t own_local = 0;
    for (const model::DeclaredIndex& index : entity->indexes) {
      const bool is_global = index.kind == model::IndexKind::global;
      ++(is_global ? own_global : own_local);
      const auto [other, added] = first.try_emplace(index.name.text, Owned{entity, &index});
      if (added) {
        std::size_t& count = is_global ? global : local;
        const std::size_t most = is_global ? model::limits::global_indexes : model::limits::local_indexes;
        // Of one entity alone another rule counts.
        if (++count == most + 1 && (is_global ? own_global : own_local) <= most) {
          sink.report(Id::too_many_indexes, index.name.span,
                      "the entities of table '" + entity->table.text + "' have more than " + std::to_string(most) +
                          (is_global ? " global" : " local") +
                          " indexes together; DynamoDB allows no more: share some, or remove those that no access "
                          "pattern needs");
        }
        continue;
      }
      if (other->second.entity == entity) continue;
      const std::string_view differs = difference(other->second, {entity, &index});
      if (differs.empty()) continue;
      auto& report = sink.report(Id::index_mismatch, index.name.span,
                                 "index '" + index.name.text + "' has another " + std::string(differs) + " in '" +
                                     other->second.entity->cpp_name +
                                     "'; an index of a table is one: define it alike, or give it another name");
      report.notes.push_back({other->second.index->name.span, "the first definition is here", std::nullopt});
    }
  }
}

}  // namespace partita::sema
