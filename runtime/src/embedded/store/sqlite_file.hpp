// The file that a store is kept in: whose it is, of which version, and how its connections work.
#pragma once

#include "embedded/store/sqlite_connection.hpp"
#include "embedded/store/sqlite_store.hpp"

#include <partita/error.hpp>

#include <optional>
#include <string>

namespace partita::inline epoch1::embedded {

/// Makes a new file what a store expects, or an older one; refuses what is no database, damaged, another program's, of
/// a newer version, or cannot be written. What it refuses is left as it was.
std::optional<Error> prepare_file(SqliteConnection& connection, const std::string& path, const SqliteOptions& options);

/// Opens a further connection to a file that was prepared.
bool open_prepared(SqliteConnection& connection, const std::string& path, const SqliteOptions& options);

}  // namespace partita::inline epoch1::embedded
