#include "plan/field_plan.hpp"

#include "embedded/expressions/reserved_words.hpp"
#include "model/number_kinds.hpp"
#include "plan/keys.hpp"
#include "plan/names.hpp"

#include <algorithm>
#include <utility>

namespace partita::plan {
namespace {

using model::Type;
using model::TypeKind;

std::string_view wrapper_of(const Type& type) {
  if (!type.converted.empty()) return {};
  switch (type.kind) {
    case TypeKind::list:
      return "partita::ListOf<";
    case TypeKind::array:
      return "partita::ArrayOf<";
    case TypeKind::map:
      return "partita::MapOf<";
    default:
      return {};
  }
}

bool is_structure(const Type& type) {
  return type.converted.empty() && type.kind == TypeKind::structure;
}

}  // namespace

bool is_plain_name(const std::string& name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return has_identifier_form(name) && is_letter(name.front()) && !embedded::is_reserved_word(name);
}

std::string encoder_of(const Type& type, Form form) {
  if (!needs_encoder(type)) return {};
  if (form == Form::seconds) return "encode_seconds";
  return form == Form::number ? "encode_number" : "encode";
}

FieldPlanner::FieldPlanner(const model::Schema& schema, const model::Entity& entity)
    : schema_(schema), detail_(detail_namespace(entity_stem(entity.cpp_name)) + "::") {
  for (const model::Attribute& attribute : entity.attributes) visit(attribute.member.type);
}

// A structure stands behind those that it holds; one that holds itself refers to a name that is known by then.
void FieldPlanner::visit(const Type& type) {
  if (!type.converted.empty()) return;
  for (const Type& element : type.element) visit(element);
  if (!is_structure(type) || names_.contains(type.named)) return;
  const auto named = std::find_if(schema_.types.begin(), schema_.types.end(),
                                  [&](const model::NamedType& each) { return each.qualified == type.named; });
  if (named == schema_.types.end()) return;  // an entity that holds itself
  std::string name = entity_stem(named->cpp_name) + "Fields";
  const auto is_taken = [&](const std::string& candidate) {
    return std::any_of(names_.begin(), names_.end(), [&](const auto& each) { return each.second == candidate; }) ||
           std::any_of(named->members.begin(), named->members.end(),
                       [&](const model::Member& member) { return member.field == candidate; });
  };
  for (int i = 2; is_taken(name); ++i) name = entity_stem(named->cpp_name) + "Fields" + std::to_string(i);
  names_.emplace(type.named, std::move(name));
  for (const model::Member& member : named->members) visit(member.type);
  found_.push_back(&*named);
}

std::set<std::string> FieldPlanner::names() const {
  std::set<std::string> all{"At"};
  for (const auto& [type, name] : names_) all.insert(name);
  for (const model::NamedType* type : found_) {
    for (const model::Member& member : type->members) all.insert(member.field);
  }
  return all;
}

// An attribute is compared as the widest integer, and so is its sort condition.
FieldType FieldPlanner::attribute(const Type& type, bool ttl, const Scope& scope) const {
  FieldType result = element(type, ttl, scope);
  const bool is_wrapped = !result.structure.empty() || !wrapper_of(type).empty();
  if (!is_wrapped) result.argument = comparison_type(type, scope);
  return result;
}

FieldType FieldPlanner::element(const Type& type, bool ttl, const Scope& scope) const {
  FieldType result;
  if (is_structure(type)) {
    const auto found = names_.find(type.named);
    if (found != names_.end()) {
      result.structure = detail_ + found->second;
    } else {
      result.argument = "partita::Document";
    }
    return result;
  }
  if (const std::string_view wrapper = wrapper_of(type); !wrapper.empty()) {
    result = element(type.element.front(), false, scope);
    const std::string inner =
        result.structure.empty() ? result.argument : "partita::StructureOf<" + result.structure + ">";
    result.structure.clear();
    result.argument = std::string(wrapper) + inner + ">";
    return result;
  }
  const bool is_integer = type.converted.empty() && model::is_integer(type.kind);
  result.argument = is_integer ? scope.spell(type.cpp) : comparison_type(type, scope);
  result.form = form_of(type, ttl);
  result.encoder = encoder_of(type, result.form);
  result.encoded = result.argument;
  return result;
}

std::vector<StructureFields> FieldPlanner::structures(const Scope& scope) const {
  std::vector<StructureFields> all;
  for (const model::NamedType* type : found_) {
    StructureFields fields;
    fields.name = names_.at(type->qualified);
    fields.type = scope.spell(type->qualified);
    fields.parameter = "At";
    for (const model::Member& member : type->members) {
      while (fields.parameter == member.field) fields.parameter += '_';
    }
    for (const model::Member& member : type->members) {
      const std::string alias = is_plain_name(member.name.text) ? "" : "#" + member.field;
      fields.members.push_back(
          {member.field, member.name.text, alias, !may_be_absent(member), element(member.type, member.ttl, scope)});
    }
    all.push_back(std::move(fields));
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const StructureFields::Member& member : all[i].members) {
      const std::string spelled = "<" + member.type.structure + ">" + member.type.argument;
      for (std::size_t later = i + 1; later < all.size(); ++later) {
        const bool names_it = spelled.find("<" + detail_ + all[later].name + ">") != std::string::npos;
        all[later].declared = all[later].declared || names_it;
      }
    }
  }
  return all;
}

}  // namespace partita::plan
