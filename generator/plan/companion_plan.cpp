#include "plan/companion_plan.hpp"

#include "plan/attribute_list.hpp"
#include "plan/composed_keys.hpp"
#include "plan/type_use.hpp"

#include <algorithm>
#include <utility>

namespace partita::plan {
namespace {

using model::AttributeRef;
using model::Entity;
using model::TypeKind;

bool has_companions(const Entity& entity) {
  return std::any_of(entity.attributes.begin(), entity.attributes.end(),
                     [](const model::Attribute& each) { return each.lookup || each.unique; });
}

std::string stored_part(const model::Attribute& attribute) {
  switch (attribute.member.type.kind) {
    case TypeKind::timestamp:
    case TypeKind::sys_milliseconds:
      return attribute.ttl ? "seconds" : "milliseconds";
    case TypeKind::timestamp_seconds:
    case TypeKind::sys_seconds:
      return "seconds";
    case TypeKind::timestamp_iso:
      return attribute.ttl ? "seconds" : "iso_time";
    default:
      return "plain";
  }
}

// Names that end in `_` are followed by another word here.
std::string stem_of(const std::string& field) {
  return field.substr(0, field.find_last_not_of('_') + 1);
}

class Planner {
 public:
  Planner(const Entity& entity, const Scope& scope, EntityPlan& plan) : entity_(entity), scope_(scope), plan_(plan) {}

  void run() {
    for (AttributeRef i = 0; i < entity_.attributes.size(); ++i) {
      const model::Attribute& attribute = entity_.attributes[i];
      if (attribute.lookup) {
        add(i, attribute.lookup->sort_key, "_lookup", attribute.lookup->max);
        const model::Type& type = attribute.member.type;
        if (!type.element.empty()) plan_.companions.back().element_type = parameter_type(type.element.front(), scope_);
      }
      if (attribute.unique) add(i, attribute.unique->key, "_unique", attribute.unique->max);
    }
    if (plan_.companions.empty()) return;
    for (AttributeRef i = 0; i < entity_.attributes.size(); ++i) {
      if (entity_.attributes[i].ttl && !is_part_of_table_key(entity_, i)) add_once(plan_.companion_sources, i);
    }
    std::sort(plan_.companion_sources.begin(), plan_.companion_sources.end());
  }

 private:
  void add(AttributeRef attribute, const model::ComposedKey& key, const std::string& ending, std::uint64_t max) {
    CompanionPlan result;
    result.attribute = attribute;
    result.key.name = stem_of(plan_.attributes[attribute].field) + ending;
    for (std::size_t i = 0; i < key.parts.size(); ++i) {
      const model::ComposedKey::Part& part = key.parts[i];
      result.key.parts.push_back({part.attribute, key.literals[i], part.form, part.digits, part.shard});
      result.parts.push_back(part.attribute == attribute ? "plain" : stored_part(entity_.attributes[part.attribute]));
      if (!is_part_of_table_key(entity_, part.attribute)) add_once(plan_.companion_sources, part.attribute);
    }
    result.key.tail = key.literals.back();
    const bool all_plain =
        std::all_of(result.parts.begin(), result.parts.end(), [](const std::string& part) { return part == "plain"; });
    if (all_plain) result.parts.clear();
    result.max = max;
    result.unique = ending == "_unique";
    plan_.companions.push_back(std::move(result));
  }

  const Entity& entity_;
  const Scope& scope_;
  EntityPlan& plan_;
};

// What companions have beside whose they are.
bool is_copied(const Entity& entity, AttributeRef attribute) {
  return contains(table_key(entity), attribute) || attribute == entity.tenant || entity.attributes[attribute].ttl ||
         (entity.discriminator &&
          entity.discriminator->attribute.text == entity.attributes[attribute].member.name.text);
}

}  // namespace

void plan_companions(const Entity& entity, const Scope& scope, EntityPlan& plan) {
  Planner(entity, scope, plan).run();
}

bool has_companions(const model::Schema& schema, const Entity& entity) {
  return std::any_of(schema.entities.begin(), schema.entities.end(), [&](const Entity& other) {
    return other.table.text == entity.table.text && has_companions(other);
  });
}

bool may_hold_companions(const model::Schema& schema, const Entity& entity, const model::Index* index) {
  if (!has_companions(schema, entity)) return false;
  if (index != nullptr) {
    const auto copied = [&](AttributeRef i) { return is_copied(entity, i); };
    return std::all_of(index->partition.begin(), index->partition.end(), copied) &&
           std::all_of(index->sort.begin(), index->sort.end(), copied);
  }
  // A sort key that begins with a word of its own is the entity's: rules see to that.
  const std::vector<AttributeRef> sort = table_sort_key(entity);
  if (sort.empty()) return false;
  const auto& composed = entity.attributes[sort.front()].composed;
  return !composed || composed->literals.front().empty();
}

}  // namespace partita::plan
