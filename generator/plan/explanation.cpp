#include "plan/explanation.hpp"

#include "plan/keys.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace partita::plan {
namespace {

using model::AttributeRef;
using model::Entity;

std::string part_text(const Entity& entity, const model::ComposedKey::Part& part) {
  if (part.shard) return "{shard}";
  std::string text = "{" + entity.attributes[part.attribute].member.name.text;
  if (part.form == model::PartForm::padded) text += ":" + std::to_string(part.digits);
  if (part.form == model::PartForm::escaped) text += ":escaped";
  return text + "}";
}

/// The first `parts` parts of the template, and the literal behind them.
std::string template_text(const Entity& entity, const model::ComposedKey& key, std::size_t parts) {
  std::string text = key.literals.front();
  for (std::size_t i = 0; i < parts; ++i) text += part_text(entity, key.parts[i]) + key.literals[i + 1];
  return text;
}

std::string quoted(const std::string& text) {
  return '"' + text + '"';
}

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string result;
  for (const std::string& text : texts) result.append(result.empty() ? "" : between).append(text);
  return result;
}

class Explainer {
 public:
  Explainer(const model::Schema& schema, const Entity& entity)
      : schema_(schema), entity_(entity), keys_(access_keys(entity)) {}

  Explanation run() {
    result_.entity = entity_.cpp_name;
    result_.table = entity_.table.text;
    result_.item_bytes = item_bytes(entity_);
    for (const AccessKey& key : keys_) result_.keys.push_back(explain_key(key));
    for (const model::AccessPattern& pattern : entity_.patterns) explain_pattern(pattern);
    std::stable_sort(result_.patterns.begin(), result_.patterns.end(),
                     [](const auto& a, const auto& b) { return a.weight > b.weight; });
    explain_writes();
    explain_facts();
    explain_changes();
    return std::move(result_);
  }

 private:
  const std::string& stored(AttributeRef attribute) const { return entity_.attributes[attribute].member.name.text; }

  std::vector<std::string> stored(const std::vector<AttributeRef>& attributes) const {
    std::vector<std::string> names;
    names.reserve(attributes.size());
    for (const AttributeRef attribute : attributes) names.push_back(stored(attribute));
    return names;
  }

  ExplainedKey::Attribute key_attribute(AttributeRef attribute) const {
    const auto& composed = entity_.attributes[attribute].composed;
    return {stored(attribute), composed ? template_text(entity_, *composed, composed->parts.size()) : ""};
  }

  ExplainedKey explain_key(const AccessKey& key) const {
    ExplainedKey result;
    result.kind = "table";
    result.holds = "whole items";
    for (const AttributeRef attribute : key.partition) result.partition.push_back(key_attribute(attribute));
    if (key.lookup) {
      const model::Lookup& lookup = *entity_.attributes[*key.lookup].lookup;
      result.kind = "lookup";
      result.name = lookup.method.text;
      result.holds = "the table's key";
      result.sort.push_back({entity_.key.sort ? stored(*entity_.key.sort) : "",
                             template_text(entity_, lookup.sort_key, lookup.sort_key.parts.size())});
      return result;
    }
    for (const AttributeRef attribute : key.sort) result.sort.push_back(key_attribute(attribute));
    if (!key.index) return result;
    const model::Index& index = entity_.indexes[*key.index];
    result.name = index.name.text;
    result.kind = index.kind == model::IndexKind::global ? "global" : "local";
    result.sparse = index.sparse;
    if (index.projection.kind == model::Projection::Kind::all) return result;
    result.holds = "keys";
    std::vector<std::string> projected;
    for (const model::Name& name : index.projection.attributes) projected.push_back(name.text);
    if (!projected.empty()) result.holds += " and " + joined(projected, ", ");
    return result;
  }

  void add_partition(const AccessKey& key, std::vector<std::string>& conditions) const {
    for (const AttributeRef attribute : key.partition) {
      const ExplainedKey::Attribute shown = key_attribute(attribute);
      conditions.push_back(shown.name + " = " +
                           (shown.composed.empty() ? "{" + shown.name + "}" : quoted(shown.composed)));
    }
  }

  void add_composed_sort(const std::string& name, const model::ComposedKey& composed, std::size_t bound, bool range,
                         std::vector<std::string>& conditions) const {
    if (range) {
      conditions.push_back(name + " in a range of " + quoted(template_text(entity_, composed, bound + 1)));
    } else if (bound == composed.parts.size()) {
      conditions.push_back(name + " = " + quoted(template_text(entity_, composed, bound)));
    } else if (const std::string head = template_text(entity_, composed, bound); !head.empty()) {
      conditions.push_back("begins_with(" + name + ", " + quoted(head) + ")");
    }
  }

  void add_sort(const AccessKey& key, const AccessPath& path, std::vector<std::string>& conditions) const {
    std::size_t bound = path.sort_bound;
    if (key.lookup) {
      const std::string name = entity_.key.sort ? stored(*entity_.key.sort) : "";
      add_composed_sort(name, entity_.attributes[*key.lookup].lookup->sort_key, bound, path.range, conditions);
      return;
    }
    bool range = path.range;
    for (const AttributeRef attribute : key.sort) {
      const auto& composed = entity_.attributes[attribute].composed;
      const std::size_t parts = composed ? composed->parts.size() : 1;
      const std::size_t here = std::min(bound, parts);
      bound -= here;
      const bool range_here = range && here < parts;
      if (composed) {
        add_composed_sort(stored(attribute), *composed, here, range_here, conditions);
      } else if (here == 1) {
        conditions.push_back(stored(attribute) + " = {" + stored(attribute) + "}");
      } else if (range_here) {
        conditions.push_back(stored(attribute) + " in a range");
      }
      if (here < parts) return;
    }
  }

  /// Its error has been suppressed: nothing is read, nothing is paid.
  void add_unserved(const model::AccessPattern& pattern, const Proof& proof) {
    ExplainedPattern result;
    result.name = pattern.name.text;
    result.operation = "none";
    for (const Rejection& rejection : proof.rejected) result.unserved.push_back(rejection.reason);
    result.per_second = pattern.load.per_second;
    result.criticality = pattern.load.criticality;
    result_.patterns.push_back(std::move(result));
  }

  /// A lookup reads items of its own; a get checks the one that it finds.
  bool filters_type(const AccessPath& path) const {
    const AccessKey& key = keys_[path.key];
    if (path.operation == Operation::scan) return entity_.discriminator.has_value();
    if (path.operation == Operation::get || key.lookup) return false;
    return plan::filters_type(schema_, entity_, key.index ? &entity_.indexes[*key.index] : nullptr);
  }

  void explain_pattern(const model::AccessPattern& pattern) {
    const Proof proof = prove(entity_, pattern, keys_);
    if (!proof.path) {
      add_unserved(pattern, proof);
      return;
    }
    const AccessPath& path = *proof.path;
    const AccessKey& key = keys_[path.key];
    ExplainedPattern result;
    result.name = pattern.name.text;
    result.operation = path.operation == Operation::get ? "get" : path.operation == Operation::query ? "query" : "scan";
    result.key = key_name(entity_, key);
    if (path.operation != Operation::scan) {
      std::vector<std::string> conditions;
      add_partition(key, conditions);
      add_sort(key, path, conditions);
      result.condition = joined(conditions, " and ");
    }
    if (path.ordered) {
      result.order = stored(*pattern.ordered);
      result.order += pattern.order == model::Order::ascending ? ", ascending" : ", descending";
    }
    result.filter = stored(path.filter);
    if (path.tenant_filter) result.filter.push_back(stored(*entity_.tenant));
    if (filters_type(path)) result.filter.push_back(entity_.discriminator->attribute.text);
    result.reads = pattern.reads.empty() ? "whole items" : joined(stored(pattern.reads), ", ");
    if (path.hydrate) result.hydrate = key.lookup ? std::vector<std::string>{"whole items"} : stored(path.missing);
    result.items = std::max<std::uint64_t>(1, pattern.load.items);
    result.item_bytes = item_bytes(entity_, pattern);
    result.assumed = pattern.load.items == 0 && pattern.load.item_bytes == 0;
    result.cost = pattern_cost(entity_, pattern, keys_, path);
    result.per_second = pattern.load.per_second;
    result.criticality = pattern.load.criticality;
    result.weight = weight(result, path);
    result_.patterns.push_back(std::move(result));
  }

  /// A pattern that says no rate counts as asked once a second.
  static double weight(const ExplainedPattern& pattern, const AccessPath& path) {
    const double frequency = pattern.per_second > 0 ? pattern.per_second : 1;
    double latency = path.operation == Operation::get ? 1 : 2;
    if (pattern.cost.requests > 1) latency = 4;
    if (path.operation == Operation::scan) latency = 8;
    constexpr std::array<double, 3> criticality{1, 2, 4};
    return frequency * latency * criticality[static_cast<std::size_t>(pattern.criticality)];
  }

  void explain_writes() {
    const std::array<std::pair<WriteKind, std::string_view>, 4> kinds{{{WriteKind::create, "create"},
                                                                       {WriteKind::replace, "put over an item"},
                                                                       {WriteKind::update, "update"},
                                                                       {WriteKind::remove, "remove"}}};
    for (const auto& [kind, name] : kinds)
      result_.writes.push_back({std::string(name), write_cost(schema_, entity_, kind)});
    const WriteCost extra = extra_item_cost(entity_);
    if (extra.worst != 0) result_.writes.push_back({"extra items, in a transaction", extra});
  }

  void explain_facts() {
    std::vector<std::string>& facts = result_.facts;
    if (entity_.tenant) {
      const bool in_key = std::any_of(keys_.front().partition_parts.begin(), keys_.front().partition_parts.end(),
                                      [&](const KeyPart& part) { return part.attribute == entity_.tenant; }) ||
                          std::any_of(keys_.front().sort_parts.begin(), keys_.front().sort_parts.end(),
                                      [&](const KeyPart& part) { return part.attribute == entity_.tenant; });
      facts.push_back("tenant: '" + stored(*entity_.tenant) +
                      (in_key ? "' is part of every access" : "' is no part of the table's key; writes ask for it"));
    }
    if (entity_.discriminator) {
      facts.push_back("discriminator: '" + entity_.discriminator->attribute.text + "' is '" +
                      entity_.discriminator->value.text + "' in every item");
    }
    for (const model::Index& index : shared_indexes(schema_, entity_)) {
      facts.push_back("index '" + index.name.text +
                      "' of the table holds these items too: they have its key attributes");
    }
    for (const model::Attribute& attribute : entity_.attributes) {
      if (attribute.lookup) {
        facts.push_back("lookup: up to " + std::to_string(attribute.lookup->max) + " extra items for '" +
                        attribute.member.name.text + "'");
      }
      if (!attribute.unique) continue;
      facts.push_back(
          "unique: " + quoted(template_text(entity_, attribute.unique->key, attribute.unique->key.parts.size())) +
          ", up to " + std::to_string(attribute.unique->max) +
          (attribute.unique->max == 1 ? " extra item" : " extra items"));
    }
    if (!entity_.write_shards.empty()) {
      const std::uint64_t asked = shards_to_read(entity_);
      facts.push_back("write shards: " + std::to_string(entity_.write_shards.back()) + "; a query of the table asks " +
                      (asked == entity_.write_shards.back() ? "each of them" : std::to_string(asked)) +
                      ", even for one item");
      if (entity_.write_shards.size() > 1) {
        facts.push_back("older counts of write shards: " + std::to_string(entity_.write_shards.size() - 1) +
                        "; where they give another shard, adding an item is a transaction with a check of each, and a "
                        "get or change asks the newest first");
      }
    }
    if (entity_.cache) {
      facts.push_back("cache: items are served for up to " + std::to_string(entity_.cache->lifetime.count()) +
                      " seconds after they were read");
    }
    if (entity_.data_class) {
      const bool session = entity_.data_class->kind == model::DataClass::Kind::session;
      facts.push_back("class of data: " + std::string(session ? "session" : "financial") +
                      "; a cache needs a written reason");
    }
    facts.push_back(entity_.allow_scan ? "scans: allowed, because " + entity_.allow_scan->text : "scans: not allowed");
  }

  void explain_changes() {
    std::vector<std::string>& changes = result_.changes;
    changes.emplace_back("a new global index: added to the live table, one at a time; hours where there is much data");
    changes.emplace_back("the key or the projection of an index: a new index beside it, then the old one is removed");
    changes.emplace_back("a local index: never later, it is made with the table");
    changes.emplace_back("the table's key: never later; a new table, and every item written anew");
    const bool extra = std::any_of(entity_.attributes.begin(), entity_.attributes.end(),
                                   [](const auto& attribute) { return attribute.lookup || attribute.unique; });
    if (extra)
      changes.emplace_back(
          "a lookup or unique value: items from before have no extra items until backfill() writes them");
    if (!entity_.write_shards.empty()) {
      changes.emplace_back("more write shards: append the count; the old ones stay, so that old items are found");
    }
  }

  const model::Schema& schema_;
  const Entity& entity_;
  std::vector<AccessKey> keys_;
  Explanation result_;
};

}  // namespace

Explanation explain(const model::Schema& schema, const Entity& entity) {
  return Explainer(schema, entity).run();
}

}  // namespace partita::plan
