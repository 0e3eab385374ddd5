// The request that creates an entity's table.
#pragma once

#include "model/schema.hpp"

#include <string>
#include <vector>

namespace partita::plan {

/// The body of CreateTable without the table's name, which has a prefix at run time, and without its braces; cut where
/// a reader would start a new line. It has the indexes of every entity of the table.
std::vector<std::string> create_table_body(const model::Schema& schema, const model::Entity& entity);

}  // namespace partita::plan
