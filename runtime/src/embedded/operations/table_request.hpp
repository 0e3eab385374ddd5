// What requests about tables have in common.
#pragma once

#include "embedded/engine.hpp"
#include "embedded/json_object.hpp"
#include "embedded/request_tree.hpp"
#include "embedded/tables/catalog.hpp"
#include "embedded/tables/description.hpp"
#include "embedded/violations.hpp"

#include <partita/wire/writer.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// The table that `TableName` means, by its name or its ARN.
std::string read_table_name(const RequestTree& request, Violations& violations);
/// What is wrong with a request that was read: how it was written, a table that it does not name, its violations.
Checked<void> check_request(const RequestTree& request, const Violations& violations);
/// Both, of a request that says no more.
Checked<std::string> only_table_name(std::string_view body);

std::int64_t milliseconds(const Engine& engine);

/// Makes `table` what is known under its name.
void define(Writer& writer, const Table& table);

/// `{"TableDescription":{...}}`
void write_table(std::string& answer, std::string_view member, const Table& table, std::string_view status,
                 Reader& reader);

}  // namespace partita::inline epoch1::embedded
