#include "sema/advice.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/rules.hpp"
#include "sema/rules/templates.hpp"
#include "sema/tenant_first.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace partita::sema {
namespace {

using diagnostics::Id;
using model::KeyRole;
using Uses = std::vector<const model::KeyUse*>;

bool holds(const model::DeclaredEntity& entity, const Uses& uses, const std::string& tenant) {
  return std::any_of(uses.begin(), uses.end(), [&](const model::KeyUse* use) {
    const model::DeclaredAttribute* attribute = find_attribute(entity, use->attribute.text);
    if (attribute == nullptr) return true;  // reported
    const auto parts = parts_of(entity, *attribute);
    return std::any_of(parts.begin(), parts.end(), [&](const auto* part) { return part->member.name.text == tenant; });
  });
}

void check_partition(const model::Declared& declared, const model::DeclaredEntity& entity, const Uses& uses,
                     diagnostics::Sink& sink) {
  if (uses.empty() || !uses.front()->span.valid() || holds(entity, uses, entity.tenant->text)) return;
  const model::KeyUse& use = *uses.front();
  // Queries can filter; a write goes wherever its key says, so it has to ask whose item is there.
  const bool shared_keys =
      use.index.text.empty() && !holds(entity, ordered_key_uses(entity, "", KeyRole::sort_key), entity.tenant->text);
  const TenantFirst way_out = tenant_first(declared, entity, uses);
  auto& report = sink.report(
      Id::tenant_not_in_key, use.span,
      (shared_keys ? "the key of " : "the partition key of ") + key_owner(use.index.text) +
          " does not hold the tenant, '" + entity.tenant->text + "', so " +
          (shared_keys ? "tenants take keys away from each other" : "items of all tenants lie in one partition") +
          "; " + way_out.advice);
  report.notes.push_back({entity.tenant->span, "the tenant is named here", std::nullopt});
  if (way_out.fix) report.notes.push_back({use.span, "begin the key with the tenant", way_out.fix});
}

// The key of the table alone says what an entry of the cache is: whose item it is, it does not know.
void check_cache_tenant(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  const Uses partition = ordered_key_uses(entity, "", KeyRole::partition_key);
  if (!entity.cache || partition.empty() || holds(entity, partition, entity.tenant->text)) return;
  if (holds(entity, ordered_key_uses(entity, "", KeyRole::sort_key), entity.tenant->text)) return;
  auto& report = sink.report(Id::cache_without_tenant, entity.cache->span,
                             "the key of '" + entity.cpp_name + "' does not hold the tenant, '" + entity.tenant->text +
                                 "', so nothing is cached: each read asks whose item it is; make the tenant part of "
                                 "the key, or cache nothing");
  report.notes.push_back({entity.tenant->span, "the tenant is named here", std::nullopt});
}

}  // namespace

void check_tenant(const model::Declared& declared, const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  if (!entity.tenant) return;
  const model::DeclaredAttribute* attribute = require_attribute(entity, *entity.tenant, "the tenant", sink);
  if (attribute == nullptr) return;
  const model::Member& member = attribute->member;
  const std::string subject = "the tenant, '" + member.name.text + "',";
  if (attribute->composed) {
    sink.report(Id::composed_attribute, entity.tenant->span,
                subject + " is composed; name the attribute that it is made from");
    return;
  }
  if (!is_known(member.type)) return;
  if (!member.type.converted.empty()) {
    sink.report(Id::tenant_type, entity.tenant->span,
                subject + " has type '" + member.type.converted +
                    "', which a converter stores: two tenants could be stored alike; a tenant is a string or an "
                    "integer itself");
  } else if (member.type.kind != model::TypeKind::string && !is_integer(member.type)) {
    sink.report(Id::tenant_type, entity.tenant->span,
                subject + " has type '" + type_spelling(entity.notation, member.type) +
                    "'; a tenant is a string or an integer");
  } else if (member.optional || member.has_default) {
    sink.report(Id::tenant_type, entity.tenant->span,
                subject + (member.optional ? " is optional" : " has a default") +
                    "; every item belongs to a tenant, so make it required");
  }
  check_partition(declared, entity, ordered_key_uses(entity, "", KeyRole::partition_key), sink);
  for (const model::DeclaredIndex& index : entity.indexes) {
    // A local index has the partitions of its table.
    if (index.kind == model::IndexKind::local) continue;
    check_partition(declared, entity, ordered_key_uses(entity, index.name.text, KeyRole::gsi_partition), sink);
  }
  check_cache_tenant(entity, sink);
}

}  // namespace partita::sema
