#include "plan/entity_plan.hpp"

#include "model/qualified_name.hpp"
#include "plan/codec_plan.hpp"
#include "plan/keys.hpp"
#include "plan/names.hpp"
#include "plan/table_body.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace partita::plan {
namespace {

using model::AttributeRef;
using model::Entity;
using model::Index;

// Expressions take letters, digits and underscores, behind a letter, unless the word is reserved.
bool is_plain_name(const std::string& name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return has_identifier_form(name) && is_letter(name.front()) && !is_dynamodb_reserved(name);
}

std::string encoder_of(const model::Type& type, Form form) {
  if (!needs_encoder(type)) return {};
  if (form == Form::seconds) return "encode_seconds";
  return form == Form::number ? "encode_number" : "encode";
}

class EntityPlanner {
 public:
  EntityPlanner(const model::Schema& schema, const Entity& entity)
      : schema_(schema), entity_(entity), scope_(entity.namespaces) {}

  EntityPlan run() {
    plan_.stem = entity_stem(entity_.cpp_name);
    plan_.table = entity_.table.text;
    plan_.detail = "detail_" + snake_case(plan_.stem);
    plan_.codec = snake_case(plan_.stem) + "_codec";
    plan_.key.push_back(entity_.key.partition);
    if (entity_.key.sort) plan_.key.push_back(*entity_.key.sort);
    plan_.writes = entity_.write_shards.empty() &&
                   std::none_of(entity_.attributes.begin(), entity_.attributes.end(),
                                [](const model::Attribute& each) { return each.lookup || each.unique; });
    if (entity_.allow_scan) plan_.scan_reason = entity_.allow_scan->text;
    plan_queries();
    hide_generated_names();
    plan_.variable = cpp_identifier(snake_case(plan_.stem));
    while (is_local_word(plan_.variable)) plan_.variable += '_';
    plan_.type = scope_.spell(model::qualified_name(entity_.namespaces, entity_.cpp_name));
    plan_attributes();
    plan_projections();
    plan_views();
    plan_codec(schema_, entity_, scope_, plan_);
    name_parameters();
    plan_.table_body = create_table_body(entity_);
    return std::move(plan_);
  }

 private:
  void plan_queries() {
    // The sort key is what makes it a question: without one, get answers it.
    if (entity_.key.sort) {
      QueryPlan query;
      query.method = table_query_name(entity_.attributes[entity_.key.partition].member.name.text);
      query.partition = entity_.key.partition;
      query.sort = entity_.key.sort;
      add_query(std::move(query));
    }
    for (const Index& index : entity_.indexes) {
      QueryPlan query;
      query.method = index.method ? index.method->text : method_name(index.name.text);
      query.index = index.name.text;
      query.local = index.kind == model::IndexKind::local;
      query.partition = index.partition.front();
      if (!index.sort.empty()) query.sort = index.sort.front();
      ++(query.local ? plan_.local_indexes : plan_.global_indexes);
      add_query(std::move(query));
    }
  }

  void add_query(QueryPlan query) {
    query.class_name = index_class_name(query.method, entity_.cpp_name);
    const auto taken = [&](const std::string& name) {
      return std::any_of(plan_.queries.begin(), plan_.queries.end(),
                         [&](const QueryPlan& other) { return other.class_name == name; });
    };
    while (taken(query.class_name)) query.class_name += "Query";
    if (query.sort) query.sort_method = method_name(entity_.attributes[*query.sort].member.field);
    plan_.queries.push_back(std::move(query));
  }

  void hide_generated_names() {
    for (const std::string_view name :
         {"Update", "Query", "ConsistentQuery", "UpdateBuilder", "Codec", "Orders", "Tag", "Reading", "wire", "encode",
          "encode_number", "encode_seconds", "stored", "write_key"}) {
      scope_.hide(std::string(name));
    }
    for (const std::string& name : generated_names(plan_.stem)) scope_.hide(name);
    for (const model::Attribute& attribute : entity_.attributes) scope_.hide(attribute.member.field);
    for (const QueryPlan& query : plan_.queries) {
      scope_.hide(query.method);
      scope_.hide(query.class_name);
      scope_.hide(query.sort_method);
    }
  }

  void plan_attributes() {
    for (AttributeRef i = 0; i < entity_.attributes.size(); ++i) {
      const model::Attribute& attribute = entity_.attributes[i];
      const model::Member& member = attribute.member;
      AttributePlan result;
      result.name = member.name.text;
      result.field = member.field;
      if (!is_plain_name(result.name)) {
        result.alias = "#" + (has_identifier_form(member.field) ? member.field : "attribute" + std::to_string(i));
      }
      result.member_type = member_type(member, scope_);
      result.parameter_type = parameter_type(member.type, scope_);
      result.comparison = comparison_type(member.type, scope_);
      result.form = form_of(member.type, attribute.ttl);
      result.encoder = encoder_of(member.type, result.form);
      result.removable = may_be_absent(member);
      result.sensitive = attribute.sensitive;
      plan_.attributes.push_back(std::move(result));
      if (attribute.version) plan_.version = i;
      if (attribute.ttl) plan_.ttl = i;
      if (attribute.created_at) plan_.created_at = i;
      if (attribute.updated_at) plan_.updated_at = i;
      const bool set_by_writes = attribute.version || attribute.created_at || attribute.updated_at;
      if (!set_by_writes && !is_table_key(entity_, i)) plan_.updatable.push_back(i);
    }
  }

  // Keys are parameters, side by side with each other, with options, and with what the bodies name.
  void name_parameters() {
    std::set<std::string> taken{plan_.type, entity_.cpp_name, plan_.stem};
    for (const QueryPlan& query : plan_.queries) taken.insert(query.class_name);
    for (const StructPlan& type : plan_.structs) taken.insert({type.table, type.members});
    for (const std::size_t i : plan_.key) taken.insert(plan_.attributes[i].parameter_type);
    const auto is_taken = [&](const std::string& name) {
      return is_api_word(name) || is_local_word(name) || taken.contains(name);
    };
    const auto name = [&](AttributePlan& attribute) {
      const std::string stem = attribute.field.substr(0, attribute.field.find_last_not_of('_') + 1) + "_";
      attribute.parameter = attribute.field;
      // Not one more underscore after another: C++ keeps names with two of them for itself.
      for (int i = 1; is_taken(attribute.parameter); ++i) {
        attribute.parameter = i == 1 ? stem : stem + std::to_string(i);
      }
    };
    for (const std::size_t i : plan_.key) {
      name(plan_.attributes[i]);
      taken.insert(plan_.attributes[i].parameter);
    }
    // Any other attribute is the one parameter of a query at most.
    for (std::size_t i = 0; i < plan_.attributes.size(); ++i) {
      if (!is_table_key(entity_, i)) name(plan_.attributes[i]);
    }
  }

  void plan_projections() {
    for (QueryPlan& query : plan_.queries) {
      const auto index = std::find_if(entity_.indexes.begin(), entity_.indexes.end(),
                                      [&](const Index& each) { return each.name.text == query.index; });
      if (index == entity_.indexes.end() || index->projection.kind == model::Projection::Kind::all) continue;
      ProjectionPlan projection;
      projection.type = narrow_item_name(plan_.stem, query.class_name);
      projection.codec = snake_case(query.class_name) + "_codec";
      for (const AttributeRef i : held_attributes(entity_, *index)) {
        const model::Member& member = entity_.attributes[i].member;
        const bool is_part_of_key = is_table_key(entity_, i) || is_index_key(*index, i);
        model::Member held = member;
        // An entry without its key does not exist; a default would pass for what is stored.
        held.optional = !is_part_of_key && (member.optional || member.has_default);
        projection.members.push_back({member_type(held, scope_), member.field});
        if (!is_part_of_key) query.projected.push_back(member.name.text);
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
        const bool is_member = std::find(view.attributes.begin(), view.attributes.end(), i) != view.attributes.end();
        if (is_member || is_table_key(entity_, i)) view.requested.push_back(i);
      }
      plan_.views.push_back(std::move(view));
    }
  }

  const model::Schema& schema_;
  const Entity& entity_;
  Scope scope_;
  EntityPlan plan_;
};

}  // namespace

EntityPlan plan_entity(const model::Schema& schema, const Entity& entity) {
  return EntityPlanner(schema, entity).run();
}

}  // namespace partita::plan
