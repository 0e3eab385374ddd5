#include "sema/sema.hpp"

#include "sema/proven_entity.hpp"
#include "sema/resolve.hpp"
#include "sema/rules/proof_rules.hpp"
#include "sema/rules/rules.hpp"
#include "sema/suppressions.hpp"

#include <vector>

namespace partita::sema {

std::optional<model::Schema> analyse(const model::Declared& declared, diagnostics::Sink& sink) {
  for (const model::DeclaredEntity& entity : declared.entities) {
    check_attribute_names(entity, sink);
    check_keys(entity, sink);
    check_indexes(entity, sink);
    check_index_limits(entity, sink);
    check_projections(entity, sink);
    check_templates(declared, entity, sink);
    check_sizes(declared, entity, sink);
    check_tenant(declared, entity, sink);
    check_lookups(entity, sink);
    check_write_shards(entity, sink);
    check_cache(entity, sink);
    check_roles(entity, sink);
    check_patterns(entity, sink);
    check_member_collisions(entity, sink);
  }
  check_tables(declared, sink);
  check_projection_guards(declared, sink);
  check_names_in_case(declared, sink);
  check_views(declared, sink);
  check_collections(declared, sink);
  check_types(declared, sink);
  check_class_names(declared, sink);
  const std::vector<ProvenEntity> proven = prove_entities(declared, sink);
  for (const ProvenEntity& entity : proven) check_method_collisions(entity, sink);
  check_access_patterns(declared, proven, sink);
  for (const ProvenEntity& entity : proven) check_partitions(declared, entity, sink);
  check_index_use(proven, sink);
  check_suppressions(declared, sink);
  apply_suppressions(declared, sink);
  if (sink.has_errors()) return std::nullopt;
  return resolve(declared);
}

}  // namespace partita::sema
