#include "sema/index_fixes.hpp"

#include "plan/attribute_list.hpp"
#include "sema/lookup.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace partita::sema {
namespace {

using model::AttributeRef;

using Attributes = std::vector<AttributeRef>;

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
