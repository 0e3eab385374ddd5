#include "sema/advice.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/rules.hpp"
#include "sema/rules/templates.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

namespace partita::sema {
namespace {

using diagnostics::Id;
using model::KeyRole;

const model::TemplatePart* shard_part(const model::DeclaredEntity& entity, const model::KeyTemplate& key) {
  const auto found = std::find_if(key.parts.begin(), key.parts.end(),
                                  [&](const model::TemplatePart& part) { return is_shard(entity, part); });
  return found == key.parts.end() ? nullptr : &*found;
}

void check_places(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  bool in_partition = false;
  for (const TemplateUse& use : templates(entity)) {
    const model::TemplatePart* part = shard_part(entity, *use.key);
    const bool belongs = use.kind == TemplateUse::Kind::composed && use.table_partition;
    if (part == nullptr) continue;
    in_partition |= belongs;
    if (belongs && !use.table_sort && !use.index_partition && !use.index_sort) continue;
    sink.report(Id::invalid_write_shards, part->attribute.span,
                "'{shard}' stands in " + use.what +
                    "; only the partition key of the table is spread over shards: remove it here");
  }
  const auto partition = key_uses(entity, "", KeyRole::partition_key);
  if (in_partition || partition.size() != 1 || !partition.front()->span.valid()) return;
  sink.report(Id::invalid_write_shards, entity.write_shards->span,
              "'" + entity.cpp_name + "' has write shards, but no '{shard}' in its partition key; compose it, as in '" +
                  partition.front()->attribute.text + "#{shard}'")
      .notes.push_back({partition.front()->span, "the partition key is here", std::nullopt});
}

// Its text is hashed; where a template has it as a part, that says the same of it.
void check_hashed_type(const model::DeclaredEntity& entity, const model::DeclaredAttribute& hashed,
                       diagnostics::Sink& sink) {
  const model::Type& type = hashed.member.type;
  if (!is_known(type) || is_part_type(type)) return;
  const auto uses = key_uses(entity, "");
  const bool is_key = std::any_of(uses.begin(), uses.end(), [&](const model::KeyUse* use) {
    return use->attribute.text == hashed.member.name.text;
  });
  if (!is_key) return;
  const std::string& name = entity.write_shards->hashed.text;
  sink.report(Id::key_part_type, entity.write_shards->hashed.span,
              "the shard is chosen by the text of '" + name + "', which has type '" +
                  type_spelling(entity.notation, type) +
                  "'; choose by a string, an integer, an enumeration or a point in time")
      .notes.push_back({hashed.member.type_span, "the type is here", std::nullopt});
}

void check_hashed(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  const model::WriteShards& shards = *entity.write_shards;
  const model::DeclaredAttribute* hashed = require_attribute(entity, shards.hashed, "the choice of a shard", sink);
  if (hashed == nullptr) return;
  const std::string subject = "the shard is chosen by '" + shards.hashed.text + "'";
  if (hashed->composed) {
    sink.report(Id::composed_attribute, shards.hashed.span,
                subject + ", which is composed; name an attribute that it is made from");
    return;
  }
  const auto uses = key_uses(entity, "");
  const bool in_key = std::any_of(uses.begin(), uses.end(), [&](const model::KeyUse* use) {
    const model::DeclaredAttribute* attribute = find_attribute(entity, use->attribute.text);
    if (attribute == nullptr) return true;
    const auto parts = parts_of(entity, *attribute);
    return std::find(parts.begin(), parts.end(), hashed) != parts.end();
  });
  if (in_key) {
    check_hashed_type(entity, *hashed, sink);
    return;
  }
  sink.report(Id::invalid_write_shards, shards.hashed.span,
              subject +
                  ", which is no part of the table's key, so that no item could be read by its key; choose a part "
                  "of the key");
}

void check_counts(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  const model::WriteShards& shards = *entity.write_shards;
  std::set<std::uint64_t> seen;
  for (const std::uint64_t count : shards.counts) {
    if (count == 0) {
      sink.report(Id::invalid_write_shards, shards.span,
                  "'" + entity.cpp_name + "' has 0 write shards; a partition key is spread over 1 or more");
      return;
    }
    if (seen.insert(count).second) continue;
    sink.report(Id::invalid_write_shards, shards.span,
                "'" + entity.cpp_name + "' had " + std::to_string(count) +
                    " write shards twice; list each number once, the current one last");
    return;
  }
}

// What such an entity's writes would have to store besides the item is not generated.
void check_companions(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  const auto refuse = [&](const std::string& what, const std::string& attribute, source::Span span) {
    sink.report(Id::lookup_with_shards, span,
                "the " + what + " of '" + attribute +
                    "' is in an entity with write shards, which can't have one; drop the " + what +
                    " or the write shards")
        .notes.push_back({entity.write_shards->span, "the write shards are here", std::nullopt});
  };
  for (const model::DeclaredAttribute& each : entity.attributes) {
    if (each.lookup) refuse("lookup", each.member.name.text, each.lookup->span);
    if (each.unique) refuse("unique constraint", each.member.name.text, each.unique->span);
  }
}

}  // namespace

void check_write_shards(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  if (!entity.write_shards) return;
  check_places(entity, sink);
  check_hashed(entity, sink);
  check_counts(entity, sink);
  check_companions(entity, sink);
  const model::DeclaredAttribute* shadowed = find_attribute(entity, "shard");
  if (shadowed == nullptr) return;
  sink.report(Id::invalid_write_shards, entity.write_shards->span,
              "'{shard}' means the number of the write shard, but '" + entity.cpp_name +
                  "' has an attribute of that name too; give the attribute another name")
      .notes.push_back({shadowed->span, "it is declared here", std::nullopt});
}

}  // namespace partita::sema
