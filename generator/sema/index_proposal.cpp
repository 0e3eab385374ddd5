#include "sema/index_proposal.hpp"

#include "model/limits.hpp"
#include "plan/access_key.hpp"
#include "plan/attribute_list.hpp"
#include "plan/method_names.hpp"
#include "plan/names.hpp"
#include "plan/type_use.hpp"
#include "sema/advice.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/partition_values.hpp"
#include "sema/rules/templates.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace partita::sema {
namespace {

using model::AttributeRef;
using model::TypeKind;

using Attributes = std::vector<AttributeRef>;

class Proposer {
 public:
  Proposer(const model::Declared& schema, const model::DeclaredEntity& declared, const model::Entity& entity,
           const model::AccessPattern& pattern, const std::set<std::string>& taken)
      : schema_(schema),
        declared_(declared),
        entity_(entity),
        pattern_(pattern),
        taken_(taken),
        last_(pattern.range ? pattern.range : pattern.ordered) {
    if (entity.tenant && !plan::contains(pattern.where, *entity.tenant)) equal_.push_back(*entity.tenant);
    for (const AttributeRef attribute : pattern.where) equal_.push_back(attribute);
  }

  tl::expected<IndexProposal, std::string> run() const {
    if (const auto obstacle = find_obstacle()) return tl::unexpected(*obstacle);
    IndexProposal proposal = choose();
    proposal.objection = objection(proposal);
    return proposal;
  }

 private:
  const std::string& stored(AttributeRef attribute) const { return entity_.attributes[attribute].member.name.text; }
  const model::Type& type(AttributeRef attribute) const { return entity_.attributes[attribute].member.type; }

  std::optional<std::string> find_obstacle() const {
    Attributes all = equal_;
    if (last_) all.push_back(*last_);
    for (const AttributeRef attribute : all) {
      const std::string subject =
          "'" + stored(attribute) + "' is a " + type_spelling(entity_.notation, type(attribute)) + ", which no ";
      if (type(attribute).kind == TypeKind::boolean) {
        return subject + "index takes as a key; an enumeration with two names can be one";
      }
      if (type(attribute).kind == TypeKind::list || type(attribute).kind == TypeKind::set) {
        return subject + "index takes as a key; " + lookup_spelling(attribute) + " finds items by its elements";
      }
      if (!is_key_type(type(attribute))) {
        return subject + "index takes as a key; store what is asked for in an attribute of its own";
      }
    }
    if (all.size() > 2 * model::limits::index_key_attributes)
      return "an index key takes at most 4 partition and 4 sort attributes";
    return std::nullopt;
  }

  std::string lookup_spelling(AttributeRef attribute) const {
    const std::string& name = stored(attribute);
    if (entity_.notation == model::Notation::json) return "a \"lookup\" of '" + name + "'";
    return "partita::lookup<\"by_" + name + "\", ...>";
  }

  IndexProposal choose() const {
    // A template is made anew with its parts; attributes behind it would make a key of two styles.
    const bool of_templates = has_template_keys();
    for (std::size_t i = 0; i < entity_.indexes.size() && !of_templates; ++i) {
      if (auto extension = extend(entity_.indexes[i])) return *extension;
    }
    IndexProposal proposal = make();
    proposal.composed = of_templates && can_compose(proposal);
    return proposal;
  }

  bool has_template_keys() const {
    const auto is_composed = [&](AttributeRef attribute) { return entity_.attributes[attribute].composed.has_value(); };
    return is_composed(entity_.key.partition) && (!entity_.key.sort || is_composed(*entity_.key.sort));
  }

  bool can_compose(const IndexProposal& proposal) const {
    if (declared_.extends) return false;
    const auto is_part = [&](AttributeRef attribute) {
      const auto is_letter = [](char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
      const std::string& name = stored(attribute);
      return std::all_of(name.begin(), name.end(), is_letter) && is_part_type(type(attribute)) &&
             type(attribute).converted.empty() && !entity_.attributes[attribute].ttl;
    };
    // Enumerators can hold the delimiter, and numbers do not sort as text.
    const auto sorts = [&](AttributeRef attribute) {
      return type(attribute).kind == TypeKind::string || plan::is_time(type(attribute).kind);
    };
    const auto is_split = [&](AttributeRef attribute) {
      const model::NamedType* named = find_enumeration(schema_, type(attribute));
      return named != nullptr &&
             std::any_of(named->enumerators.begin(), named->enumerators.end(),
                         [](const auto& each) { return each.name.text.find('#') != std::string::npos; });
    };
    const auto sort_fits = [&](AttributeRef attribute) {
      return sorts(attribute) || (attribute != last_ && type(attribute).kind == TypeKind::enumeration);
    };
    Attributes all = proposal.partition;
    all.insert(all.end(), proposal.sort.begin(), proposal.sort.end());
    return std::all_of(all.begin(), all.end(), is_part) && std::none_of(all.begin(), all.end(), is_split) &&
           std::all_of(proposal.sort.begin(), proposal.sort.end(), sort_fits);
  }

  // A fix must not bring up the next warning.
  std::string objection(const IndexProposal& proposal) const {
    Attributes all = proposal.partition;
    all.insert(all.end(), proposal.sort.begin(), proposal.sort.end());
    for (const AttributeRef attribute : all) {
      if (!entity_.attributes[attribute].sensitive) continue;
      return "but '" + stored(attribute) + "' is sensitive, and keys are seen in traces; better key on a hash of it";
    }
    if (proposal.extends) return {};
    std::vector<plan::KeyPart> parts;
    for (const AttributeRef attribute : proposal.partition) parts.push_back({attribute, attribute});
    const auto values = partition_values(schema_, entity_, parts);
    const bool has_rates = pattern_.load.per_second > 0 || entity_.writes_per_second > 0;
    if (values && (*values <= few_partition_values || has_rates)) {
      return "but it would have " + std::to_string(*values) +
             " partition values to share the load; better ask for an attribute with more values too";
    }
    return {};
  }

  bool is_optional(AttributeRef attribute) const { return entity_.attributes[attribute].member.optional; }

  // What the pattern needs behind the key that the index has.
  std::optional<IndexProposal> extend(const model::Index& index) const {
    if (index.kind == model::IndexKind::local || index.sparse) return std::nullopt;
    if (index.projection.kind != model::Projection::Kind::all && !pattern_.hydrate) return std::nullopt;
    const auto keys = plan::access_keys(entity_);
    const auto key = std::find_if(keys.begin(), keys.end(), [&](const plan::AccessKey& each) {
      return each.index && &entity_.indexes[*each.index] == &index;
    });
    IndexProposal proposal;
    proposal.index = index.name.text;
    proposal.extends = true;
    proposal.sort = equal_;
    for (const auto* parts : {&key->partition_parts, &key->sort_parts}) {
      for (const plan::KeyPart& part : *parts) {
        if (part.shard) continue;
        if (!plan::contains(equal_, part.attribute)) return std::nullopt;
        std::erase(proposal.sort, part.attribute);
      }
    }
    if (last_) proposal.sort.push_back(*last_);
    const std::size_t known = index.sort.size();
    if (proposal.sort.empty() || known + proposal.sort.size() > model::limits::index_key_attributes)
      return std::nullopt;
    // An item without the new attribute would fall out of the index that others use.
    if (std::any_of(proposal.sort.begin(), proposal.sort.end(), [&](auto each) { return is_optional(each); })) {
      return std::nullopt;
    }
    if (!takes_more(index, proposal.sort)) return std::nullopt;
    return proposal;
  }

  // In C++ the order of sort attributes is that of their members, unless each says its position.
  bool takes_more(const model::Index& index, const Attributes& more) const {
    const auto uses = key_uses(declared_, index.name.text, model::KeyRole::gsi_sort);
    // One that is itself only proposed has no uses yet; one that has been extended has fewer.
    if (uses.size() != index.sort.size() || key_uses(declared_, index.name.text).empty()) return false;
    if (entity_.notation == model::Notation::json) return true;
    const bool positioned =
        std::all_of(uses.begin(), uses.end(), [](const model::KeyUse* use) { return use->position.has_value(); });
    if (positioned && !uses.empty()) return true;
    Attributes whole = index.sort;
    whole.insert(whole.end(), more.begin(), more.end());
    return std::is_sorted(whole.begin(), whole.end());
  }

  IndexProposal make() const {
    IndexProposal proposal;
    Attributes& partition = proposal.partition;
    partition = equal_;
    const bool has_spare = !last_ && partition.size() > 1;
    // Enumerations have few values: they stand at the end, where they make the sort key.
    if (has_spare) {
      std::stable_partition(partition.begin(), partition.end(), [&](AttributeRef attribute) {
        return attribute == entity_.tenant || type(attribute).kind != TypeKind::enumeration;
      });
      const bool all_few = type(partition.front()).kind == TypeKind::enumeration;
      if (!all_few || partition.size() > model::limits::index_key_attributes) {
        proposal.sort = {partition.back()};
        partition.pop_back();
      }
    }
    while (partition.size() > model::limits::index_key_attributes) {
      proposal.sort.insert(proposal.sort.begin(), partition.back());
      partition.pop_back();
    }
    std::sort(partition.begin(), partition.end());
    if (last_ && partition.empty()) {
      partition = {*last_};
    } else if (last_) {
      proposal.sort.push_back(*last_);
    }
    for (const auto* attributes : {&partition, &proposal.sort}) {
      for (const AttributeRef attribute : *attributes) proposal.sparse = proposal.sparse || is_optional(attribute);
    }
    proposal.index = free_name();
    return proposal;
  }

  bool is_taken(const std::string& name) const {
    if (taken_.contains(name)) return true;
    const std::string method = plan::index_method(name, std::nullopt);
    const plan::QueryNames own{method, plan::index_class_name(method, entity_.cpp_name)};
    const auto keys = plan::access_keys(entity_);
    return std::any_of(keys.begin(), keys.end(), [&](const plan::AccessKey& key) {
      if (key.index && entity_.indexes[*key.index].name.text == name) return true;
      const auto names = plan::query_names(entity_, key);
      return names && plan::collide(*names, own);
    });
  }

  std::string free_name() const {
    std::string name = "by";
    for (const AttributeRef attribute : pattern_.where) {
      if (attribute != entity_.tenant || pattern_.where.size() == 1) name += "_" + stored(attribute);
    }
    if (last_) name += "_" + stored(*last_);
    for (char& c : name) {
      const bool known = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                         c == '.' || c == '_';
      if (!known) c = '_';
    }
    constexpr std::size_t room_for_number = 4;
    name.resize(std::min(name.size(), model::limits::longest_resource_name - room_for_number));
    std::string free = name;
    for (int i = 2; is_taken(free); ++i) free = name + "_" + std::to_string(i);
    return free;
  }

  const model::Declared& schema_;
  const model::DeclaredEntity& declared_;
  const model::Entity& entity_;
  const model::AccessPattern& pattern_;
  const std::set<std::string>& taken_;
  std::optional<AttributeRef> last_;
  Attributes equal_;
};

}  // namespace

tl::expected<IndexProposal, std::string> propose_index(const model::Declared& schema,
                                                       const model::DeclaredEntity& declared,
                                                       const model::Entity& entity, const model::AccessPattern& pattern,
                                                       const std::set<std::string>& taken) {
  return Proposer(schema, declared, entity, pattern, taken).run();
}

void adopt(const IndexProposal& proposal, model::Entity& entity) {
  if (!proposal.extends) {
    model::Index index;
    index.name = {proposal.index, {}};
    index.partition = proposal.partition;
    index.sort = proposal.sort;
    index.sparse = proposal.sparse;
    entity.indexes.push_back(std::move(index));
    return;
  }
  for (model::Index& index : entity.indexes) {
    if (index.name.text == proposal.index)
      index.sort.insert(index.sort.end(), proposal.sort.begin(), proposal.sort.end());
  }
}

}  // namespace partita::sema
