#include "emit/cpp_values.hpp"

#include "emit/cpp_common.hpp"
#include "plan/layout.hpp"
#include "plan/literals.hpp"

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

Value struct_value(const StructPlan& type) {
  std::vector<std::string> enumerators;
  Value::List entries;
  Value::List members;
  for (const StructPlan::Member& member : type.list) {
    enumerators.push_back(member.field);
    entries.push_back(plan::braced(
        4, "{", {plan::string_literal(member.name), "Tag::" + std::string(to_string(member.tag)), member.need}, "},"));
    const std::string value = plan::in_form(member.form, "item." + member.field, "wire");
    const std::string name = type.members + "::" + member.field;
    Value line;
    line.set("member", name);
    line.set("write", plan::braced(2, "members.write(", {name, value}, ");"));
    line.set("value", value);
    members.push_back(std::move(line));
  }
  const std::string base = type.list.size() > 256 ? "std::uint16_t" : "std::uint8_t";
  Value value;
  value.set("type", type.type);
  value.set("table", type.table);
  value.set("order", type.order);
  value.set("size", count(type.list.size()));
  value.set("enum", type.members);
  value.set("enumeration", plan::enumeration("enum class " + type.members + " : " + base, enumerators));
  value.set("table_head", "constexpr wire::Members<" + count(type.list.size()) + "> " + type.table + "{{");
  value.set("entries", std::move(entries));
  value.set("table_end", table_end(type.list.size()));
  value.set("written", type.written);
  value.set("members", std::move(members));
  value.set("reader", plan::braced(2, "wire::ObjectReader<Codec, Orders> members{",
                                   {"in", type.table, "orders", "orders." + type.order}, "};"));
  return value;
}

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
  return value;
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
  Value::List structs;
  for (const StructPlan& type : plan.structs) structs.push_back(struct_value(type));
  value.set("structs", std::move(structs));
  Value::List enums;
  for (const plan::EnumPlan& type : plan.enums) enums.push_back(enum_value(type));
  value.set("enums", std::move(enums));

  const auto codec = [&](const std::string& type, const std::string& name) {
    return plan::assignment(
        0, "constexpr partita::EntityCodec<" + type + "> " + name,
        "wire::entity_codec<" + type + ", Codec, Orders>(" + plan::string_literal(plan.table) + ")");
  };
  Value::List codecs{codec(plan.type, plan.codec)};
  for (const QueryPlan& query : plan.queries) {
    if (query.projection) codecs.push_back(codec(query.projection->type, query.projection->codec));
  }
  for (const plan::ViewPlan& view : plan.views) codecs.push_back(codec(view.type, view.codec));
  value.set("codecs", std::move(codecs));

  value.set("write_key",
            plan::bracketed(0, "void write_key(", preceded("wire::Writer& out", key_parameters(plan)), ") {"));
  value.set("item_table", item.table);
  value.set("item_enum", item.members);
  Value::List key;
  for (const std::size_t i : plan.key) {
    const AttributePlan& attribute = plan.attributes[i];
    key.push_back(plan::braced(
        2, "members.write(",
        {item.members + "::" + attribute.field, plan::in_form(attribute.form, attribute.parameter, "wire")}, ");"));
  }
  value.set("key", std::move(key));
  value.set("has_update", has_update(plan));
  value.set("key_value", plan::bracketed(0, "partita::Value key_value(", key_parameters(plan), ") {"));
  value.set("write_key_to_out", plan::braced(2, "write_key(", preceded("out", key_values(plan, "")), ");"));
  value.set("stores_values", has_update(plan) || !plan.queries.empty());
  const std::vector<std::string> hidden = hidden_names(plan);
  value.set("hidden",
            hidden.empty() || !plan.writes
                ? Value::List{}
                : Value::List{plan::braced(0, "constexpr std::string_view hidden_attributes[] = {", hidden, "};")});
  value.set("table_body", table_body(plan));
  value.set("encoders", encoders(plan));
  return value;
}

}  // namespace partita::emit
