#include "emit/cpp_shards.hpp"

#include "emit/cpp_common.hpp"
#include "plan/attribute_list.hpp"
#include "plan/layout.hpp"

#include <algorithm>
#include <cstdint>

namespace partita::emit {
namespace {

using plan::EntityPlan;
using render::Value;

std::uint64_t most_shards(const EntityPlan& plan) {
  return *std::max_element(plan.shards.begin(), plan.shards.end());
}

std::size_t partition_key(const EntityPlan& plan) {
  return plan.stored_key.front();
}

// The parts of the partition key, those that choose the shard among them or not.
std::vector<std::size_t> partition_parts(const EntityPlan& plan, bool with_hashed) {
  std::vector<std::size_t> attributes;
  for (const plan::TemplatePlan::Part& part : template_of(plan, partition_key(plan)).parts) {
    if ((with_hashed || !part.shard) && !plan::contains(attributes, part.attribute)) {
      attributes.push_back(part.attribute);
    }
  }
  return attributes;
}

Value older_keys(const EntityPlan& plan) {
  const std::vector<std::string> arguments =
      preceded(template_of(plan, partition_key(plan)).name, composed_values(plan, partition_key(plan), "wire"));
  return Value{{"comment", "// The partition keys that the item had with other numbers of write shards."},
               {"head", plan::bracketed(0, "std::vector<std::string> older_keys(",
                                        parameters_of(plan, partition_parts(plan, true)), ") {")},
               {"body", plan::braced(2, "return wire::older_keys<Codec>(", arguments, ");")}};
}

Value each_shard(const EntityPlan& plan) {
  const plan::TemplatePlan& key = template_of(plan, partition_key(plan));
  std::vector<std::string> arguments{
      item_of(plan).table, item_of(plan).members + "::" + plan.attributes[partition_key(plan)].field, key.name};
  for (const plan::TemplatePlan::Part& part : key.parts) {
    const plan::AttributePlan& of = plan.attributes[part.attribute];
    if (!part.shard) arguments.push_back(plan::in_form(of.form, of.parameter, "wire"));
  }
  return Value{{"comment", "// The partition keys of all write shards, as many as there ever were at one time."},
               {"head", plan::bracketed(0, "std::vector<partita::Value> each_shard(",
                                        parameters_of(plan, partition_parts(plan, false)), ") {")},
               {"body", plan::braced(2, "return wire::shard_values<Codec>(", arguments, ");")}};
}

Value::List places(const EntityPlan& plan, const std::string& target, const std::vector<std::string>& parts,
                   std::size_t indent = 2) {
  return {plan::braced(indent, target + ".or_in(", {plan.detail + "::older_keys(" + joined(parts) + ")"}, ");")};
}

}  // namespace

bool has_older_shards(const EntityPlan& plan) {
  return plan.shards.size() > 1;
}

bool is_sharded(const EntityPlan& plan, std::size_t attribute) {
  return !plan.shards.empty() && attribute == partition_key(plan);
}

Value::List shard_functions(const EntityPlan& plan) {
  Value::List list;
  if (has_older_shards(plan)) list.push_back(older_keys(plan));
  const bool is_asked = std::any_of(plan.queries.begin(), plan.queries.end(), [&](const plan::QueryPlan& query) {
    return is_sharded(plan, query.partition.front());
  });
  if (is_asked) list.push_back(each_shard(plan));
  return list;
}

std::string bind_shards(const EntityPlan& plan, const std::vector<std::string>& arguments) {
  return plan::nested(2, "shards(", field_of(plan, partition_key(plan)), plan.detail + "::each_shard(", arguments,
                      ");");
}

Value::List name_places(const EntityPlan& plan, const std::string& target) {
  if (!has_older_shards(plan)) return {};
  return places(plan, target, scoped_arguments(plan, partition_parts(plan, true)));
}

Value::List name_places_of_item(const EntityPlan& plan, const std::string& target) {
  if (!has_older_shards(plan)) return {};
  std::vector<std::string> parts;
  for (const std::size_t i : partition_parts(plan, true))
    parts.push_back(plan.variable + "." + plan.attributes[i].field);
  return places(plan, target, parts);
}

Value::List name_places_of_key(const EntityPlan& plan, const std::string& target,
                               const std::vector<std::string>& values) {
  if (!has_older_shards(plan)) return {};
  std::vector<std::string> parts;
  for (const std::size_t i : partition_parts(plan, true)) {
    const auto at = std::find(plan.key.begin(), plan.key.end(), i) - plan.key.begin();
    parts.push_back(values[static_cast<std::size_t>(at)]);
  }
  return places(plan, target, parts, 4);
}

std::string price_of_adding(const EntityPlan& plan) {
  if (!has_older_shards(plan)) return {};
  return " Where an older count of write shards gives another shard, a transaction makes sure that the item is not "
         "there: twice the units, and 2 for each such shard.";
}

std::string price_of_finding(const EntityPlan& plan) {
  if (!has_older_shards(plan)) return {};
  return " Tries the shard of each count of write shards, the newest first: one that does not hold the item costs a "
         "failed write of 1 unit and a consistent read.";
}

std::string price_of_get(const EntityPlan& plan) {
  if (!has_older_shards(plan)) return {};
  return " Asks the shard of each count of write shards, the newest first, until it is found: up to " +
         std::to_string(plan.shards.size()) + " requests, all of them for a missing item.";
}

std::string price_of_get_many(const EntityPlan& plan) {
  if (!has_older_shards(plan)) return {};
  return " Those that the shard of the newest count of write shards does not hold are asked for again in the shards of "
         "the older ones.";
}

std::string price_of_remove_many(const EntityPlan& plan) {
  if (!has_older_shards(plan)) return {};
  return " Removes in the shard of each count of write shards: 1 unit more for each one that does not hold the item.";
}

std::string price_of_query(const EntityPlan& plan, const plan::QueryPlan& query) {
  if (!is_sharded(plan, query.partition.front())) return {};
  const std::string count = std::to_string(most_shards(plan));
  return " Asks each of " + count + " write shards, one after another, and merges what they hold in the order of the " +
         "sort key: " + count + " requests or more, even for one item. Keeps up to one page of each in memory.";
}

}  // namespace partita::emit
