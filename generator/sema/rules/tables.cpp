#include "sema/rules/rules.hpp"
#include "sema/rules/stored_names.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace partita::sema {

using diagnostics::Id;

void check_tables(const model::Declared& declared, diagnostics::Sink& sink) {
  std::map<std::string_view, const model::DeclaredEntity*> first;
  for (const model::DeclaredEntity& entity : declared.entities) {
    if (!entity.table.span.valid()) continue;
    check_resource_name(entity.table, Id::invalid_table_name, "table", sink);
    const auto [other, added] = first.try_emplace(entity.table.text, &entity);
    if (added) continue;
    auto& report = sink.report(Id::duplicate_table, entity.table.span,
                               "entities '" + other->second->cpp_name + "' and '" + entity.cpp_name +
                                   "' both use table '" + entity.table.text + "'; give each a table of its own");
    report.notes.push_back({other->second->table.span, "the first use is here", std::nullopt});
  }
}

}  // namespace partita::sema
