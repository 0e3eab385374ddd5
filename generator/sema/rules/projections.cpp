#include "model/limits.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/repeated.hpp"
#include "sema/rules/rules.hpp"

#include <cstddef>
#include <string>

namespace partita::sema {
namespace {

using diagnostics::Id;

}  // namespace

void check_projections(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  std::size_t total = 0;
  for (const model::DeclaredIndex& index : entity.indexes) {
    const std::string user = "the projection of index '" + index.name.text + "'";
    const std::vector<model::Name>& names = index.projection.attributes;
    for (const model::Name& name : names) require_attribute(entity, name, user, sink);
    check_repeated(names, user, sink);
    const bool table_was_full = total > model::limits::table_projected_attributes;
    total += names.size();
    if (names.size() > model::limits::index_projected_attributes) {
      sink.report(Id::too_many_projected_attributes, names[model::limits::index_projected_attributes].span,
                  user + " names " + std::to_string(names.size()) +
                      " attributes; DynamoDB allows 20: project 'all', or name fewer");
    } else if (total > model::limits::table_projected_attributes && !table_was_full) {
      sink.report(Id::too_many_projected_attributes, index.name.span,
                  "the indexes of '" + entity.cpp_name +
                      "' name more than 100 projected attributes in total; "
                      "project 'all' in some, or name fewer");
    }
  }
}

}  // namespace partita::sema
