#include "sema/rules/rules.hpp"

#include "model/limits.hpp"
#include "sema/rules/stored_names.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace partita::sema {
namespace {

using diagnostics::Id;

void check_count(const model::DeclaredEntity& entity, model::IndexKind kind, std::size_t most,
                 diagnostics::Sink& sink) {
  const std::string word = kind == model::IndexKind::global ? "global" : "local";
  const model::DeclaredIndex* first_beyond = nullptr;
  std::size_t count = 0;
  for (const model::DeclaredIndex& index : entity.indexes) {
    if (index.kind != kind) continue;
    if (++count == most + 1) first_beyond = &index;
  }
  if (first_beyond == nullptr) return;
  sink.report(Id::too_many_indexes, first_beyond->name.span,
              "entity '" + entity.cpp_name + "' has " + std::to_string(count) + " " + word +
                  " indexes; DynamoDB allows " + std::to_string(most) + ": remove those that no access pattern needs");
}

}  // namespace

void check_index_limits(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  check_count(entity, model::IndexKind::global, model::limits::global_indexes, sink);
  check_count(entity, model::IndexKind::local, model::limits::local_indexes, sink);
  for (const model::DeclaredIndex& index : entity.indexes) {
    check_resource_name(index.name, Id::invalid_index_name, "index", sink);
  }
}

}  // namespace partita::sema
