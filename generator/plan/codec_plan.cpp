#include "plan/codec_plan.hpp"

#include "model/qualified_name.hpp"
#include "plan/attribute_list.hpp"
#include "plan/keys.hpp"
#include "plan/names.hpp"

#include <algorithm>
#include <set>

namespace partita::plan {
namespace {

using model::Type;
using model::TypeKind;

class CodecPlanner {
 public:
  CodecPlanner(const model::Schema& schema, const model::Entity& entity, const Scope& scope, EntityPlan& plan)
      : schema_(schema), entity_(entity), scope_(scope), plan_(plan) {}

  void run() {
    // An entity can hold a list of itself; its codec is that of the items.
    seen_.insert(model::qualified_name(entity_.namespaces, entity_.cpp_name));
    StructPlan whole = begin(plan_.type, plan_.stem);
    for (std::size_t i = 0; i < entity_.attributes.size(); ++i) {
      const model::Attribute& attribute = entity_.attributes[i];
      whole.list.push_back(member(attribute.member, attribute.ttl, need_of(entity_, i)));
      whole.list.back().field = plan_.attributes[i].field;
      whole.list.back().attribute = i;
    }
    plan_.structs.push_back(std::move(whole));
    for (const model::Attribute& attribute : entity_.attributes) visit(attribute.member.type);
    for (const QueryPlan& query : plan_.queries) {
      if (query.projection) add_projection(query, query.projection->type);
    }
    for (const ViewPlan& view : plan_.views) add_view(view);
    for (const model::Attribute& attribute : entity_.attributes) {
      if (!attribute.composed) continue;
      for (const model::ComposedKey::Part& part : attribute.composed->parts) {
        if (EnumPlan* type = enumeration_of(part.attribute)) type->in_key = true;
      }
    }
  }

 private:
  StructPlan begin(const std::string& type, const std::string& stem) {
    std::string name = stem;
    for (int i = 2; !stems_.insert(snake_case(name)).second; ++i) name = stem + std::to_string(i);
    StructPlan result;
    result.type = type;
    result.members = name + "Member";
    result.table = snake_case(name) + "_members";
    result.order = cpp_identifier(snake_case(name));
    return result;
  }

  static StructPlan::Member member(const model::Member& member, bool ttl, std::string need) {
    return {member.field, member.name.text, tag_of(member.type, ttl), form_of(member.type, ttl), std::move(need), 0};
  }

  void visit(const Type& type) {
    for (const Type& element : type.element) visit(element);
    plan_.uses_chrono =
        plan_.uses_chrono || type.kind == TypeKind::sys_milliseconds || type.kind == TypeKind::sys_seconds;
    if (type.kind == TypeKind::structure) add_structure(type);
    if (type.kind == TypeKind::enumeration && type.stored == model::EnumStorage::name) add_enumeration(type);
  }

  void add_structure(const Type& type) {
    if (!seen_.insert(type.named).second) return;
    const model::NamedType& named = schema_.type(type.named);
    StructPlan result = begin(scope_.spell(type.named), entity_stem(named.cpp_name));
    for (const model::Member& each : named.members) {
      result.list.push_back(member(each, each.ttl, may_be_absent(each) ? "wire::may_be_absent" : "wire::required"));
    }
    plan_.structs.push_back(std::move(result));
    for (const model::Member& each : named.members) visit(each.type);
  }

  void add_enumeration(const Type& type) {
    if (!seen_.insert(type.named).second) return;
    const model::NamedType& named = schema_.type(type.named);
    EnumPlan result;
    result.type = scope_.spell(type.named);
    std::string name = snake_case(entity_stem(named.cpp_name)) + "_names";
    for (int i = 2; !enum_tables_.insert(name).second; ++i) {
      name = snake_case(entity_stem(named.cpp_name)) + std::to_string(i) + "_names";
    }
    result.table = name;
    for (const model::Enumerator& each : named.enumerators) {
      result.list.push_back({result.type + "::" + cpp_identifier(each.name.text), each.name.text});
    }
    plan_.enums.push_back(std::move(result));
  }

  void add_projection(const QueryPlan& query, const std::string& type) {
    StructPlan result = begin(type, query.class_name);
    result.written = false;
    const auto index = std::find_if(entity_.indexes.begin(), entity_.indexes.end(),
                                    [&](const model::Index& each) { return each.name.text == query.index; });
    const std::vector<model::AttributeRef> held = held_attributes(entity_, *index);
    std::set<model::AttributeRef> known(held.begin(), held.end());
    for (const model::AttributeRef i : held) {
      const model::Attribute& attribute = entity_.attributes[i];
      const bool is_key = is_table_key(entity_, i) || is_index_key(*index, i);
      result.list.push_back(member(attribute.member, attribute.ttl, need_of_read(attribute, is_key)));
      StructPlan::Member& last = result.list.back();
      last.field = plan_.attributes[i].field;
      last.attribute = i;
      if (attribute.composed) last.decoded = decoded_parts(*attribute.composed, known, result);
    }
    plan_.structs.push_back(std::move(result));
  }

  void add_view(const ViewPlan& view) {
    StructPlan result = begin(view.type, view.stem);
    result.written = false;
    for (const model::AttributeRef i : view.attributes) {
      const model::Attribute& attribute = entity_.attributes[i];
      result.list.push_back(member(attribute.member, attribute.ttl, need_of_read(attribute, false)));
      result.list.back().attribute = i;
    }
    for (const auto& i : {plan_.tenant, plan_.discriminator}) {
      if (!i || contains(view.attributes, *i)) continue;
      const model::Attribute& attribute = entity_.attributes[*i];
      result.list.push_back(member(attribute.member, attribute.ttl, need_of_read(attribute, true)));
      result.list.back().field = plan_.attributes[*i].field;
      result.list.back().attribute = *i;
      result.list.back().only_checked = true;
    }
    plan_.structs.push_back(std::move(result));
  }

  // Of structures that are only read, which need no limits of keys.
  static std::string need_of_read(const model::Attribute& attribute, bool always_there) {
    return std::string(always_there || !may_be_absent(attribute.member) ? "wire::required" : "wire::may_be_absent") +
           (attribute.sensitive ? ".sensitive()" : "");
  }

  // What the parts of a key are read into where the entry of an index holds them nowhere else. Empty: it holds all.
  std::vector<std::string> decoded_parts(const model::ComposedKey& key, std::set<model::AttributeRef>& known,
                                         StructPlan& result) {
    std::vector<std::string> targets;
    bool reads = false;
    for (const model::ComposedKey::Part& part : key.parts) {
      if (part.shard) {
        targets.emplace_back("wire::held<std::uint64_t>");
        continue;
      }
      model::Member shown = entity_.attributes[part.attribute].member;
      if (known.insert(part.attribute).second) {
        targets.push_back("item." + shown.field);
        reads = true;
        result.decodes_tenant = result.decodes_tenant || part.attribute == entity_.tenant;
        if (EnumPlan* type = enumeration_of(part.attribute)) type->from_key = true;
      } else {
        shown.optional = false;
        targets.push_back("wire::held<" + member_type(shown, scope_) + ">");
      }
    }
    return reads ? targets : std::vector<std::string>();
  }

  EnumPlan* enumeration_of(model::AttributeRef attribute) {
    const Type& type = entity_.attributes[attribute].member.type;
    const auto found = std::find_if(plan_.enums.begin(), plan_.enums.end(), [&](const EnumPlan& each) {
      return type.kind == TypeKind::enumeration && each.type == scope_.spell(type.named);
    });
    return found == plan_.enums.end() ? nullptr : &*found;
  }

  const model::Schema& schema_;
  const model::Entity& entity_;
  const Scope& scope_;
  EntityPlan& plan_;
  std::set<std::string> stems_;
  std::set<std::string> enum_tables_;
  std::set<std::string> seen_;
};

}  // namespace

void plan_codec(const model::Schema& schema, const model::Entity& entity, const Scope& scope, EntityPlan& plan) {
  CodecPlanner(schema, entity, scope, plan).run();
}

}  // namespace partita::plan
