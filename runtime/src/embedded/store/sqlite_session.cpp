#include "embedded/store/sqlite_session.hpp"

#include <string>

namespace partita::inline epoch1::embedded {
namespace {

std::string_view text_of(StoreStatement which) {
  switch (which) {
    case StoreStatement::begin_read:
      return "BEGIN";
    case StoreStatement::begin_write:
      return "BEGIN IMMEDIATE";
    case StoreStatement::commit:
      return "COMMIT";
    case StoreStatement::roll_back:
      return "ROLLBACK";
    case StoreStatement::definitions_version:
      return "SELECT definitions_version FROM state";
    default:
      return "SELECT definition FROM definitions WHERE name = ?";
  }
}

std::string text_of(RowStatement which, Space space) {
  const std::string table = table_of(space);
  const std::string read =
      "SELECT partition, sort, item, size FROM " + table + " WHERE placement = ? AND partition = ?";
  switch (which) {
    case RowStatement::get:
      return "SELECT item, size FROM " + table + " WHERE placement = ? AND partition = ? AND sort = ?";
    case RowStatement::put:
      return "INSERT INTO " + table +
             "(placement, partition, sort, item, size) VALUES(?, ?, ?, ?, ?)"
             " ON CONFLICT(placement, partition, sort) DO UPDATE SET item = excluded.item, size = excluded.size";
    case RowStatement::erase:
      return "DELETE FROM " + table + " WHERE placement = ? AND partition = ? AND sort = ?";
    case RowStatement::forward:
      return read + " AND sort >= ? ORDER BY sort";
    case RowStatement::forward_to:
      return read + " AND sort >= ? AND sort < ? ORDER BY sort";
    case RowStatement::backward:
      return read + " AND sort >= ? ORDER BY sort DESC";
    case RowStatement::backward_to:
      return read + " AND sort >= ? AND sort < ? ORDER BY sort DESC";
    default:
      return "SELECT partition, sort, item, size FROM " + table +
             " WHERE (placement, partition, sort) > (?, ?, ?) AND placement <= ? ORDER BY placement, partition, sort";
  }
}

}  // namespace

std::string table_of(Space space) {
  return "space_" + std::to_string(static_cast<std::int64_t>(space));
}

SqliteStatement& SqliteSession::statement(StoreStatement which) {
  SqliteStatement& statement = statements_[static_cast<std::size_t>(which)];
  if (!statement) statement = connection_.prepare(text_of(which));
  return statement;
}

SqliteStatement& SqliteSession::statement(Space space, RowStatement which) {
  auto& statements = spaces_[static_cast<std::int64_t>(space)];
  if (!statements) statements = std::make_unique<SpaceStatements>();
  SqliteStatement& statement = (*statements)[static_cast<std::size_t>(which)];
  if (!statement) statement = connection_.prepare(text_of(which, space));
  return statement;
}

SqliteStatement SqliteSession::take(Space space, RowStatement which) {
  return std::move(statement(space, which));
}

void SqliteSession::give_back(Space space, RowStatement which, SqliteStatement statement) {
  statement.reset();
  const auto found = spaces_.find(static_cast<std::int64_t>(space));
  if (found != spaces_.end()) (*found->second)[static_cast<std::size_t>(which)] = std::move(statement);
}

}  // namespace partita::inline epoch1::embedded
