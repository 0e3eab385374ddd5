#include "sema/lookup.hpp"
#include "sema/rules/index_options.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace partita::sema {
namespace {

using diagnostics::FixIt;
using diagnostics::Id;
using model::Notation;

std::optional<FixIt> sparse_fix(const model::DeclaredEntity& entity, const model::DeclaredIndex& index) {
  if (entity.notation == Notation::json) {
    if (!index.options_end.valid()) return std::nullopt;
    return FixIt{index.options_end, ", \"sparse\": true"};
  }
  if (index.options_end.valid()) return FixIt{index.options_end, ", partita::sparse"};
  if (!entity.arguments_end.valid()) return std::nullopt;
  return FixIt{entity.arguments_end, ", partita::index<\"" + index.name.text + "\", partita::sparse>"};
}

void report_missing(const model::DeclaredEntity& entity, const model::DeclaredIndex& index, const model::KeyUse& use,
                    const model::DeclaredAttribute& absent, diagnostics::Sink& sink) {
  const std::string& name = absent.member.name.text;
  std::string message = "an item without '" + name + "' is not in index '" + index.name.text + "'";
  if (name != use.attribute.text) message += ", since its key '" + use.attribute.text + "' is made from it";
  message += "; say that the index is sparse";
  auto& report = sink.report(Id::missing_sparse, use.span, std::move(message));
  const std::string spelling = entity.notation == Notation::cpp
                                   ? "partita::index<\"" + index.name.text + "\", partita::sparse>"
                                   : "\"sparse\": true";
  report.notes.push_back({index.name.span.valid() ? index.name.span : use.span, "add " + spelling + " if that is meant",
                          sparse_fix(entity, index)});
  report.notes.push_back(
      {absent.span, "or make '" + name + "' required, so that every item is in the index", std::nullopt});
}

}  // namespace

void check_sparse(const model::DeclaredEntity& entity, const model::DeclaredIndex& index, diagnostics::Sink& sink) {
  const model::DeclaredAttribute* first = nullptr;
  for (const model::KeyUse* use : key_uses(entity, index.name.text)) {
    const model::DeclaredAttribute* attribute = find_attribute(entity, use->attribute.text);
    if (first == nullptr) first = attribute;
    for (const model::DeclaredAttribute* part : parts_of(entity, *attribute)) {
      if (!part->member.optional) continue;
      if (!index.sparse) report_missing(entity, index, *use, *part, sink);
      return;
    }
  }
  if (!index.sparse || first == nullptr) return;
  const std::vector<const model::DeclaredAttribute*> parts = parts_of(entity, *first);
  const model::DeclaredAttribute& named = parts.empty() ? *first : *parts.front();
  auto& report = sink.report(
      Id::index_not_sparse, *index.sparse,
      "index '" + index.name.text + "' is said to be sparse, but every item of '" + entity.cpp_name + "' has its key");
  const std::string word = entity.notation == Notation::cpp ? "partita::sparse" : "\"sparse\"";
  report.notes.push_back(
      {named.span, "make '" + named.member.name.text + "' optional, or remove " + word, std::nullopt});
}

}  // namespace partita::sema
