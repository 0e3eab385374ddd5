#include "sema/lookup.hpp"
#include "sema/rules/repeated.hpp"
#include "sema/rules/rules.hpp"

#include <cstddef>
#include <string>

namespace partita::sema {
namespace {

using diagnostics::Id;

// Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Projection.html
constexpr std::size_t most_of_an_index = 20;
// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
constexpr std::size_t most_of_a_table = 100;

}  // namespace

void check_projections(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  std::size_t total = 0;
  for (const model::DeclaredIndex& index : entity.indexes) {
    const std::string user = "the projection of index '" + index.name.text + "'";
    const std::vector<model::Name>& names = index.projection.attributes;
    for (const model::Name& name : names) require_attribute(entity, name, user, sink);
    check_repeated(names, user, sink);
    const bool table_was_full = total > most_of_a_table;
    total += names.size();
    if (names.size() > most_of_an_index) {
      sink.report(Id::too_many_projected_attributes, names[most_of_an_index].span,
                  user + " names " + std::to_string(names.size()) +
                      " attributes; DynamoDB allows 20: project 'all', or name fewer");
    } else if (total > most_of_a_table && !table_was_full) {
      sink.report(Id::too_many_projected_attributes, index.name.span,
                  "the indexes of '" + entity.cpp_name +
                      "' name more than 100 projected attributes in total; "
                      "project 'all' in some, or name fewer");
    }
  }
}

}  // namespace partita::sema
