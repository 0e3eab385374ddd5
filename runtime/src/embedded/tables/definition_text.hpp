// A table's definition as the store keeps it.
#pragma once

#include "embedded/tables/table.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

std::string to_text(const Table& table);
/// nullopt if it is none.
std::optional<Table> table_from(std::string_view text);

}  // namespace partita::inline epoch1::embedded
