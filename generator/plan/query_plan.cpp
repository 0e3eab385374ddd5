#include "plan/query_plan.hpp"

#include "plan/access_key.hpp"
#include "plan/attribute_list.hpp"
#include "plan/companion_plan.hpp"
#include "plan/composed_keys.hpp"
#include "plan/keys.hpp"
#include "plan/method_names.hpp"
#include "plan/names.hpp"

#include <algorithm>
#include <utility>

namespace partita::plan {
namespace {

using model::AttributeRef;
using model::Entity;
using model::Index;

class QueryPlanner {
 public:
  QueryPlanner(const model::Schema& schema, const Entity& entity, EntityPlan& plan)
      : schema_(schema), entity_(entity), plan_(plan) {}

  void run() {
    for (const AccessKey& key : access_keys(entity_)) {
      const auto names = query_names(entity_, key);
      if (!names || (key.lookup && plan_.companions.empty())) continue;
      QueryPlan query;
      query.method = names->method;
      query.class_name = names->class_name;
      query.partition = key.partition;
      query.sort = key.sort;
      if (key.lookup) {
        add_lookup(std::move(query), key);
        continue;
      }
      if (!key.index) {
        add(std::move(query), key, nullptr);
        continue;
      }
      const Index& index = entity_.indexes[*key.index];
      query.index = index.name.text;
      query.local = index.kind == model::IndexKind::local;
      add(std::move(query), key, &index);
    }
  }

 private:
  void add(QueryPlan query, const AccessKey& key, const Index* index) {
    query.parameters = parts_of(entity_, query.partition);
    query.filters_type = filters_type(schema_, entity_, index);
    if (may_hold_companions(schema_, entity_, index)) {
      (entity_.discriminator ? query.filters_type : query.skips_companions) = true;
    }
    place(query, key, index);
    expire(query, index);
    scope(query, key, index);
    add_sort_methods(query, key);
    plan_.queries.push_back(std::move(query));
  }

  void add_lookup(QueryPlan query, const AccessKey& key) {
    query.parameters = parts_of(entity_, query.partition);
    query.keys = plan_.stored_key;
    expire(query, nullptr);
    query.filters_tenant = entity_.tenant && !contains(query.parameters, *entity_.tenant);
    const auto found = std::find_if(plan_.companions.begin(), plan_.companions.end(), [&](const CompanionPlan& each) {
      return !each.unique && each.attribute == *key.lookup;
    });
    query.lookup = static_cast<std::size_t>(found - plan_.companions.begin());
    plan_.queries.push_back(std::move(query));
  }

  void place(QueryPlan& query, const AccessKey& key, const Index* index) const {
    query.own_partition = key.partition;
    query.own_sort = key.sort;
    for (const auto& part : {key.partition, key.sort, plan_.stored_key}) {
      for (const AttributeRef i : part) add_once(query.keys, i);
    }
    if (index != nullptr && index->projection.kind != model::Projection::Kind::all) {
      query.held = held_attributes(entity_, *index);
    }
    plan_condition(query, key);
  }

  void plan_condition(QueryPlan& query, const AccessKey& key) const {
    bool is_plain = entity_.write_shards.empty();
    for (const auto& part : {key.partition, key.sort}) {
      for (const AttributeRef i : part) {
        const auto& composed = entity_.attributes[i].composed;
        is_plain = is_plain && (!composed || composed->parts.empty());
        const bool is_bound = (composed && composed->parts.empty()) || i == entity_.tenant;
        if (is_bound) query.given.push_back(i);
      }
    }
    const bool is_reached = std::none_of(key.sort_parts.begin(), key.sort_parts.end(),
                                         [](const KeyPart& each) { return each.unreachable; });
    query.plannable = is_plain && is_reached;
  }

  // A filter may not name a key, and knows only what an entry holds.
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.FilterExpression.html
  void expire(QueryPlan& query, const Index* index) const {
    for (AttributeRef i = 0; i < entity_.attributes.size(); ++i) {
      const bool is_held = index == nullptr || contains(held_attributes(entity_, *index), i);
      if (entity_.attributes[i].ttl && is_held && !contains(query.keys, i)) query.ttl = i;
    }
  }

  // The tenant is given by the repository: no method takes it.
  void scope(QueryPlan& query, const AccessKey& key, const Index* index) const {
    if (!entity_.tenant) return;
    const AttributeRef tenant = *entity_.tenant;
    const auto is_tenant = [&](AttributeRef i) { return i == tenant; };
    if (std::any_of(query.parameters.begin(), query.parameters.end(), is_tenant)) return;
    query.binds_tenant = !key.sort_parts.empty() && key.sort_parts.front().given;
    if (query.binds_tenant) {
      query.sort.erase(query.sort.begin());
      return;
    }
    // Where an entry does not hold the attribute, a filter would drop them all; the check of what is read remains.
    const std::vector<AttributeRef> held = index != nullptr ? held_attributes(entity_, *index) : std::vector{tenant};
    query.filters_tenant = std::any_of(held.begin(), held.end(), is_tenant);
  }

  void add_sort_methods(QueryPlan& query, const AccessKey& key) const {
    std::vector<AttributeRef> before;
    std::string name;
    for (const KeyPart& part : key.sort_parts) {
      if (part.given) continue;
      if (part.unreachable) return;
      name += (name.empty() ? "" : "_and_") + plan_.attributes[part.attribute].field;
      query.sort_methods.push_back({method_name(name), before, part.attribute, part.condition});
      before.push_back(part.attribute);
    }
  }

  const model::Schema& schema_;
  const Entity& entity_;
  EntityPlan& plan_;
};

}  // namespace

void plan_queries(const model::Schema& schema, const Entity& entity, EntityPlan& plan) {
  QueryPlanner(schema, entity, plan).run();
}

}  // namespace partita::plan
