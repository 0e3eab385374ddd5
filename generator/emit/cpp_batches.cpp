#include "emit/cpp_batches.hpp"

#include "emit/cpp_common.hpp"
#include "emit/cpp_shards.hpp"
#include "emit/cpp_writes.hpp"
#include "plan/layout.hpp"
#include "plan/literals.hpp"

#include <string>
#include <utility>
#include <vector>

namespace partita::emit {
namespace {

using plan::AttributePlan;
using plan::EntityPlan;
using render::Value;

struct Batch {
  Function function;
  std::string comment;
  std::string refusal;  ///< what a call says that does not allow it; empty: none need to
  Value::List lines;
};

// A key of one attribute is that attribute's type; otherwise it is the structure of its parts.
bool is_single(const EntityPlan& plan) {
  return asked(plan, plan.key).size() == 1;
}

std::string key_type(const EntityPlan& plan) {
  return is_single(plan) ? plan.attributes[asked(plan, plan.key).front()].member_type : plan.stem + "Key";
}

std::string loop(const std::string& type, const std::string& name, const std::string& range,
                 const std::vector<std::string>& lines) {
  std::string text = "for (const " + type + "& " + name + " : " + range + ") {\n";
  for (const std::string& line : lines) text += "    " + line + "\n";
  return text + "  }";
}

std::string each_key(const EntityPlan& plan, const std::string& out) {
  std::vector<std::string> values;
  for (const std::size_t i : plan.key) {
    values.push_back(i == plan.tenant  ? "tenant_.value()"
                     : is_single(plan) ? "key"
                                       : "key." + plan.attributes[i].field);
  }
  std::vector<std::string> lines{plan::braced(4, plan.detail + "::write_key(", preceded(out, values), ");")};
  for (const Value& line : name_places_of_key(plan, "batch", values)) lines.push_back(*line.string());
  return loop(key_type(plan), "key", "keys", lines);
}

// A batch carries no conditions; why single writes of the entity need one.
std::string unguarded(const EntityPlan& plan) {
  if (plan.version) return "versions";
  if (plan.tenant_outside_key) return "tenants";
  return plan.discriminator ? "types" : "";
}

std::string begin_write(const EntityPlan& plan, const std::string& kind) {
  return plan::braced(2, "partita::BatchWrite batch{",
                      {"client_", "partita::WriteKind::" + kind, plan.detail + "::write_rules"}, "};");
}

Function write_function(const EntityPlan& plan, const std::string& name, std::string what) {
  std::vector<std::string> parameters{std::move(what)};
  if (!unguarded(plan).empty()) parameters.emplace_back("partita::Unconditionally");
  parameters.emplace_back("const partita::BatchOptions& options");
  return {"partita::BatchResult", name, std::move(parameters), " const", " = {}"};
}

std::string write_comment(const EntityPlan& plan) {
  const std::string compared = unguarded(plan);
  std::string text = " in no order, by requests of up to 25. Refused as a whole if two have one key.";
  if (!compared.empty()) text += " Compares no " + compared + ": `partita::unconditionally` allows that.";
  return text;
}

std::string write_refusal(const EntityPlan& plan) {
  const std::string compared = unguarded(plan);
  return compared.empty()
             ? compared
             : "a batch compares no " + compared + ": pass partita::unconditionally, or write the items one by one";
}

Batch get_many(const EntityPlan& plan) {
  Batch batch{
      {"partita::Result<std::vector<std::optional<" + plan.type + ">>>",
       "get_many",
       {"std::span<const " + key_type(plan) + "> keys", "const partita::BatchReadOptions& options"},
       " const",
       " = {}"},
      "The items under many keys, in the order of the keys; nullopt where there is none. Asks for up to 100 by a "
      "request, at the cost of as many calls of `get`, and for one that is listed twice once." +
          std::string(plan.cached_seconds > 0 ? " What the client's cache holds costs nothing." : "") +
          price_of_get_many(plan),
      {},
      {plan::braced(2, plan.cached_seconds > 0 ? "partita::CachedBatchRead batch{" : "partita::BatchRead batch{",
                    {"client_", plan.detail + "::write_rules"}, "};")}};
  if (plan.tenant) batch.lines.emplace_back("batch.of_tenant(tenant_);");
  batch.lines.emplace_back(each_key(plan, "batch.key()"));
  batch.lines.emplace_back("return batch.run(options, " + plan.detail + "::" + plan.codec + ");");
  return batch;
}

Batch put_many(const EntityPlan& plan) {
  Batch batch{write_function(plan, "put_many", "std::span<const " + plan.type + "> items"),
              "Puts many items," + write_comment(plan),
              write_refusal(plan),
              {begin_write(plan, "put")}};
  std::vector<std::string> lines;
  if (is_stamped(plan)) lines.emplace_back(plan::assignment(4, plan.type + " stamped", plan.variable));
  if (plan.updated_at) {
    batch.lines.emplace_back("const partita::timestamp now = client_.now();");
    const AttributePlan& attribute = plan.attributes[*plan.updated_at];
    lines.emplace_back(plan::assignment(4, "stamped." + attribute.field, time_of(attribute)));
  }
  if (plan.version) lines.emplace_back("batch.count_up(stamped." + plan.attributes[*plan.version].field + ");");
  lines.emplace_back(write_item(plan, "batch.next()"));
  batch.lines.emplace_back(loop(plan.type, plan.variable, "items", lines));
  batch.lines.emplace_back("return batch.run(options);");
  return batch;
}

Batch remove_many(const EntityPlan& plan) {
  return {write_function(plan, "remove_many", "std::span<const " + key_type(plan) + "> keys"),
          "Removes the items under many keys, whether they are there or not," + write_comment(plan) +
              price_of_remove_many(plan),
          write_refusal(plan),
          {begin_write(plan, "remove"), each_key(plan, "batch.next()"), "return batch.run(options);"}};
}

std::vector<Batch> batches(const EntityPlan& plan) {
  std::vector<Batch> list;
  if (!has_batches(plan)) return list;
  list.push_back(get_many(plan));
  if (!plan.companions.empty()) return list;
  if (!has_older_shards(plan)) list.push_back(put_many(plan));
  list.push_back(remove_many(plan));
  return list;
}

struct Refused {
  std::vector<std::string> names;
  std::string why;
};

// What a batch, which carries no conditions, can't do rightly for the entity.
Refused refused(const EntityPlan& plan) {
  if (!has_batches(plan)) return {};
  if (!plan.companions.empty()) {
    return {{"put_many", "remove_many"}, "a batch keeps no lookups and unique constraints in step"};
  }
  if (!has_older_shards(plan)) return {};
  return {{"put_many"}, "a batch would store a second copy of an item that lies in an older write shard"};
}

}  // namespace

bool has_batches(const EntityPlan& plan) {
  return !asked(plan, plan.key).empty();
}

void add_batch_declarations(Value& value, const EntityPlan& plan) {
  Value::List list;
  for (const Batch& each : batches(plan)) {
    list.push_back(Value{
        {"comment", plan::comment(2, "///", each.comment)},
        {"declare", each.function.declared()},
        {"name", each.function.name},
        {"refusal", !each.refusal.empty()},
        {"refuse", plan::braced(4, "static_assert(",
                                {"partita::needs_no_conditions<Items>", plan::string_literal(each.refusal)}, ");")}});
  }
  value.set("batches", std::move(list));
  const Refused batches = refused(plan);
  value.set("refused_batches", Value::List(batches.names.begin(), batches.names.end()));
  value.set("refuse_batch",
            plan::braced(4, "static_assert(",
                         {"partita::needs_no_conditions<Items>",
                          plan::string_literal(batches.why + ": write the items one by one, or in a transaction")},
                         ");"));
}

void add_batch_definitions(Value& value, const EntityPlan& plan) {
  Value::List list;
  for (const Batch& each : batches(plan)) {
    list.push_back(Value{{"define", each.function.defined(repository_name(plan))}, {"lines", each.lines}});
  }
  value.set("batches", std::move(list));
}

}  // namespace partita::emit
