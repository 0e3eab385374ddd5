#include "model/limits.hpp"
#include "sema/advice.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/index_options.hpp"
#include "sema/rules/key_attributes.hpp"
#include "sema/rules/rules.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace partita::sema {
namespace {

using diagnostics::Id;
using model::KeyRole;

using Uses = std::vector<const model::KeyUse*>;

struct IndexKey {
  Uses partition;
  Uses sort;
};

// C++ annotations say global or local one by one, so that an index can be named as both.
bool check_one_kind(const model::DeclaredEntity& entity, const model::DeclaredIndex& index, const Uses& uses,
                    diagnostics::Sink& sink) {
  if (entity.notation != model::Notation::cpp) return true;
  const auto is_local = [](const model::KeyUse* use) { return use->role == KeyRole::lsi_sort; };
  const auto other = std::find_if(uses.begin(), uses.end(),
                                  [&](const model::KeyUse* use) { return is_local(use) != is_local(uses.front()); });
  if (other == uses.end()) return true;
  auto& report = sink.report(Id::duplicate_index, (*other)->span,
                             "index '" + index.name.text + "' is both global and local; give one of them another name");
  report.notes.push_back({uses.front()->span,
                          std::string("it is ") + (is_local(uses.front()) ? "local" : "global") + " here",
                          std::nullopt});
  return false;
}

void check_global(const model::DeclaredEntity& entity, const model::DeclaredIndex& index, const IndexKey& key,
                  diagnostics::Sink& sink) {
  if (!key.partition.empty()) return;
  const bool has_sort = !key.sort.empty() && key.sort.front()->span.valid();
  std::string message = "index '" + index.name.text + "' has ";
  message += key.sort.empty() ? "no partition key" : "a sort key but no partition key";
  auto& report =
      sink.report(Id::missing_index_partition, has_sort ? key.sort.front()->span : index.name.span, std::move(message));
  report.notes.push_back({index.name.span,
                          "add " + key_spelling(entity.notation, KeyRole::gsi_partition, index.name.text, "") +
                              " for the attribute whose value its queries name",
                          std::nullopt});
}

void check_local_partition(const model::KeyUse& use, const Uses& table_partition, diagnostics::Sink& sink) {
  if (table_partition.empty() || !table_partition.front()->span.valid() || !use.span.valid()) return;
  const model::KeyUse& table_use = *table_partition.front();
  if (use.attribute.text == table_use.attribute.text) return;
  auto& report = sink.report(Id::lsi_partition, use.span,
                             "local index '" + use.index.text + "' has the partition key of its table, not '" +
                                 use.attribute.text + "'; make the index global, or leave out its \"partition\"");
  report.notes.push_back(
      {table_use.span, "the table's partition key is '" + table_use.attribute.text + "'", std::nullopt});
}

void check_local(const model::DeclaredEntity& entity, const model::DeclaredIndex& index, const IndexKey& key,
                 diagnostics::Sink& sink) {
  const Uses table_partition = key_uses(entity, "", KeyRole::partition_key);
  for (const model::KeyUse* use : key.partition) check_local_partition(*use, table_partition, sink);
  if (key.sort.empty()) {
    sink.report(Id::missing_index_sort, index.name.span,
                "local index '" + index.name.text + "' has no sort key; add " +
                    key_spelling(entity.notation, KeyRole::lsi_sort, index.name.text, ""));
  }
  if (key_uses(entity, "", KeyRole::sort_key).empty()) {
    const source::Span at =
        !key.sort.empty() && key.sort.front()->span.valid() ? key.sort.front()->span : index.name.span;
    auto& report = sink.report(Id::lsi_without_sort_key, at,
                               "local index '" + index.name.text + "' needs a table with a sort key");
    report.notes.push_back(
        {entity.span,
         "give the table " + key_spelling(entity.notation, KeyRole::sort_key, "", "") + ", or make the index global",
         std::nullopt});
  }
  for (const model::KeyUse* use : key.sort) {
    if (!table_partition.empty() && use->span.valid()) report_reuse(*table_partition.front(), *use, sink);
  }
}

void check_count(const model::DeclaredIndex& index, const Uses& uses, diagnostics::Sink& sink) {
  const bool global = index.kind == model::IndexKind::global;
  const std::size_t most = global ? model::limits::index_key_attributes : 1;
  if (uses.size() <= most) return;
  std::string message = (global ? "index '" : "local index '") + index.name.text + "' has ";
  message += std::to_string(uses.size()) + " " + std::string(role_name(uses[most]->role)) + " attributes; ";
  message += global ? "a global index takes at most 4: leave some out, or compose one attribute from several"
                    : "a local index takes one: make the index global, or compose one attribute from several";
  auto& report = sink.report(Id::multi_attribute_key, uses[most]->span, std::move(message));
  report.notes.push_back({uses[0]->span, "the first is '" + uses[0]->attribute.text + "'", std::nullopt});
}

// A query names sort attributes from the first on, without a gap, and one without parts has no value to name.
void check_constants(const model::DeclaredEntity& entity, const model::DeclaredIndex& index, diagnostics::Sink& sink) {
  const Uses uses = ordered_key_uses(entity, index.name.text, KeyRole::gsi_sort);
  for (std::size_t i = 1; i < uses.size(); ++i) {
    const model::DeclaredAttribute* attribute = find_attribute(entity, uses[i]->attribute.text);
    if (attribute == nullptr || !attribute->composed || !attribute->composed->parts.empty()) continue;
    auto& report =
        sink.report(Id::constant_sort_attribute, uses[i]->span,
                    "sort attribute '" + uses[i]->attribute.text + "' of index '" + index.name.text + "' is '" +
                        attribute->composed->text + "' in every item, so it sorts nothing; remove it, or put it first");
    report.notes.push_back({attribute->composed->span, "its template has no part", std::nullopt});
  }
}

void check_reuse(const Uses& uses, diagnostics::Sink& sink) {
  for (std::size_t i = 1; i < uses.size(); ++i) {
    std::any_of(uses.begin(), uses.begin() + static_cast<std::ptrdiff_t>(i),
                [&](const model::KeyUse* earlier) { return report_reuse(*earlier, *uses[i], sink); });
  }
}

void check_index(const model::DeclaredEntity& entity, const model::DeclaredIndex& index, diagnostics::Sink& sink) {
  const Uses uses = key_uses(entity, index.name.text);
  if (!check_one_kind(entity, index, uses, sink)) return;
  IndexKey key;
  for (const model::KeyUse* use : uses) (use->role == KeyRole::gsi_partition ? key.partition : key.sort).push_back(use);
  if (index.kind == model::IndexKind::global) {
    check_global(entity, index, key, sink);
  } else {
    check_local(entity, index, key, sink);
  }
  if (index.kind == model::IndexKind::global) {
    check_count(index, key.partition, sink);
    check_reuse(uses, sink);
    check_positions(index, key.partition, sink);
    check_positions(index, key.sort, sink);
    check_constants(entity, index, sink);
  }
  check_count(index, key.sort, sink);
  std::vector<const model::DeclaredAttribute*> attributes;
  for (const model::KeyUse* use : uses) {
    const model::DeclaredAttribute* attribute = check_key_attribute(entity, *use, sink);
    if (attribute != nullptr) attributes.push_back(attribute);
  }
  if (attributes.size() == uses.size()) check_sparse(entity, index, sink);
}

}  // namespace

void check_indexes(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  for (const model::DeclaredIndex& index : entity.indexes) check_index(entity, index, sink);
}

}  // namespace partita::sema
