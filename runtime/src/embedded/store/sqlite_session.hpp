// A connection with the statements that stores run on it.
#pragma once

#include "embedded/store/sqlite_connection.hpp"
#include "embedded/store/store.hpp"

#include <absl/container/flat_hash_map.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// On the table of a space.
enum class RowStatement : std::uint8_t {
  get,
  put,
  erase,
  forward,
  forward_to,
  backward,
  backward_to,
  scan,
};
/// On all others.
enum class StoreStatement : std::uint8_t {
  begin_read,
  begin_write,
  commit,
  roll_back,
  definitions_version,
  definition
};

class SqliteSession {
 public:
  explicit SqliteSession(SqliteConnection connection) : connection_(std::move(connection)) {}

  SqliteConnection& connection() { return connection_; }
  /// Empty if it could not be prepared. Stays the session's.
  SqliteStatement& statement(StoreStatement which);
  SqliteStatement& statement(Space space, RowStatement which);
  /// For one that stays busy while others run; to be given back.
  SqliteStatement take(Space space, RowStatement which);
  void give_back(Space space, RowStatement which, SqliteStatement statement);
  /// What was prepared for spaces, once these are others.
  void forget_spaces() { spaces_.clear(); }

  std::int64_t known_version = 0;  ///< of the definitions that statements were prepared under

 private:
  static constexpr std::size_t row_statements = static_cast<std::size_t>(RowStatement::scan) + 1;
  static constexpr std::size_t store_statements = static_cast<std::size_t>(StoreStatement::definition) + 1;
  using SpaceStatements = std::array<SqliteStatement, row_statements>;

  SqliteConnection connection_;
  std::array<SqliteStatement, store_statements> statements_;
  absl::flat_hash_map<std::int64_t, std::unique_ptr<SpaceStatements>> spaces_;
};

/// `space_7`
std::string table_of(Space space);

}  // namespace partita::inline epoch1::embedded
