#include "plan/query_plan.hpp"

#include "plan/composed_keys.hpp"
#include "plan/keys.hpp"
#include "plan/names.hpp"
#include "plan/type_use.hpp"

#include <algorithm>
#include <utility>

namespace partita::plan {
namespace {

using model::AttributeRef;
using model::Entity;
using model::Index;
using Condition = SortMethodPlan::Condition;

class QueryPlanner {
 public:
  QueryPlanner(const model::Schema& schema, const Entity& entity, EntityPlan& plan)
      : schema_(schema), entity_(entity), plan_(plan) {}

  void run() {
    // The items of one partition lie in several where its key has write shards.
    const bool sharded = !entity_.write_shards.empty();
    // The sort key is what makes it a question: without one, get answers it.
    if (entity_.key.sort && !sharded) {
      QueryPlan query;
      query.method = table_query_name(joined_names(entity_.key.partition));
      query.partition = {entity_.key.partition};
      query.sort = {*entity_.key.sort};
      add(std::move(query), nullptr);
    }
    for (const Index& index : entity_.indexes) {
      if (sharded && index.kind == model::IndexKind::local) continue;
      QueryPlan query;
      query.method = index.method ? index.method->text : method_name(index.name.text);
      query.index = index.name.text;
      query.local = index.kind == model::IndexKind::local;
      query.partition = index.partition;
      query.sort = index.sort;
      add(std::move(query), &index);
    }
  }

 private:
  std::string joined_names(AttributeRef attribute) const {
    std::vector<AttributeRef> parts = parts_of(entity_, attribute);
    if (parts.empty()) parts = {attribute};
    std::string text;
    for (const AttributeRef i : parts) text += (text.empty() ? "" : "_and_") + entity_.attributes[i].member.name.text;
    return text;
  }

  void add(QueryPlan query, const Index* index) {
    query.class_name = index_class_name(query.method, entity_.cpp_name);
    const auto taken = [&](const std::string& name) {
      return std::any_of(plan_.queries.begin(), plan_.queries.end(),
                         [&](const QueryPlan& other) { return other.class_name == name; });
    };
    while (taken(query.class_name)) query.class_name += "Query";
    query.parameters = parts_of(entity_, query.partition);
    query.filters_type = !keys_tell_entity(schema_, entity_, query.index) && (index == nullptr || holds_type(*index));
    scope(query, index);
    add_sort_methods(query);
    plan_.queries.push_back(std::move(query));
  }

  // The tenant is given by the repository: no method takes it.
  void scope(QueryPlan& query, const Index* index) const {
    if (!entity_.tenant) return;
    const AttributeRef tenant = *entity_.tenant;
    const auto is_tenant = [&](AttributeRef i) { return i == tenant; };
    if (std::any_of(query.parameters.begin(), query.parameters.end(), is_tenant)) return;
    query.binds_tenant = !query.sort.empty() && query.sort.front() == tenant;
    if (query.binds_tenant) {
      query.sort.erase(query.sort.begin());
      return;
    }
    // Where an entry does not hold the attribute, a filter would drop them all; the check of what is read remains.
    const std::vector<AttributeRef> held = index != nullptr ? held_attributes(entity_, *index) : std::vector{tenant};
    query.filters_tenant = std::any_of(held.begin(), held.end(), is_tenant);
  }

  // A narrow index may lack the attribute to filter by.
  bool holds_type(const Index& index) const {
    if (!entity_.discriminator) return false;
    const std::vector<AttributeRef> held = held_attributes(entity_, index);
    return std::any_of(held.begin(), held.end(), [&](AttributeRef i) {
      return entity_.attributes[i].member.name.text == entity_.discriminator->attribute.text;
    });
  }

  void add_sort_methods(QueryPlan& query) const {
    std::vector<AttributeRef> before;
    std::string name;
    bool past_tenant = false;
    const auto add = [&](AttributeRef last, Condition condition) {
      past_tenant = past_tenant || last == entity_.tenant;
      if (past_tenant) return;
      name += (name.empty() ? "" : "_and_") + plan_.attributes[last].field;
      query.sort_methods.push_back({method_name(name), before, last, condition});
      before.push_back(last);
    };
    for (const AttributeRef attribute : query.sort) {
      const auto& composed = entity_.attributes[attribute].composed;
      if (!composed) {
        add(attribute, Condition::range);
        continue;
      }
      for (std::size_t i = 0; i < composed->parts.size(); ++i) {
        const bool ends_key = i + 1 == composed->parts.size() && composed->literals.back().empty();
        add(composed->parts[i].attribute, condition_on(composed->parts[i], ends_key));
      }
    }
  }

  // Ranges need text that has the order of the values.
  Condition condition_on(const model::ComposedKey::Part& part, bool ends_key) const {
    const model::TypeKind kind = entity_.attributes[part.attribute].member.type.kind;
    if (is_time(kind)) return Condition::range;
    if (kind == model::TypeKind::string) {
      return ends_key && part.form == model::PartForm::plain ? Condition::range : Condition::prefix;
    }
    return part.form == model::PartForm::padded ? Condition::range : Condition::equal;
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
