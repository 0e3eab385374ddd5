#include "emit/cpp_fields.hpp"

#include "emit/cpp_common.hpp"
#include "plan/layout.hpp"
#include "plan/literals.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::emit {
namespace {

using plan::EntityPlan;
using plan::FieldType;
using plan::StructureFields;
using render::Value;

// `partita::Field<Contact, std::string_view, 0>`, for column 2, behind `before`.
std::string spelled(const EntityPlan& plan, const FieldType& type, const std::string& place, std::string before = {}) {
  if (!type.structure.empty()) return before + type.structure + "<" + place + ">";
  before += "partita::Field<";
  const std::string line = before + plan.type + ", " + type.argument + ", " + place + ">";
  constexpr std::size_t indent = 2;
  if (indent + line.size() <= plan::column_limit) return line;
  return before + plan.type + ", " + type.argument + ",\n" + std::string(indent + before.size(), ' ') + place + ">";
}

std::vector<std::string> arguments(const EntityPlan& plan, const FieldType& type, const std::string& name,
                                   const std::string& alias) {
  std::vector<std::string> list{plan::string_literal(name)};
  if (!alias.empty() || !type.encoder.empty()) list.push_back(plan::string_literal(alias));
  if (!type.encoder.empty()) list.push_back("&" + plan.detail + "::" + type.encoder);
  return list;
}

Value structure(const EntityPlan& plan, const StructureFields& fields) {
  Value::List members;
  for (const StructureFields::Member& member : fields.members) {
    const std::string place =
        std::string("partita::") + (member.required ? "required_inside(" : "inside(") + fields.parameter + ")";
    members.push_back(plan::variable(2, spelled(plan, member.type, place), member.field,
                                     preceded("*this", arguments(plan, member.type, member.name, member.alias))));
  }
  const std::string head = "template <partita::Place " + fields.parameter + ">";
  const std::vector<std::string> bases{plan.type, fields.type, "&encode", fields.parameter};
  Value value;
  value.set("comment", plan::comment(0, "///", "What lies inside of a '" + fields.type + "'."));
  value.set("head", head);
  value.set("name", fields.name);
  value.set("bases",
            plan::base_clause(std::string_view("struct ").size() + fields.name.size(), "partita::Structure", bases));
  value.set("members", std::move(members));
  return value;
}

}  // namespace

void add_field_declarations(Value& value, const EntityPlan& plan) {
  Value::List ahead;
  Value::List structures;
  for (const StructureFields& fields : plan.structures) {
    if (fields.declared) {
      ahead.push_back("template <partita::Place " + fields.parameter + ">\nstruct " + fields.name + ";");
    }
    structures.push_back(structure(plan, fields));
  }
  value.set("has_structures", !structures.empty());
  value.set("structures_ahead", std::move(ahead));
  value.set("structures", std::move(structures));

  Value::List fields;
  for (const plan::AttributePlan& attribute : plan.attributes) {
    fields.push_back(plan::variable(2, spelled(plan, attribute.type, attribute.place, "static constexpr "),
                                    attribute.field, arguments(plan, attribute.type, attribute.name, attribute.alias)));
  }
  value.set("fields", std::move(fields));
}

Value::List encoders(const EntityPlan& plan) {
  Value::List list;
  std::set<std::pair<std::string, std::string>> known;
  const auto add = [&](const std::string& name, const std::string& type, plan::Form form) {
    if (name.empty() || !known.emplace(name, type).second) return;
    Value encoder;
    encoder.set("name", name);
    encoder.set("type", type);
    encoder.set("value", plan::in_form(form, "value", "wire"));
    list.push_back(std::move(encoder));
  };
  for (const plan::AttributePlan& attribute : plan.attributes) {
    add(attribute.type.encoder, attribute.type.encoded, attribute.type.form);
  }
  for (const StructureFields& fields : plan.structures) {
    add("encode", "const " + fields.type + "&", plan::Form::plain);
    for (const StructureFields::Member& member : fields.members) {
      add(member.type.encoder, member.type.encoded, member.type.form);
    }
  }
  return list;
}

}  // namespace partita::emit
