#include "plan/access_path.hpp"

#include "diagnostics/suggestion.hpp"
#include "plan/attribute_list.hpp"
#include "plan/keys.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace partita::plan {
namespace {

using model::AttributeRef;
using model::Entity;

class Prover {
 public:
  Prover(const Entity& entity, const model::AccessPattern& pattern, const std::vector<AccessKey>& keys)
      : entity_(entity), pattern_(pattern), keys_(keys), bound_(pattern.where) {
    if (entity.tenant && !contains(bound_, *entity.tenant)) bound_.push_back(*entity.tenant);
  }

  Proof run() {
    if (pattern_.scan) return scan();
    for (std::size_t i = 0; i < keys_.size(); ++i) consider(i);
    Proof proof;
    std::optional<AccessPath> best;
    for (Candidate& candidate : candidates_) {
      if (!best || rank(candidate.path) < rank(*best)) best = candidate.path;
    }
    if (best) {
      proof.path = best;
      proof.verdict = !best->missing.empty() && !best->hydrate ? Verdict::too_narrow
                      : is_flagged(*best)                      ? Verdict::filtered
                                                               : Verdict::served;
    }
    for (Candidate& candidate : candidates_) {
      if (candidate.path.key != best->key) rejected_.push_back({candidate.path.key, std::move(candidate.drawback)});
    }
    std::sort(rejected_.begin(), rejected_.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    proof.rejected = std::move(rejected_);
    return proof;
  }

 private:
  /// A key that can be used, maybe with a filter or beyond its projection.
  struct Candidate {
    AccessPath path;
    std::string drawback;
  };

  Proof scan() const {
    Proof proof;
    proof.verdict = entity_.allow_scan ? Verdict::served : Verdict::scan_refused;
    AccessPath path;
    path.operation = Operation::scan;
    path.tenant_filter = entity_.tenant.has_value();
    if (entity_.allow_scan) proof.path = path;
    return proof;
  }

  const std::string& stored(AttributeRef attribute) const { return entity_.attributes[attribute].member.name.text; }

  std::string listed(const std::vector<AttributeRef>& attributes) const {
    std::vector<std::string> names;
    for (const AttributeRef attribute : attributes) {
      if (std::find(names.begin(), names.end(), stored(attribute)) == names.end()) names.push_back(stored(attribute));
    }
    return diagnostics::quoted_list(names);
  }

  void reject(std::size_t key, const std::string& reason) {
    rejected_.push_back({key, key_name(entity_, keys_[key]) + " " + reason});
  }

  bool check_partition(std::size_t key) {
    std::vector<AttributeRef> unbound;
    bool by_range = false;
    for (const KeyPart& part : keys_[key].partition_parts) {
      if (part.shard || contains(bound_, part.attribute) || contains(unbound, part.attribute)) continue;
      unbound.push_back(part.attribute);
      by_range = by_range || part.attribute == pattern_.range || part.attribute == pattern_.ordered;
    }
    if (unbound.empty()) return true;
    std::string reason = "needs a value of its partition key " + listed(unbound);
    if (by_range) reason += ", which takes neither a range nor an order";
    reject(key, reason);
    return false;
  }

  void bind_sort(AccessPath& path) const {
    const std::vector<KeyPart>& parts = keys_[path.key].sort_parts;
    const auto is_bound = [&](const KeyPart& part) { return contains(bound_, part.attribute); };
    path.sort_bound = static_cast<std::size_t>(std::find_if_not(parts.begin(), parts.end(), is_bound) - parts.begin());
    if (is_get(path)) return;  // takes the whole key at once
    const auto is_asked = [&](const KeyPart& part) { return !part.unreachable && is_bound(part); };
    const auto next = std::find_if_not(parts.begin(), parts.end(), is_asked);
    path.sort_bound = static_cast<std::size_t>(next - parts.begin());
    if (next == parts.end() || next->unreachable) return;
    path.range = next->attribute == pattern_.range;
    path.ordered = next->attribute == pattern_.ordered;
  }

  bool check_reach(std::size_t key, const AccessPath& path) {
    const AccessKey& access = keys_[key];
    if (path.sort_bound == access.sort_parts.size() || !access.sort_parts[path.sort_bound].unreachable) return true;
    const auto tenant = access.sort_parts.begin() + static_cast<std::ptrdiff_t>(path.sort_bound);
    std::vector<AttributeRef> behind;
    for (auto part = tenant + 1; part != access.sort_parts.end(); ++part) {
      const bool known = std::any_of(access.sort_parts.begin(), tenant,
                                     [&](const KeyPart& other) { return other.attribute == part->attribute; });
      if (known || part->attribute == entity_.tenant || contains(access.partition_parts, part->attribute)) continue;
      const bool wanted = contains(pattern_.where, part->attribute) || part->attribute == pattern_.range ||
                          part->attribute == pattern_.ordered;
      if (wanted) behind.push_back(part->attribute);
    }
    if (behind.empty()) return true;
    reject(key, "cannot be asked for " + listed(behind) + " behind the tenant '" + stored(tenant->attribute) +
                    "' inside its sort key; put the tenant into the partition key");
    return false;
  }

  /// The method of a lookup takes an element, and what the partition key is made of.
  bool check_lookup(std::size_t key) {
    const AccessKey& access = keys_[key];
    if (!access.lookup) return true;
    std::vector<AttributeRef> beside;
    for (const AttributeRef attribute : pattern_.where) {
      const bool is_taken =
          attribute == *access.lookup || attribute == entity_.tenant || contains(access.partition_parts, attribute);
      if (!is_taken) beside.push_back(attribute);
    }
    if (pattern_.range) beside.push_back(*pattern_.range);
    if (beside.empty()) return true;
    reject(key, "takes no condition beside a value of '" + stored(*access.lookup) + "', and none on " + listed(beside));
    return false;
  }

  /// The text of a part may not sort as its values do.
  bool check_condition(std::size_t key, const AccessPath& path) {
    if (!path.range && !path.ordered) return true;
    const KeyPart& part = keys_[key].sort_parts[path.sort_bound];
    if (part.condition == Condition::range) return true;
    const std::string subject = "'" + stored(part.attribute) + "'";
    reject(key, (path.range ? "takes no range of " + subject : "cannot return items in order of " + subject) + ": " +
                    obstacle(keys_[key], path.sort_bound));
    return false;
  }

  std::string obstacle(const AccessKey& access, std::size_t position) const {
    const KeyPart& part = access.sort_parts[position];
    const std::string where = access.lookup ? "its sort key" : "'" + stored(part.key_attribute) + "'";
    if (part.condition == Condition::prefix) {
      return "its text in " + where + " is " + (part.escaped ? "escaped" : "followed by more") +
             ", so that it does not sort by value; put it last" + (part.escaped ? ", not escaped" : "") +
             ", or ask by equality";
    }
    const bool is_name = entity_.attributes[part.attribute].member.type.kind == model::TypeKind::enumeration;
    if (is_name) return "the names in " + where + " do not sort as the values do; ask by equality";
    return "the digits in " + where + " do not sort as numbers do; pad the number, as in '{" + stored(part.attribute) +
           ":10}', or ask by equality";
  }

  bool check_order(std::size_t key, const AccessPath& path) {
    if (!pattern_.ordered || path.ordered) return true;
    const AccessKey& access = keys_[key];
    const std::string wanted = "cannot return items in order of '" + stored(*pattern_.ordered) + "': ";
    if (path.sort_bound == access.sort_parts.size()) {
      reject(key, wanted + (access.sort_parts.empty() ? "it has no sort key" : "its sort key ends before it"));
    } else {
      reject(key, wanted + "it sorts by '" + stored(access.sort_parts[path.sort_bound].attribute) + "' first");
    }
    return false;
  }

  /// An item without one of the key attributes of a sparse index is not in it.
  bool check_sparse(std::size_t key) {
    std::vector<AttributeRef> unnamed;
    const AccessKey& access = keys_[key];
    if (!access.index) return true;
    for (const auto* parts : {&access.partition_parts, &access.sort_parts}) {
      for (const KeyPart& part : *parts) {
        const bool named =
            contains(bound_, part.attribute) || part.attribute == pattern_.range || part.attribute == pattern_.ordered;
        if (!named && entity_.attributes[part.attribute].member.optional) unnamed.push_back(part.attribute);
      }
    }
    if (unnamed.empty()) return true;
    reject(key, "lacks the items without " + listed(unnamed));
    return false;
  }

  void consider(std::size_t key) {
    const AccessKey& access = keys_[key];
    // Lookup items are found by the element that they stand for, never by the partition alone.
    if (access.lookup && !contains(bound_, *access.lookup)) {
      reject(key, "needs a value of '" + stored(*access.lookup) + "'");
      return;
    }
    if (!check_partition(key) || !check_lookup(key)) return;
    AccessPath path;
    path.key = key;
    bind_sort(path);
    if (!check_reach(key, path) || !check_condition(key, path) || !check_order(key, path) || !check_sparse(key)) return;
    add_filter(path);
    if (is_get(path)) path.operation = Operation::get;
    if (!path.filter.empty() && !is_get(path) && !is_narrowed(path)) {
      reject(key, "would read " + scope_of(access) + " and filter on " + listed(path.filter));
      return;
    }
    add_missing(path);
    path.hydrate = access.lookup.has_value() || (!path.missing.empty() && pattern_.hydrate);
    candidates_.push_back({path, key_name(entity_, access) + " " + drawback(path)});
  }

  void add_filter(AccessPath& path) const {
    const AccessKey& access = keys_[path.key];
    const std::vector<KeyPart> used(access.sort_parts.begin(),
                                    access.sort_parts.begin() + static_cast<std::ptrdiff_t>(path.sort_bound));
    const auto in_key = [&](AttributeRef attribute) {
      return contains(access.partition_parts, attribute) || contains(used, attribute);
    };
    for (const AttributeRef attribute : pattern_.where) {
      if (!in_key(attribute) && attribute != entity_.tenant) path.filter.push_back(attribute);
    }
    if (pattern_.range && !path.range) path.filter.push_back(*pattern_.range);
    path.tenant_filter = entity_.tenant && !in_key(*entity_.tenant);
  }

  bool is_get(const AccessPath& path) const {
    const AccessKey& access = keys_[path.key];
    // The attribute that chooses a write shard is a part of the key, too.
    return access.is_table() && path.sort_bound == access.sort_parts.size() && !pattern_.range && !pattern_.ordered;
  }

  /// Whether a value that the caller names, and not only the tenant, bounds what is read.
  bool is_narrowed(const AccessPath& path) const {
    return path.range || std::any_of(pattern_.where.begin(), pattern_.where.end(), [&](AttributeRef attribute) {
             return attribute != entity_.tenant && !contains(path.filter, attribute);
           });
  }

  /// A filter after a get costs nothing: at most one item is read.
  static bool is_flagged(const AccessPath& path) { return path.operation != Operation::get && !path.filter.empty(); }

  std::string scope_of(const AccessKey& access) const {
    if (entity_.tenant && contains(access.partition_parts, *entity_.tenant)) return "all items of the tenant";
    return "all of its items";
  }

  void add_missing(AccessPath& path) const {
    const AccessKey& access = keys_[path.key];
    const auto need = [&](AttributeRef attribute) {
      if (!holds(entity_, access, attribute) && !contains(path.missing, attribute)) path.missing.push_back(attribute);
    };
    for (const AttributeRef attribute : pattern_.reads) need(attribute);
    if (!pattern_.reads.empty()) return;
    for (AttributeRef i = 0; i < entity_.attributes.size(); ++i) {
      if (!entity_.attributes[i].composed) need(i);
    }
  }

  std::string drawback(const AccessPath& path) const {
    std::vector<std::string> drawbacks;
    if (is_flagged(path)) drawbacks.push_back("would filter on " + listed(path.filter));
    if (!path.missing.empty()) drawbacks.push_back("does not hold " + listed(path.missing));
    if (drawbacks.empty()) return "serves it too";
    return drawbacks.size() == 1 ? drawbacks[0] : drawbacks[0] + ", and " + drawbacks[1];
  }

  /// Smaller is better.
  std::array<std::size_t, 8> rank(const AccessPath& path) const {
    const AccessKey& access = keys_[path.key];
    const bool narrow = access.index && entity_.indexes[*access.index].projection.kind != model::Projection::Kind::all;
    const std::size_t held =
        narrow ? held_attributes(entity_, entity_.indexes[*access.index]).size() : entity_.attributes.size();
    return {path.operation == Operation::get ? 0U : 1U,
            is_flagged(path) ? path.filter.size() : 0,
            !path.missing.empty() && !path.hydrate ? 1U : 0U,
            path.tenant_filter ? 1U : 0U,
            path.hydrate ? 1U : 0U,
            held,
            access.is_table() ? 0U : 1U,
            path.key};
  }

  const Entity& entity_;
  const model::AccessPattern& pattern_;
  const std::vector<AccessKey>& keys_;
  std::vector<AttributeRef> bound_;
  std::vector<Candidate> candidates_;
  std::vector<Rejection> rejected_;
};

}  // namespace

Proof prove(const Entity& entity, const model::AccessPattern& pattern, const std::vector<AccessKey>& keys) {
  return Prover(entity, pattern, keys).run();
}

}  // namespace partita::plan
