#include "sema/index_fixes.hpp"

#include "sema/lookup.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
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

/// A composed attribute that is part of the key of a proposed index.
struct Template {
  std::string attribute;
  std::string text;
  model::KeyRole role = model::KeyRole::gsi_partition;
};

std::vector<Template> templates(const model::DeclaredEntity& declared, const IndexProposal& proposal) {
  std::vector<Template> result;
  const auto add = [&](const Attributes& attributes, const std::string& suffix, model::KeyRole role) {
    if (attributes.empty()) return;
    std::string name = proposal.index + suffix;
    while (find_attribute(declared, name) != nullptr) name += "_";
    std::string text;
    for (const AttributeRef attribute : attributes) {
      const std::string& part = declared.attributes[attribute].member.name.text;
      text += text.empty() ? "" : "#";
      for (const char c : part) text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      text += "#{" + part + "}";
    }
    result.push_back({name, text, role});
  };
  add(proposal.partition, "_pk", model::KeyRole::gsi_partition);
  add(proposal.sort, "_sk", model::KeyRole::gsi_sort);
  return result;
}

std::string cpp_template(const Template& key, const IndexProposal& proposal) {
  return "partita::composed_attribute<\"" + key.attribute + "\", \"" + key.text +
         "\", partita::" + (key.role == model::KeyRole::gsi_partition ? "gsi_partition" : "gsi_sort") + "<\"" +
         proposal.index + "\">>";
}

std::string json_template(const Template& key) {
  return "\"" + key.attribute + "\": {\"template\": \"" + key.text + "\"}";
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
  std::string text = "\"" + proposal.index + "\": {";
  if (proposal.composed) {
    for (const Template& key : templates(declared, proposal)) {
      text += key.role == model::KeyRole::gsi_partition ? "\"partition\": [\"" : ", \"sort\": [\"";
      text += key.attribute + "\"]";
    }
  } else {
    text += "\"partition\": " + json_list(declared, proposal.partition);
    if (!proposal.sort.empty()) text += ", \"sort\": " + json_list(declared, proposal.sort);
  }
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

std::optional<diagnostics::FixIt> cpp_fix(const model::DeclaredEntity& declared, const IndexProposal& proposal) {
  std::vector<diagnostics::FixIt> edits;
  std::string options;
  if (proposal.composed) {
    for (const Template& key : templates(declared, proposal)) options += ", " + cpp_template(key, proposal);
  }
  const auto annotated = proposal.composed ? std::vector<Annotation>{} : annotations(declared, proposal);
  for (const Annotation& annotation : annotated) {
    const model::DeclaredAttribute& attribute = declared.attributes[annotation.attribute];
    const source::Span written = attribute.written;
    if (!written.valid()) return std::nullopt;
    if (attribute.annotated) {
      edits.push_back({{written.file, written.end - 1, written.end - 1}, ", " + annotation.text});
    } else {
      edits.push_back({{written.file, written.begin, written.begin}, "partita::attribute<"});
      edits.push_back({{written.file, written.end, written.end}, ", " + annotation.text + ">"});
      edits.back().joint = {0, 1, ""};
    }
  }
  if (proposal.sparse) options += ", partita::index<\"" + proposal.index + "\", partita::sparse>";
  if (!options.empty()) {
    if (!declared.arguments_end.valid()) return std::nullopt;
    edits.push_back({declared.arguments_end, options});
  }
  diagnostics::FixIt first = edits.front();
  first.also.assign(edits.begin() + 1, edits.end());
  return first;
}

/// Before the first of the attributes.
diagnostics::FixIt json_templates(const model::DeclaredEntity& declared, const IndexProposal& proposal) {
  const auto first = std::min_element(declared.attributes.begin(), declared.attributes.end(),
                                      [](const auto& a, const auto& b) { return a.span.begin < b.span.begin; });
  // Before the opening quote.
  const std::uint32_t at = first->span.begin - 1;
  std::string text;
  for (const Template& key : templates(declared, proposal)) text += json_template(key) + ", ";
  return {{first->span.file, at, at}, text};
}

std::optional<diagnostics::FixIt> json_fix(const model::DeclaredEntity& declared, const IndexProposal& proposal) {
  if (proposal.extends) return json_extension(declared, proposal);
  const std::string index = json_index(declared, proposal);
  const auto inside = [&](source::Span at, const std::string& opening, const std::string& closing) {
    diagnostics::FixIt fix{at, opening + index + closing};
    fix.joint = {opening.size(), closing.size(), ", "};
    if (proposal.composed) fix.also.push_back(json_templates(declared, proposal));
    return fix;
  };
  if (declared.indexes_end.valid()) return inside(declared.indexes_end, declared.indexes.empty() ? "" : ", ", "");
  if (declared.arguments_end.valid()) return inside(declared.arguments_end, ", \"indexes\": {", "}");
  return std::nullopt;
}

}  // namespace

std::string advice(const model::DeclaredEntity& declared, const IndexProposal& proposal) {
  const auto list = [](const std::vector<std::string>& steps) {
    std::string text = "add ";
    for (std::size_t i = 0; i < steps.size(); ++i) {
      text += (i == 0 ? "" : i + 1 == steps.size() ? " and " : ", ") + steps[i];
    }
    return text;
  };
  const bool json = declared.notation == model::Notation::json;
  std::vector<std::string> steps;
  if (json && proposal.extends) {
    return "extend the \"sort\" of index '" + proposal.index + "' by " + json_list(declared, proposal.sort);
  }
  if (json) steps.push_back("index " + json_index(declared, proposal));
  if (proposal.composed) {
    for (const Template& key : templates(declared, proposal)) {
      steps.push_back(json ? "attribute " + json_template(key) : cpp_template(key, proposal));
    }
    if (!json) steps.back() += " to the entity";
  } else if (!json) {
    for (const Annotation& annotation : annotations(declared, proposal)) {
      steps.push_back(annotation.text + " to '" + declared.attributes[annotation.attribute].member.name.text + "'");
    }
  }
  if (!json && proposal.sparse) {
    steps.push_back("partita::index<\"" + proposal.index + "\", partita::sparse> to the entity");
  }
  return list(steps);
}

std::optional<diagnostics::FixIt> index_fix(const model::DeclaredEntity& declared, const IndexProposal& proposal) {
  return declared.notation == model::Notation::json ? json_fix(declared, proposal) : cpp_fix(declared, proposal);
}

}  // namespace partita::sema
