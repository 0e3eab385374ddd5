#include "frontend_cpp/index_reader.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace partita::frontend_cpp {
namespace {

using diagnostics::Id;

std::optional<model::KeyRole> key_role(std::string_view name) {
  if (name == "gsi_partition") return model::KeyRole::gsi_partition;
  if (name == "gsi_sort") return model::KeyRole::gsi_sort;
  if (name == "lsi_sort") return model::KeyRole::lsi_sort;
  return std::nullopt;
}

}  // namespace

std::optional<IndexRole> index_role(const TemplateUse& use, ArgumentText& texts, Locator& locator) {
  const std::optional<model::KeyRole> role = key_role(use.name);
  if (!role) return std::nullopt;
  IndexRole result{*role, texts.name(use, 0), std::nullopt, locator.span(use.where)};
  if (use.arguments() > 1) result.position = static_cast<unsigned>(use.number(1));
  return result;
}

model::DeclaredIndex read_index(const TemplateUse& use, ArgumentText& texts, Locator& locator, diagnostics::Sink& sink,
                                std::vector<model::Suppression>& suppressions) {
  model::DeclaredIndex index;
  index.name = texts.name(use, 0);
  index.span = locator.span(use.where);
  index.options_end = locator.before(use.close);
  std::set<std::string> seen;
  for (const WrittenType& argument : use.types) {
    const std::optional<TemplateUse> option = partita_template(argument);
    if (!option) continue;
    const source::Span span = locator.span(option->where);
    if (option->name == "suppress") {
      suppressions.push_back({texts.name(*option, 0), texts.name(*option, 1), index.span});
      continue;
    }
    if (!seen.insert(option->name).second) {
      texts.report_second(*option, "in index '" + index.name.text + "'");
    } else if (seen.contains("keys_only") && seen.contains("include")) {
      sink.report(Id::conflicting_annotations, span,
                  "index '" + index.name.text +
                      "' is both 'partita::keys_only' and 'partita::include'; the attributes that are included come on "
                      "top of the keys, so keep 'partita::include' alone");
      seen.erase(option->name);
    } else if (option->name == "keys_only") {
      index.projection.kind = model::Projection::Kind::keys_only;
    } else if (option->name == "include") {
      index.projection.kind = model::Projection::Kind::include;
      for (unsigned i = 0; i < option->arguments(); ++i) index.projection.attributes.push_back(texts.name(*option, i));
    } else if (option->name == "sparse") {
      index.sparse = span;
    } else if (option->name == "method") {
      index.method = texts.method(*option, 0);
    }
  }
  return index;
}

void add_index_use(model::DeclaredEntity& entity, const IndexRole& role, const model::Name& attribute) {
  const model::IndexKind kind =
      role.role == model::KeyRole::lsi_sort ? model::IndexKind::local : model::IndexKind::global;
  const auto named = [&](const auto& index) { return index.text == role.index.text; };
  const auto known = std::find_if(entity.indexes.begin(), entity.indexes.end(),
                                  [&](const model::DeclaredIndex& index) { return named(index.name); });
  if (known == entity.indexes.end()) {
    model::DeclaredIndex index;
    index.name = role.index;
    index.kind = kind;
    index.span = role.index.span;
    entity.indexes.push_back(std::move(index));
  } else if (std::none_of(entity.key_uses.begin(), entity.key_uses.end(),
                          [&](const model::KeyUse& use) { return named(use.index); })) {
    known->kind = kind;
  }
  entity.key_uses.push_back({role.role, role.index, attribute, role.span, role.position});
}

}  // namespace partita::frontend_cpp
