#include "emit/cpp_values.hpp"

#include "emit/cpp_batches.hpp"
#include "emit/cpp_collections.hpp"
#include "emit/cpp_common.hpp"
#include "emit/cpp_companions.hpp"
#include "emit/cpp_fields.hpp"
#include "emit/cpp_reads.hpp"
#include "emit/cpp_shards.hpp"
#include "emit/cpp_writes.hpp"
#include "plan/layout.hpp"
#include "plan/literals.hpp"

#include <algorithm>
#include <utility>

namespace partita::emit {
namespace {

using plan::AttributePlan;
using plan::EntityPlan;
using plan::QueryPlan;
using plan::StructPlan;
using render::Value;

std::string count(std::size_t number) {
  return std::to_string(number);
}

std::string table_end(std::size_t size) {
  return size == 0 ? "" : "}};";
}

std::string form_argument(const EntityPlan& plan, const plan::TemplatePlan::Part& part) {
  if (part.shard) {
    std::string counts;
    for (const std::uint64_t each : plan.shards) counts += (counts.empty() ? "" : ", ") + std::to_string(each);
    return part.form == model::PartForm::padded ? ", wire::padded_shard<" + counts + ">(" + count(part.digits) + ")"
                                                : ", wire::sharded<" + counts + ">";
  }
  if (part.form == model::PartForm::padded) return ", wire::padded(" + count(part.digits) + ")";
  return part.form == model::PartForm::escaped ? ", wire::escaped" : "";
}

std::string template_definition(const EntityPlan& plan, const plan::TemplatePlan& key) {
  std::vector<std::string> parts;
  for (const plan::TemplatePlan::Part& part : key.parts) {
    parts.push_back("{" + plan::string_literal(part.before) + ", " +
                    plan::string_literal(plan.attributes[part.attribute].name) + form_argument(plan, part) + "}");
  }
  const std::string tail = key.tail.empty() ? "}};" : "}, " + plan::string_literal(key.tail) + "};";
  return plan::braced(0, "constexpr wire::KeyTemplate<" + count(parts.size()) + "> " + key.name + "{{", parts, tail);
}

/// The statements by which one struct is written and read.
class StructWriter {
 public:
  StructWriter(const EntityPlan& plan, const StructPlan& type)
      : plan_(plan), type_(type), has_attributes_(!type.written || &type == &item_of(plan)) {}

  Value value() const {
    std::vector<std::string> enumerators;
    Value::List entries;
    Value::List members;
    Value::List keys;
    Value::List checks;
    for (const StructPlan::Member& member : type_.list) {
      enumerators.push_back(member.field);
      entries.push_back(plan::braced(
          4, "{", {plan::string_literal(member.name), "Tag::" + std::string(to_string(member.tag)), member.need},
          "},"));
      members.push_back(Value{{"member", name(member)}, {"write", write(member)}, {"read", read(member)}});
      if (composed(member) != nullptr) keys.push_back("wire::StoredKey " + local(member) + ";");
      if (is_tenant(member) && member.only_checked) keys.push_back(plan_.tenant_type + " " + local(member) + "{};");
    }
    add_checks(checks);
    const std::string base = type_.list.size() > 256 ? "std::uint16_t" : "std::uint8_t";
    Value value;
    value.set("type", type_.type);
    value.set("table", type_.table);
    value.set("order", type_.order);
    value.set("size", count(type_.list.size()));
    value.set("enum", type_.members);
    value.set("enumeration", plan::enumeration("enum class " + type_.members + " : " + base, enumerators));
    value.set("table_head", "constexpr wire::Members<" + count(type_.list.size()) + "> " + type_.table + "{{");
    value.set("entries", std::move(entries));
    value.set("table_end", table_end(type_.list.size()));
    value.set("written", type_.written);
    value.set("members", std::move(members));
    value.set("keys", std::move(keys));
    value.set("checks", std::move(checks));
    value.set("writer", writes_keys() ? "wire::ComposedWriter" : "wire::ObjectWriter");
    value.set("reader", plan::braced(2,
                                     std::string(reads_keys() ? "wire::ComposedReader" : "wire::ObjectReader") +
                                         "<Codec, Orders> members{",
                                     {"in", type_.table, "orders", "orders." + type_.order}, "};"));
    return value;
  }

 private:
  // The attribute that a member is: nested structures have none.
  const AttributePlan* attribute(const StructPlan::Member& member) const {
    return has_attributes_ ? &plan_.attributes[member.attribute] : nullptr;
  }
  const plan::TemplatePlan* composed(const StructPlan::Member& member) const {
    const AttributePlan* found = attribute(member);
    return found != nullptr && found->composed ? &*found->composed : nullptr;
  }
  const std::string* constant(const StructPlan::Member& member) const {
    const AttributePlan* found = attribute(member);
    return found != nullptr && found->constant ? &*found->constant : nullptr;
  }

  bool is_tenant(const StructPlan::Member& member) const { return has_attributes_ && plan_.tenant == member.attribute; }

  std::string name(const StructPlan::Member& member) const { return type_.members + "::" + member.field; }

  // A stored key while the rest of the item is read. Only attributes of the entity have one.
  const std::string& local(const StructPlan::Member& member) const { return plan_.attributes[member.attribute].local; }

  // What a member is read into.
  std::string place(const StructPlan::Member& member) const {
    return member.only_checked ? local(member) : "item." + member.field;
  }

  std::vector<std::string> parts(const plan::TemplatePlan& key) const {
    std::vector<std::string> values;
    for (const plan::TemplatePlan::Part& part : key.parts) {
      const AttributePlan& of = plan_.attributes[part.attribute];
      values.push_back(plan::in_form(of.form, "item." + of.field, "wire"));
    }
    return values;
  }

  std::string write(const StructPlan::Member& member) const {
    if (const auto* key = composed(member)) {
      return plan::braced(2, "members.compose(", preceded(name(member), preceded(key->name, parts(*key))), ");");
    }
    const std::string* text = constant(member);
    const std::string value =
        text != nullptr ? plan::string_literal(*text) : plan::in_form(member.form, "item." + member.field, "wire");
    return plan::braced(2, "members.write(", {name(member), value}, ");");
  }

  std::string read(const StructPlan::Member& member) const {
    if (composed(member) != nullptr) return "members.read(" + local(member) + ");";
    if (const std::string* text = constant(member)) {
      const bool is_type = plan_.discriminator == member.attribute;
      return (is_type ? "members.read_type(" : "members.read_constant(") + plan::string_literal(*text) + ");";
    }
    return "members.read(" + plan::in_form(member.form, place(member), "wire") + ");";
  }

  void add_checks(Value::List& checks) const {
    const auto add = [&](const StructPlan::Member& member, std::string_view head,
                         const std::vector<std::string>& values) {
      checks.push_back(plan::braced(
          2, head, preceded(name(member), preceded(local(member), preceded(composed(member)->name, values))), ");"));
    };
    for (const StructPlan::Member& member : type_.list) {
      if (!member.decoded.empty()) add(member, "members.decompose(", member.decoded);
    }
    for (const StructPlan::Member& member : type_.list) {
      if (const auto* key = composed(member)) add(member, "members.check(", parts(*key));
    }
    for (const StructPlan::Member& member : type_.list) {
      if (is_tenant(member)) check_tenant(checks, name(member), place(member));
    }
    if (plan_.tenant && type_.decodes_tenant) {
      // Read from the key.
      for (const StructPlan::Member& member : type_.list) {
        if (member.decoded.empty()) continue;
        check_tenant(checks, name(member), "item." + plan_.attributes[*plan_.tenant].field);
        break;
      }
    }
  }

  void check_tenant(Value::List& checks, const std::string& member, const std::string& found) const {
    checks.push_back(plan::braced(2, "members.check_tenant<" + plan_.tenant_type + ">(", {member, found}, ");"));
  }

  bool writes_keys() const {
    return std::any_of(type_.list.begin(), type_.list.end(),
                       [&](const StructPlan::Member& member) { return composed(member) != nullptr; });
  }
  bool reads_keys() const {
    return std::any_of(type_.list.begin(), type_.list.end(), [&](const StructPlan::Member& member) {
      return composed(member) != nullptr || constant(member) != nullptr;
    });
  }

  const EntityPlan& plan_;
  const StructPlan& type_;
  bool has_attributes_;
};

Value enum_value(const plan::EnumPlan& type) {
  Value::List entries;
  for (const auto& each : type.list)
    entries.push_back("{" + each.value + ", " + plan::string_literal(each.name) + "},");
  Value value;
  value.set("table_head",
            "constexpr wire::EnumNames<" + type.type + ", " + count(type.list.size()) + "> " + type.table + "{{");
  value.set("entries", std::move(entries));
  value.set("table_end", table_end(type.list.size()));
  value.set("write", plan::inline_function(2, "static void", "write", {"wire::Writer& out", type.type + " value"}, "",
                                           "out.enumerator(" + type.table + ", value);"));
  value.set("read", plan::inline_function(2, "static void", "read",
                                          {"wire::Reader& in", "Orders& /*orders*/", type.type + "& value"}, "",
                                          "in.enumerator(" + type.table + ", value);"));
  Value::List names;
  if (type.in_key) {
    names.push_back(plan::inline_function(2, "static std::string_view", "name", {type.type + " value"}, "",
                                          "return wire::name_of(" + type.table + ", value);"));
  }
  if (type.from_key) {
    names.push_back(plan::inline_function(2, "static bool", "named", {"std::string_view name", type.type + "& value"},
                                          "", "return wire::find_named(" + type.table + ", name, value);"));
  }
  value.set("names", std::move(names));
  return value;
}

// Which helpers the repository's functions call.
struct Helpers {
  bool composed = false;
  bool keys_with = false;
  bool keys_where = false;
};

Helpers helpers(const EntityPlan& plan) {
  const auto any_composed = [&](const std::vector<std::size_t>& attributes) {
    return std::any_of(attributes.begin(), attributes.end(),
                       [&](std::size_t i) { return plan.attributes[i].composed.has_value(); });
  };
  Helpers used;
  used.composed =
      has_update(plan) && std::any_of(plan.updates.begin(), plan.updates.end(),
                                      [](const plan::UpdateMethods& methods) { return !methods.are_alone(); });
  for (const QueryPlan& query : plan.queries) {
    used.keys_with = used.keys_with || query.lookup;
    used.composed = used.composed || (any_composed(query.partition) && !is_sharded(plan, query.partition.front())) ||
                    (query.sort.size() > 1 && any_composed(query.sort));
    if (!any_composed(query.sort) || query.lookup) continue;
    for (const plan::SortMethodPlan& method : query.sort_methods) {
      const bool is_equal = method.condition == plan::Condition::equal;
      (is_equal ? used.keys_with : used.keys_where) = true;
    }
  }
  return used;
}

std::string table_body(const EntityPlan& plan) {
  std::vector<std::string> pieces;
  pieces.reserve(plan.table_body.size());
  for (const std::string& piece : plan.table_body) pieces.push_back(plan::raw_literal(piece));
  return plan::literals(0, "constexpr std::string_view table_body = ", pieces, ";");
}

}  // namespace

Value codec_value(const EntityPlan& plan) {
  const StructPlan& item = item_of(plan);
  Value value;
  value.set("detail", plan.detail);
  value.set("entity_text", plan::string_literal(plan.type));
  Value::List structs;
  for (const StructPlan& type : plan.structs) structs.push_back(StructWriter(plan, type).value());
  value.set("structs", std::move(structs));
  Value::List enums;
  for (const plan::EnumPlan& type : plan.enums) enums.push_back(enum_value(type));
  value.set("enums", std::move(enums));

  const auto codec = [&](const std::string& type, const std::string& name, const std::string& arguments) {
    return plan::assignment(0, "constexpr partita::EntityCodec<" + type + "> " + name,
                            "wire::entity_codec<" + type + ", Codec, Orders>(" + arguments + ")");
  };
  const std::string table = plan::string_literal(plan.table);
  const std::string expiring = table + (plan.ttl ? ", " + attribute_name(plan.attributes[*plan.ttl]) : "");
  Value::List codecs{codec(plan.type, plan.codec, expiring)};
  for (const QueryPlan& query : plan.queries) {
    if (query.projection) codecs.push_back(codec(query.projection->type, query.projection->codec, table));
  }
  for (const plan::ViewPlan& view : plan.views) codecs.push_back(codec(view.type, view.codec, expiring));
  Value::List sources = read_sources(plan);
  value.set("has_sources", !sources.empty());
  value.set("sources", std::move(sources));
  value.set("codecs", std::move(codecs));
  Value::List templates;
  for (const AttributePlan& attribute : plan.attributes) {
    if (attribute.composed) templates.push_back(template_definition(plan, *attribute.composed));
  }
  for (const plan::CompanionPlan& companion : plan.companions) {
    templates.push_back(template_definition(plan, companion.key));
  }
  value.set("has_templates", !templates.empty());
  value.set("templates", std::move(templates));
  const Helpers used = helpers(plan);
  value.set("composes_values", used.composed);
  value.set("asks_for_parts", used.keys_where);
  value.set("asks_for_equal_parts", used.keys_with);

  value.set("shard_functions", shard_functions(plan));
  value.set("write_key",
            plan::bracketed(0, "void write_key(", preceded("wire::Writer& out", key_parameters(plan)), ") {"));
  value.set("item_table", item.table);
  value.set("item_enum", item.members);
  Value::List key;
  bool composes = false;
  for (const std::size_t i : plan.stored_key) {
    const AttributePlan& attribute = plan.attributes[i];
    const std::string member = item.members + "::" + attribute.field;
    if (attribute.composed) {
      composes = true;
      key.push_back(plan::braced(2, "members.compose(",
                                 preceded(member, preceded(attribute.composed->name, composed_values(plan, i, "wire"))),
                                 ");"));
      continue;
    }
    const std::string stored = attribute.constant ? plan::string_literal(*attribute.constant)
                                                  : plan::in_form(attribute.form, attribute.parameter, "wire");
    key.push_back(plan::braced(2, "members.write(", {member, stored}, ");"));
  }
  value.set("key_writer", composes ? "wire::ComposedWriter" : "wire::ObjectWriter");
  value.set("key", std::move(key));
  value.set("has_update", has_update(plan));
  value.set("key_value", plan::bracketed(0, "partita::Value key_value(", key_parameters(plan), ") {"));
  value.set("write_key_to_out", plan::braced(2, "write_key(", preceded("out", key_values(plan, "")), ");"));
  value.set("stores_values", has_update(plan) || !plan.queries.empty() || plan.tenant_outside_key);
  const std::vector<std::string> hidden = hidden_names(plan);
  value.set("hidden", hidden.empty() ? Value::List{}
                                     : Value::List{plan::braced(0, "constexpr std::string_view hidden_attributes[] = {",
                                                                hidden, "};")});
  value.set("companions", companion_rules(plan));
  value.set("has_companions", !plan.companions.empty());
  value.set("rules", Value::List{write_rules(plan)});
  value.set("table_body", table_body(plan));
  value.set("encoders", encoders(plan));
  add_collected_definitions(value, plan);
  return value;
}

}  // namespace partita::emit
