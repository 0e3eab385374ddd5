// What DescribeTable says of a table, and all that change one.
#pragma once

#include "embedded/tables/table.hpp"

#include <partita/wire/writer.hpp>

#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

std::string table_arn(std::string_view table);
/// The table's name in the ARN of one of ours; what is no such ARN stays as it is.
std::string_view table_of_arn(std::string_view arn_or_name);

/// `TableDescription`. Sizes are those that `reader` sees.
void write_description(wire::Writer& out, const Table& table, std::string_view status, Reader& reader);

}  // namespace partita::inline epoch1::embedded
