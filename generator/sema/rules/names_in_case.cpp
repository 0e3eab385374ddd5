#include "sema/rules/rules.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace partita::sema {
namespace {

using diagnostics::Id;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

/// Warns of each name that an earlier one of the same kind equals but for the case of letters.
class NamesInCase {
 public:
  NamesInCase(std::string kind, std::string advice, diagnostics::Sink& sink)
      : kind_(std::move(kind)), advice_(std::move(advice)), sink_(sink) {}

  void add(const model::Name& name) {
    if (!name.span.valid()) return;
    const auto [first, added] = first_.try_emplace(lower(name.text), name);
    if (added || first->second.text == name.text) return;
    sink_
        .report(Id::names_differ_in_case, name.span,
                kind_ + " '" + name.text + "' and '" + first->second.text + "' differ in the case of letters alone; " +
                    advice_)
        .notes.push_back({first->second.span, "the other one is here", std::nullopt});
  }

 private:
  std::string kind_;
  std::string advice_;
  diagnostics::Sink& sink_;
  std::map<std::string, model::Name> first_;
};

}  // namespace

void check_names_in_case(const model::Declared& declared, diagnostics::Sink& sink) {
  NamesInCase tables("tables", "DynamoDB keeps two tables, a reader sees one: rename one of them", sink);
  for (const model::DeclaredEntity& entity : declared.entities) {
    tables.add(entity.table);
    const bool cpp = entity.notation == model::Notation::cpp;
    NamesInCase attributes(
        "attributes",
        std::string("items hold both; store one under another name") + (cpp ? ", with partita::rename<\"...\">" : ""),
        sink);
    for (const model::DeclaredAttribute& attribute : entity.attributes) attributes.add(attribute.member.name);
    NamesInCase indexes("indexes", "rename one of them", sink);
    for (const model::DeclaredIndex& index : entity.indexes) indexes.add(index.name);
  }
}

}  // namespace partita::sema
