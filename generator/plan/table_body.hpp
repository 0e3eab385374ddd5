// The request that creates an entity's table.
#pragma once

#include "model/schema.hpp"

#include <string>
#include <vector>

namespace partita::plan {

/// The body of CreateTable, cut where a reader would start a new line.
std::vector<std::string> create_table_body(const model::Entity& entity);

}  // namespace partita::plan
