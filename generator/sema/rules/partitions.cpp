#include "model/limits.hpp"
#include "model/schema.hpp"
#include "plan/cost.hpp"
#include "sema/advice.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/partition_values.hpp"
#include "sema/rules/proof_rules.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace partita::sema {
namespace {

using diagnostics::Id;
using model::AttributeRef;
using model::TypeKind;
using plan::AccessKey;
using plan::KeyPart;

std::string number(double value) {
  std::string text = std::to_string(static_cast<std::uint64_t>(std::ceil(value)));
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

class PartitionChecker {
 public:
  PartitionChecker(const model::Declared& declared, const ProvenEntity& proven, diagnostics::Sink& sink)
      : declared_(declared), proven_(proven), entity_(proven.entity), sink_(sink) {}

  void run() {
    for (std::size_t i = 0; i < proven_.keys.size(); ++i) {
      const AccessKey& key = proven_.keys[i];
      if (key.lookup) continue;
      if (is_local(key)) {
        check_collection(key);
        continue;
      }
      const std::optional<std::uint64_t> values = partition_values(declared_, entity_, key.partition_parts);
      if (!values) continue;
      if (!check_rates(i, *values)) check_values(key, *values);
    }
  }

 private:
  bool is_local(const AccessKey& key) const {
    return key.index && entity_.indexes[*key.index].kind == model::IndexKind::local;
  }

  source::Span place(const AccessKey& key) const {
    const std::string index = key.index ? entity_.indexes[*key.index].name.text : "";
    const auto role = key.index ? model::KeyRole::gsi_partition : model::KeyRole::partition_key;
    return key_uses(proven_.declared, index, role).front()->span;
  }

  std::string spread(const AccessKey& key, std::uint64_t values) const {
    const std::string subject = key_name(entity_, key);
    if (values == 1) return subject + " puts every item under one partition value";
    return subject + " spreads its items over " + std::to_string(values) + " partition values";
  }

  /// True if a partition of the table holds one item: only the partition key tells items from each other.
  static bool is_singleton(const AccessKey& key) { return key.is_table() && key.sort_parts.empty(); }

  void check_values(const AccessKey& key, std::uint64_t values) {
    const bool sharded = std::any_of(key.partition_parts.begin(), key.partition_parts.end(),
                                     [](const KeyPart& part) { return part.shard; });
    if (values > few_partition_values || sharded || is_singleton(key)) return;
    auto& report =
        sink_.report(Id::hot_partition, place(key),
                     spread(key, values) + ", each of which takes 3,000 read and 1,000 write units a second");
    report.notes.push_back({place(key), way_out(key), std::nullopt});
  }

  std::string way_out(const AccessKey& key) const {
    const bool json = entity_.notation == model::Notation::json;
    const std::string accept =
        json ? "\"suppress\": {\"hot-partition\": \"...\"}" : "partita::suppress<\"hot-partition\", \"...\">";
    const std::string more = key.index ? "add an attribute with more values to its partition key"
                                       : "add a part with more values to its partition key, or write shards";
    return more + ", or accept it with a reason: " + accept;
  }

  /// True if a rate has been reported: what the type says adds nothing then.
  bool check_rates(std::size_t at, std::uint64_t values) {
    const AccessKey& key = proven_.keys[at];
    double reads = 0;
    std::optional<std::size_t> most;
    for (std::size_t i = 0; i < proven_.proofs.size(); ++i) {
      const plan::Proof& proof = proven_.proofs[i];
      if (!proof.path || proof.path->key != at || proof.path->operation == plan::Operation::scan) continue;
      const model::AccessLoad& load = entity_.patterns[i].load;
      const double units = load.per_second * plan::read_units(plan::answer_bytes(load), plan::Consistency::eventual);
      if (units > 0 && (!most || units > reads)) most = i;
      reads += units;
    }
    const double value_count = static_cast<double>(values);
    if (reads / value_count > model::limits::partition_read_units) {
      auto& report = sink_.report(Id::partition_rate_exceeded, entity_.patterns[*most].name.span,
                                  "access patterns read " + number(reads / value_count) +
                                      " units a second from each partition value of " + key_name(entity_, key) +
                                      "; a partition value takes 3,000");
      report.notes.push_back({place(key), spread(key, values), std::nullopt});
      return true;
    }
    const double writes = entity_.writes_per_second * static_cast<double>(plan::write_units(plan::item_bytes(entity_)));
    if (writes / value_count <= model::limits::partition_write_units) return false;
    auto& report = sink_.report(Id::partition_rate_exceeded, place(key),
                                spread(key, values) + ", and the declared writes take " + number(writes / value_count) +
                                    " units a second from each; a partition value takes 1,000");
    report.notes.push_back({place(key), way_out_of_rate(key), std::nullopt});
    return true;
  }

  static std::string way_out_of_rate(const AccessKey& key) {
    if (key.index) return "add an attribute with more values to its partition key";
    return "add a part with more values to its partition key, or write shards";
  }

  /// The most that a pattern says of the items under one partition value.
  std::optional<double> declared_bytes() const {
    std::optional<double> bytes;
    for (std::size_t i = 0; i < proven_.proofs.size(); ++i) {
      const model::AccessLoad& load = entity_.patterns[i].load;
      if (!reads_whole_partition(i) || load.items == 0 || load.item_bytes == 0) continue;
      const double declared = static_cast<double>(load.items) * static_cast<double>(load.item_bytes);
      bytes = std::max(bytes.value_or(0), declared);
    }
    return bytes;
  }

  bool reads_whole_partition(std::size_t i) const {
    const plan::Proof& proof = proven_.proofs[i];
    if (!proof.path || !proof.path->filter.empty() || proof.path->sort_bound != 0 || proof.path->range) return false;
    const AccessKey& key = proven_.keys[proof.path->key];
    return proof.path->operation == plan::Operation::query && (key.is_table() || is_local(key));
  }

  void check_collection(const AccessKey& key) {
    const AccessKey& table = proven_.keys.front();
    const std::optional<double> bytes = declared_bytes();
    if (bytes ? *bytes < static_cast<double>(model::limits::item_collection_bytes)
              : partition_values(declared_, entity_, table.sort_parts).has_value())
      return;
    const model::Index& index = entity_.indexes[*key.index];
    const std::string limit =
        "local index '" + index.name.text + "' limits the items under one partition value to 10 GB";
    if (bytes) {
      sink_.report(Id::unbounded_item_collection, index.name.span,
                   limit + ", and access patterns expect " + number(*bytes / (1024 * 1024 * 1024)) +
                       " GB; make it a global index");
      return;
    }
    auto& report = sink_.report(Id::unbounded_item_collection, index.name.span,
                                limit + ", and nothing bounds them; writes fail beyond that");
    const bool json = entity_.notation == model::Notation::json;
    report.notes.push_back(
        {place(table),
         std::string("make it a global index, or say how many items there are at most, and how large, in an access "
                     "pattern that reads a whole partition: ") +
             (json ? "\"items\": 1000, \"item_size\": \"2KB\"" : "partita::items<1000>, partita::item_size<\"2KB\">"),
         std::nullopt});
  }

  const model::Declared& declared_;
  const ProvenEntity& proven_;
  const model::Entity& entity_;
  diagnostics::Sink& sink_;
};

}  // namespace

void check_partitions(const model::Declared& declared, const ProvenEntity& proven, diagnostics::Sink& sink) {
  PartitionChecker(declared, proven, sink).run();
}

}  // namespace partita::sema
