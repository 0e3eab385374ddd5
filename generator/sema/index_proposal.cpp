#include "sema/index_proposal.hpp"

#include "diagnostics/suggestion.hpp"
#include "model/limits.hpp"
#include "plan/access_key.hpp"
#include "plan/attribute_list.hpp"
#include "plan/method_names.hpp"
#include "plan/names.hpp"
#include "sema/advice.hpp"
#include "sema/lookup.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace partita::sema {
namespace {

using model::AttributeRef;
using model::TypeKind;

using Attributes = std::vector<AttributeRef>;

class Proposer {
 public:
  Proposer(const model::DeclaredEntity& declared, const model::Entity& entity, const model::AccessPattern& pattern,
           const std::set<std::string>& taken)
      : declared_(declared),
        entity_(entity),
        pattern_(pattern),
        taken_(taken),
        last_(pattern.range ? pattern.range : pattern.ordered) {
    if (entity.tenant && !plan::contains(pattern.where, *entity.tenant)) equal_.push_back(*entity.tenant);
    for (const AttributeRef attribute : pattern.where) equal_.push_back(attribute);
  }

  tl::expected<IndexProposal, std::string> run() const {
    if (const auto obstacle = find_obstacle()) return tl::unexpected(*obstacle);
    for (std::size_t i = 0; i < entity_.indexes.size(); ++i) {
      if (auto extension = extend(entity_.indexes[i])) return *extension;
    }
    return make();
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

  bool is_optional(AttributeRef attribute) const { return entity_.attributes[attribute].member.optional; }

  // What the pattern needs behind the key that the index has.
  std::optional<IndexProposal> extend(const model::Index& index) const {
    if (index.kind == model::IndexKind::local || index.sparse) return std::nullopt;
    if (index.projection.kind != model::Projection::Kind::all && !pattern_.hydrate) return std::nullopt;
    const auto keys = plan::access_keys(entity_);
    const auto key = std::find_if(keys.begin(), keys.end(), [&](const plan::AccessKey& each) {
      return each.index && &entity_.indexes[*each.index] == &index;
    });
    IndexProposal proposal{index.name.text, true, {}, equal_, false};
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

  const model::DeclaredEntity& declared_;
  const model::Entity& entity_;
  const model::AccessPattern& pattern_;
  const std::set<std::string>& taken_;
  std::optional<AttributeRef> last_;
  Attributes equal_;
};

/// An annotation and the attribute that gets it.
struct Annotation {
  AttributeRef attribute = 0;
  std::string text;
};

std::vector<Annotation> annotations(const model::DeclaredEntity& declared, const IndexProposal& proposal) {
  std::vector<Annotation> result;
  const auto add = [&](const Attributes& attributes, const std::string& alias, std::size_t first_position) {
    for (std::size_t i = 0; i < attributes.size(); ++i) {
      std::string text = "partita::" + alias + "<\"" + proposal.index + "\"";
      if (first_position != 0) text += ", " + std::to_string(first_position + i);
      result.push_back({attributes[i], text + ">"});
    }
  };
  add(proposal.partition, "gsi_partition", 0);
  std::size_t first_position = std::is_sorted(proposal.sort.begin(), proposal.sort.end()) ? 0 : 1;
  const auto uses = key_uses(declared, proposal.index, model::KeyRole::gsi_sort);
  if (proposal.extends && !uses.empty()) first_position = uses.front()->position ? uses.size() + 1 : 0;
  add(proposal.sort, "gsi_sort", first_position);
  return result;
}

std::string json_list(const model::DeclaredEntity& declared, const Attributes& attributes) {
  std::string text;
  for (const AttributeRef attribute : attributes) {
    text += text.empty() ? "[" : ", ";
    text += "\"" + declared.attributes[attribute].member.name.text + "\"";
  }
  return text + "]";
}

std::string json_index(const model::DeclaredEntity& declared, const IndexProposal& proposal) {
  std::string text = "\"" + proposal.index + "\": {\"partition\": " + json_list(declared, proposal.partition);
  if (!proposal.sort.empty()) text += ", \"sort\": " + json_list(declared, proposal.sort);
  if (proposal.sparse) text += ", \"sparse\": true";
  return text + "}";
}

const model::DeclaredIndex& index_of(const model::DeclaredEntity& declared, const std::string& name) {
  return *std::find_if(declared.indexes.begin(), declared.indexes.end(),
                       [&](const model::DeclaredIndex& index) { return index.name.text == name; });
}

std::optional<diagnostics::FixIt> json_extension(const model::DeclaredEntity& declared, const IndexProposal& proposal) {
  const auto uses = key_uses(declared, proposal.index, model::KeyRole::gsi_sort);
  if (uses.empty()) {
    const source::Span at = index_of(declared, proposal.index).options_end;
    if (!at.valid()) return std::nullopt;
    return diagnostics::FixIt{at, ", \"sort\": " + json_list(declared, proposal.sort)};
  }
  const source::Span last = uses.back()->span;
  std::string text = json_list(declared, proposal.sort).substr(1);
  text.pop_back();
  // Behind the closing quote.
  return diagnostics::FixIt{{last.file, last.end + 1, last.end + 1}, ", " + text};
}

/// The annotations of one change, by attribute.
class CppChange {
 public:
  explicit CppChange(const model::DeclaredEntity& declared) : declared_(declared) {}

  bool touches(const IndexProposal& proposal) const {
    for (const Annotation& annotation : annotations(declared_, proposal)) {
      if (!attribute(annotation).annotated && plan::contains(attributes_, annotation.attribute)) return true;
    }
    return false;
  }

  void add(const IndexProposal& proposal) {
    for (const Annotation& annotation : annotations(declared_, proposal)) {
      const auto at = std::find(attributes_.begin(), attributes_.end(), annotation.attribute);
      if (at != attributes_.end()) {
        texts_[static_cast<std::size_t>(at - attributes_.begin())] += ", " + annotation.text;
        continue;
      }
      attributes_.push_back(annotation.attribute);
      texts_.push_back(", " + annotation.text);
    }
    if (proposal.sparse) options_ += ", partita::index<\"" + proposal.index + "\", partita::sparse>";
  }

  std::optional<diagnostics::FixIt> fix() const {
    std::vector<diagnostics::FixIt> edits;
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      const model::DeclaredAttribute& attribute = declared_.attributes[attributes_[i]];
      const source::Span written = attribute.written;
      if (!written.valid()) return std::nullopt;
      if (attribute.annotated) {
        edits.push_back({{written.file, written.end - 1, written.end - 1}, texts_[i]});
      } else {
        edits.push_back({{written.file, written.begin, written.begin}, "partita::attribute<"});
        edits.push_back({{written.file, written.end, written.end}, texts_[i] + ">"});
      }
    }
    if (!options_.empty()) {
      if (!declared_.arguments_end.valid()) return std::nullopt;
      edits.push_back({declared_.arguments_end, options_});
    }
    diagnostics::FixIt first = edits.front();
    first.also.assign(edits.begin() + 1, edits.end());
    return first;
  }

 private:
  const model::DeclaredAttribute& attribute(const Annotation& annotation) const {
    return declared_.attributes[annotation.attribute];
  }

  const model::DeclaredEntity& declared_;
  Attributes attributes_;
  std::vector<std::string> texts_;
  std::string options_;
};

std::vector<std::optional<diagnostics::FixIt>> cpp_fixes(const model::DeclaredEntity& declared,
                                                         const std::vector<IndexProposal>& proposals) {
  std::vector<CppChange> changes;
  std::vector<std::size_t> first_of;  // the proposal that a change belongs to
  for (std::size_t i = 0; i < proposals.size(); ++i) {
    auto change =
        std::find_if(changes.begin(), changes.end(), [&](const CppChange& each) { return each.touches(proposals[i]); });
    if (change == changes.end()) {
      first_of.push_back(i);
      changes.emplace_back(declared);
      change = std::prev(changes.end());
    }
    change->add(proposals[i]);
  }
  std::vector<std::optional<diagnostics::FixIt>> fixes(proposals.size());
  for (std::size_t i = 0; i < changes.size(); ++i) fixes[first_of[i]] = changes[i].fix();
  return fixes;
}

std::vector<std::optional<diagnostics::FixIt>> json_fixes(const model::DeclaredEntity& declared,
                                                          const std::vector<IndexProposal>& proposals) {
  std::vector<std::optional<diagnostics::FixIt>> fixes(proposals.size());
  std::optional<std::size_t> first_new;
  std::string added;
  for (std::size_t i = 0; i < proposals.size(); ++i) {
    if (proposals[i].extends) {
      fixes[i] = json_extension(declared, proposals[i]);
    } else if (declared.indexes_end.valid() && !declared.indexes.empty()) {
      fixes[i] = diagnostics::FixIt{declared.indexes_end, ", " + json_index(declared, proposals[i])};
    } else {
      if (!first_new) first_new = i;
      added += (added.empty() ? "" : ", ") + json_index(declared, proposals[i]);
    }
  }
  if (!first_new) return fixes;
  if (declared.indexes_end.valid()) {
    fixes[*first_new] = diagnostics::FixIt{declared.indexes_end, added};
  } else if (declared.arguments_end.valid()) {
    fixes[*first_new] = diagnostics::FixIt{declared.arguments_end, ", \"indexes\": {" + added + "}"};
  }
  return fixes;
}

}  // namespace

tl::expected<IndexProposal, std::string> propose_index(const model::DeclaredEntity& declared,
                                                       const model::Entity& entity, const model::AccessPattern& pattern,
                                                       const std::set<std::string>& taken) {
  return Proposer(declared, entity, pattern, taken).run();
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

std::string advice(const model::DeclaredEntity& declared, const IndexProposal& proposal) {
  if (declared.notation == model::Notation::json) {
    if (!proposal.extends) return "add index " + json_index(declared, proposal);
    return "extend the \"sort\" of index '" + proposal.index + "' by " + json_list(declared, proposal.sort);
  }
  std::vector<std::string> steps;
  for (const Annotation& annotation : annotations(declared, proposal)) {
    steps.push_back(annotation.text + " to '" + declared.attributes[annotation.attribute].member.name.text + "'");
  }
  if (proposal.sparse) steps.push_back("partita::index<\"" + proposal.index + "\", partita::sparse> to the entity");
  std::string text = "add ";
  for (std::size_t i = 0; i < steps.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == steps.size() ? " and " : ", ") + steps[i];
  }
  return text;
}

std::vector<std::optional<diagnostics::FixIt>> index_fixes(const model::DeclaredEntity& declared,
                                                           const std::vector<IndexProposal>& proposals) {
  return declared.notation == model::Notation::json ? json_fixes(declared, proposals) : cpp_fixes(declared, proposals);
}

}  // namespace partita::sema
