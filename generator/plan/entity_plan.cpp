#include "plan/entity_plan.hpp"

#include "model/qualified_name.hpp"
#include "plan/attribute_list.hpp"
#include "plan/codec_plan.hpp"
#include "plan/companion_plan.hpp"
#include "plan/composed_keys.hpp"
#include "plan/keys.hpp"
#include "plan/names.hpp"
#include "plan/query_plan.hpp"
#include "plan/table_body.hpp"
#include "plan/unserved_condition.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace partita::plan {
namespace {

using model::AttributeRef;
using model::Entity;
using model::Index;

constexpr std::string_view unnumbered = "partita::unnumbered";

// C++ keeps names with two underscores side by side for itself: what is to follow brings its own.
std::string without_tail(const std::string& name) {
  return name.substr(0, name.find_last_not_of('_') + 1);
}

class EntityPlanner {
 public:
  EntityPlanner(const model::Schema& schema, const Entity& entity)
      : schema_(schema), entity_(entity), scope_(entity.namespaces), fields_(schema, entity) {}

  EntityPlan run() {
    plan_.stem = entity_stem(entity_.cpp_name);
    plan_.table = entity_.table.text;
    plan_.detail = detail_namespace(plan_.stem);
    plan_.codec = snake_case(plan_.stem) + "_codec";
    plan_.shards = entity_.write_shards;
    if (entity_.cache) plan_.cached_seconds = entity_.cache->lifetime.count();
    if (entity_.allow_scan) plan_.scan_reason = entity_.allow_scan->text;
    plan_.stored_key = table_key(entity_);
    plan_.key = parts_of(entity_, plan_.stored_key);
    name_fields();
    if (entity_.write_shards.empty()) plan_companions(entity_, scope_, plan_);
    plan_queries(schema_, entity_, plan_);
    for (const Index& index : entity_.indexes) {
      ++(index.kind == model::IndexKind::local ? plan_.local_indexes : plan_.global_indexes);
    }
    plan_updates();
    name_variable();
    hide_generated_names();
    plan_.type = scope_.spell(model::qualified_name(entity_.namespaces, entity_.cpp_name));
    plan_attributes();
    plan_.structures = fields_.structures(scope_);
    number_attributes();
    plan_.tenant = entity_.tenant;
    if (plan_.tenant) {
      model::Member tenant = entity_.attributes[*plan_.tenant].member;
      tenant.optional = false;
      plan_.tenant_type = member_type(tenant, scope_);
      plan_.tenant_outside_key = std::count(plan_.key.begin(), plan_.key.end(), *plan_.tenant) == 0;
    }
    plan_.unserved = unserved_conditions(entity_, plan_);
    plan_projections();
    plan_views();
    plan_codec(schema_, entity_, scope_, plan_);
    name_parameters();
    name_locals();
    plan_.shares_table = std::any_of(schema_.entities.begin(), schema_.entities.end(), [&](const Entity& other) {
      return &other != &entity_ && other.table.text == entity_.table.text;
    });
    for (const model::Collection& collection : schema_.collections) {
      for (const model::Collection::Part& part : collection.parts) {
        if (&schema_.entities[part.entity] != &entity_) continue;
        plan_.in_collection = true;
        plan_.leads_collection = plan_.leads_collection || &part == &collection.parts.front();
      }
    }
    plan_.table_body = create_table_body(schema_, entity_);
    return std::move(plan_);
  }

 private:
  void hide_generated_names() {
    for (const std::string_view word : words_in_scope()) scope_.hide(std::string(word));
    for (const std::string& name : generated_names(plan_.stem)) scope_.hide(name);
    for (const std::string& name : {plan_.variable, plan_.codec}) scope_.hide(name);
    for (const UpdateMethods& methods : plan_.updates) {
      for (const std::string& name : methods.names()) scope_.hide(name);
    }
    for (const RefusedSetPlan& refused : plan_.refused_sets) scope_.hide(refused.name);
    for (const AttributePlan& attribute : plan_.attributes) scope_.hide(attribute.field);
    for (const std::string& name : fields_.names()) scope_.hide(name);
    for (const QueryPlan& query : plan_.queries) {
      scope_.hide(query.method);
      scope_.hide(query.class_name);
      for (const SortMethodPlan& method : query.sort_methods) scope_.hide(method.name);
    }
  }

  void plan_attributes() {
    for (AttributeRef i = 0; i < entity_.attributes.size(); ++i) {
      const model::Attribute& attribute = entity_.attributes[i];
      const model::Member& member = attribute.member;
      AttributePlan& result = plan_.attributes[i];
      result.name = member.name.text;
      if (!is_plain_name(result.name)) {
        result.alias = "#" + (has_identifier_form(result.field) ? result.field : "attribute" + std::to_string(i));
      }
      result.member_type = member_type(member, scope_);
      result.parameter_type = parameter_type(member.type, scope_);
      result.comparison = comparison_type(member.type, scope_);
      result.form = form_of(member.type, attribute.ttl);
      result.type = fields_.attribute(member.type, attribute.ttl, scope_);
      result.step_type = step_type(member.type, scope_);
      result.sensitive = attribute.sensitive;
      if (attribute.composed) plan_template(*attribute.composed, result);
      if (attribute.version) plan_.version = i;
      if (attribute.ttl) plan_.ttl = i;
      if (attribute.created_at) plan_.created_at = i;
      if (attribute.updated_at) plan_.updated_at = i;
      if (entity_.discriminator && entity_.discriminator->attribute.text == result.name) plan_.discriminator = i;
    }
  }

  // There are 64 numbers. Keys come first where there are more attributes: what conditions ask of them decides most.
  void number_attributes() {
    constexpr std::size_t numbers = 64;
    const bool all_fit = plan_.attributes.size() <= numbers;
    std::vector<std::size_t> order;
    for (const bool keys : {true, false}) {
      for (std::size_t i = 0; i < plan_.attributes.size(); ++i) {
        if (all_fit ? keys : keys == is_key(entity_, i)) order.push_back(i);
      }
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
      plan_.attributes[order[i]].place = i < numbers ? std::to_string(i) : std::string(unnumbered);
    }
  }

  void name_variable() {
    const std::string stem = cpp_identifier(snake_case(plan_.stem));
    plan_.variable = stem;
    for (int i = 1; is_api_word(plan_.variable) || is_local_word(plan_.variable); ++i) {
      plan_.variable = without_tail(stem) + "_" + (i == 1 ? "" : std::to_string(i));
    }
  }

  // Composed attributes have no member to be called after.
  void name_fields() {
    std::set<std::string> taken;
    for (const model::Attribute& attribute : entity_.attributes) {
      if (!attribute.composed) taken.insert(attribute.member.field);
    }
    for (const model::Attribute& attribute : entity_.attributes) {
      AttributePlan result;
      result.field = attribute.composed ? cpp_identifier(attribute.member.name.text) : attribute.member.field;
      while (attribute.composed && !taken.insert(result.field).second) result.field += '_';
      plan_.attributes.push_back(std::move(result));
    }
  }

  static void plan_template(const model::ComposedKey& key, AttributePlan& attribute) {
    if (key.parts.empty()) {
      attribute.constant = key.literals.front();
      return;
    }
    TemplatePlan result;
    result.name = without_tail(attribute.field) + "_template";
    for (std::size_t i = 0; i < key.parts.size(); ++i) {
      const model::ComposedKey::Part& part = key.parts[i];
      result.parts.push_back({part.attribute, key.literals[i], part.form, part.digits, part.shard});
    }
    result.tail = key.literals.back();
    attribute.composed = std::move(result);
  }

  void plan_updates() {
    plan_.updates = update_methods(entity_);
    for (const UpdateMethods& methods : plan_.updates) {
      for (const AttributeRef part : parts_of(entity_, methods.composed)) {
        if (is_kept_by_update(entity_, part)) add_once(plan_.kept_by_update, part);
      }
    }
    plan_refused_sets();
  }

  void plan_refused_sets() {
    std::set<std::string> taken;
    for (const UpdateMethods& methods : plan_.updates) {
      for (const std::string& name : methods.names()) taken.insert(name);
    }
    const auto refuse = [&](AttributeRef part, const std::string& advice) {
      const model::Member& member = entity_.attributes[part].member;
      std::string name = "set_" + member.field;
      if (is_api_word(name) || !taken.insert(name).second) return;
      plan_.refused_sets.push_back({std::move(name), "'" + member.name.text + "' is part of " + advice});
    };
    for (const UpdateMethods& methods : plan_.updates) {
      if (methods.are_alone()) continue;
      for (const AttributeRef part : methods.parts) {
        refuse(part, "a composed key: " + methods.set + "(...) sets all of its parts");
      }
    }
    for (const AttributeRef key : table_key(entity_)) {
      for (const AttributeRef part : parts_of(entity_, key)) {
        if (entity_.attributes[key].composed) refuse(part, "the key of the table, which never changes");
      }
    }
  }

  // What the function that reads an item keeps until it has all of it. Nothing in scope there may hide behind them.
  void name_locals() {
    std::set<std::string> taken{plan_.type, plan_.stem, plan_.codec, "in", "item", "orders", "wire", "partita", "std"};
    for (const StructPlan& type : plan_.structs) taken.insert({type.type, type.table, type.members});
    for (const EnumPlan& type : plan_.enums) taken.insert({type.type, type.table});
    for (const ViewPlan& view : plan_.views) taken.insert(view.codec);
    for (const QueryPlan& query : plan_.queries) {
      if (query.projection) taken.insert(query.projection->codec);
    }
    for (const AttributePlan& attribute : plan_.attributes) {
      if (attribute.composed) taken.insert(attribute.composed->name);
    }
    for (const CompanionPlan& companion : plan_.companions) taken.insert(companion.key.name);
    for (AttributePlan& attribute : plan_.attributes) {
      attribute.local = attribute.field;
      for (int i = 1; is_local_word(attribute.local) || taken.contains(attribute.local); ++i) {
        attribute.local = without_tail(attribute.field) + "_" + (i == 1 ? "" : std::to_string(i));
      }
      taken.insert(attribute.local);
    }
  }

  // Keys are parameters, side by side with each other, with options, and with what the bodies name.
  void name_parameters() {
    std::set<std::string> taken{plan_.type, entity_.cpp_name, plan_.stem};
    for (const QueryPlan& query : plan_.queries) taken.insert(query.class_name);
    for (const StructPlan& type : plan_.structs) taken.insert({type.table, type.members});
    for (const std::size_t i : plan_.key) taken.insert(plan_.attributes[i].parameter_type);
    for (const AttributePlan& attribute : plan_.attributes) {
      if (attribute.composed) taken.insert(attribute.composed->name);
    }
    for (const CompanionPlan& companion : plan_.companions) taken.insert({companion.key.name, "value"});
    const auto is_taken = [&](const std::string& name) {
      return is_api_word(name) || is_local_word(name) || taken.contains(name);
    };
    const auto name = [&](AttributePlan& attribute) {
      attribute.parameter = attribute.field;
      // `tenant` is what the repository calls its own.
      const bool is_tenant = plan_.tenant && &attribute == &plan_.attributes[*plan_.tenant];
      if (is_tenant && is_taken(attribute.field)) attribute.parameter = without_tail(attribute.field) + "_value";
      const std::string stem = without_tail(attribute.parameter) + "_";
      // Not one more underscore after another: C++ keeps names with two of them for itself.
      for (int i = 1; is_taken(attribute.parameter); ++i) {
        attribute.parameter = i == 1 ? stem : stem + std::to_string(i);
      }
    };
    for (const std::size_t i : plan_.key) {
      name(plan_.attributes[i]);
      taken.insert(plan_.attributes[i].parameter);
    }
    // Any other attribute is the one parameter of a query at most, unless it is part of a key of several.
    const std::set<std::size_t> companions = parameter_companions();
    if (!companions.empty()) taken.insert("value");
    for (std::size_t i = 0; i < plan_.attributes.size(); ++i) {
      if (contains(plan_.key, i)) continue;
      name(plan_.attributes[i]);
      if (companions.contains(i)) taken.insert(plan_.attributes[i].parameter);
    }
  }

  // Attributes that are parameters side by side with others.
  std::set<std::size_t> parameter_companions() const {
    std::set<std::size_t> result;
    for (const QueryPlan& query : plan_.queries) {
      if (query.parameters.size() > 1) result.insert(query.parameters.begin(), query.parameters.end());
      for (const SortMethodPlan& method : query.sort_methods) result.insert(method.before.begin(), method.before.end());
    }
    for (const UpdateMethods& methods : plan_.updates) {
      if (!methods.are_alone()) result.insert(methods.parts.begin(), methods.parts.end());
    }
    return result;
  }

  void plan_projections() {
    for (QueryPlan& query : plan_.queries) {
      const auto index = std::find_if(entity_.indexes.begin(), entity_.indexes.end(),
                                      [&](const Index& each) { return each.name.text == query.index; });
      if (index == entity_.indexes.end() || index->projection.kind == model::Projection::Kind::all) continue;
      ProjectionPlan projection;
      projection.type = narrow_item_name(plan_.stem, query.class_name);
      projection.codec = snake_case(query.class_name) + "_codec";
      const std::vector<AttributeRef> keys = key_parts(entity_, *index);
      const std::vector<AttributeRef> held = held_attributes(entity_, *index);
      for (AttributeRef i = 0; i < entity_.attributes.size(); ++i) {
        if (entity_.attributes[i].composed || (!contains(keys, i) && !contains(held, i))) continue;
        const model::Member& member = entity_.attributes[i].member;
        model::Member shown = member;
        // An entry without its key does not exist; a default would pass for what is stored.
        shown.optional = !contains(keys, i) && (member.optional || member.has_default);
        projection.members.push_back({member_type(shown, scope_), member.field});
        if (!contains(keys, i)) query.projected.push_back(member.name.text);
      }
      query.projection = std::move(projection);
    }
  }

  void plan_views() {
    for (const model::View& each : entity_.views) {
      ViewPlan view;
      view.type = scope_.spell(model::qualified_name(each.namespaces, each.cpp_name));
      view.stem = entity_stem(each.cpp_name);
      view.codec = snake_case(view.stem) + "_codec";
      view.attributes = each.attributes;
      for (AttributeRef i = 0; i < entity_.attributes.size(); ++i) {
        const bool is_checked = i == plan_.tenant || i == plan_.discriminator;
        if (contains(view.attributes, i) || is_checked || is_table_key(entity_, i)) view.requested.push_back(i);
      }
      plan_.views.push_back(std::move(view));
    }
  }

  const model::Schema& schema_;
  const Entity& entity_;
  Scope scope_;
  FieldPlanner fields_;
  EntityPlan plan_;
};

}  // namespace

bool is_numbered(const AttributePlan& attribute) {
  return attribute.place != unnumbered;
}

EntityPlan plan_entity(const model::Schema& schema, const Entity& entity) {
  return EntityPlanner(schema, entity).run();
}

}  // namespace partita::plan
