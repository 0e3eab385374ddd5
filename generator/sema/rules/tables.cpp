#include "sema/rules/rules.hpp"
#include "sema/rules/shared_tables.hpp"
#include "sema/rules/stored_names.hpp"

#include <map>
#include <string_view>

namespace partita::sema {

using diagnostics::Id;

void check_tables(const model::Declared& declared, diagnostics::Sink& sink) {
  std::map<std::string_view, TableEntities> tables;
  for (const model::DeclaredEntity& entity : declared.entities) {
    if (!entity.table.span.valid()) continue;
    check_resource_name(entity.table, Id::invalid_table_name, "table", sink);
    tables[entity.table.text].push_back(&entity);
  }
  for (const auto& [name, entities] : tables) {
    check_key_prefixes(declared, entities, sink);
    if (entities.size() < 2) continue;
    check_discriminators(entities, sink);
    check_shared_keys(entities, sink);
    check_shared_indexes(entities, sink);
    check_shared_types(entities, sink);
    check_shared_ttl(entities, sink);
  }
}

}  // namespace partita::sema
