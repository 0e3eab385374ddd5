// Reads `index<"name", options...>` and what keys say about indexes.
#pragma once

#include "frontend_cpp/argument_text.hpp"
#include "frontend_cpp/sugar.hpp"
#include "model/declared.hpp"

#include <optional>
#include <vector>

namespace partita::frontend_cpp {

/// A role in an index: `gsi_sort<"by_role", 2>`.
struct IndexRole {
  model::KeyRole role = model::KeyRole::gsi_partition;
  model::Name index;
  std::optional<unsigned> position;
  source::Span span;
};

/// The role that an annotation gives; nothing for any other annotation.
std::optional<IndexRole> index_role(const TemplateUse& use, ArgumentText& texts, Locator& locator);

/// The index that `index<...>` declares; it is global until a key says otherwise. Adds the suppressions in it.
model::DeclaredIndex read_index(const TemplateUse& use, ArgumentText& texts, Locator& locator, diagnostics::Sink& sink,
                                std::vector<model::Suppression>& suppressions);

/// Adds the attribute as a key of an index, and the index if nothing named it before.
void add_index_use(model::DeclaredEntity& entity, const IndexRole& role, const model::Name& attribute);

}  // namespace partita::frontend_cpp
