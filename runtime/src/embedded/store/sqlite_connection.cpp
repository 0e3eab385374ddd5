#include "embedded/store/sqlite_connection.hpp"

#include <sqlite3.h>

#include <cerrno>

namespace partita::inline epoch1::embedded {

void SqliteStatement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void SqliteStatement::bind(int at, std::int64_t value) {
  sqlite3_bind_int64(handle_.get(), at, value);
}

void SqliteStatement::bind_bytes(int at, std::string_view bytes) {
  // An empty view may be null, which would bind NULL.
  sqlite3_bind_blob64(handle_.get(), at, bytes.empty() ? "" : bytes.data(), bytes.size(), SQLITE_STATIC);
}

void SqliteStatement::bind_text(int at, std::string_view text) {
  sqlite3_bind_text64(handle_.get(), at, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

int SqliteStatement::step() {
  return sqlite3_step(handle_.get());
}

int SqliteStatement::run() {
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(handle_.get());
  sqlite3_reset(handle_.get());
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

void SqliteStatement::reset() {
  sqlite3_reset(handle_.get());
}

std::int64_t SqliteStatement::integer(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

std::string_view SqliteStatement::bytes(int column) const {
  const void* const at = sqlite3_column_blob(handle_.get(), column);
  return {static_cast<const char*>(at), static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

void SqliteConnection::Close::operator()(sqlite3* connection) const {
  sqlite3_close_v2(connection);
}

bool SqliteConnection::open(const std::string& path) {
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(handle);
  path_ = path;
  return code == SQLITE_OK;
}

SqliteStatement SqliteConnection::prepare(std::string_view text) {
  sqlite3_stmt* handle = nullptr;
  sqlite3_prepare_v3(handle_.get(), text.data(), static_cast<int>(text.size()), SQLITE_PREPARE_PERSISTENT, &handle,
                     nullptr);
  SqliteStatement statement;
  statement.handle_.reset(handle);
  return statement;
}

bool SqliteConnection::execute(const char* statements) {
  return sqlite3_exec(handle_.get(), statements, nullptr, nullptr, nullptr) == SQLITE_OK;
}

std::optional<std::int64_t> SqliteConnection::query(std::string_view text) {
  SqliteStatement statement = prepare(text);
  if (!statement || statement.step() != SQLITE_ROW) return std::nullopt;
  return statement.integer(0);
}

void SqliteConnection::set_busy_timeout(std::chrono::milliseconds timeout) {
  if (handle_ != nullptr) sqlite3_busy_timeout(handle_.get(), static_cast<int>(timeout.count()));
}

int SqliteConnection::code() const {
  return sqlite3_errcode(handle_.get());
}

std::string SqliteConnection::error() const {
  return sqlite3_errmsg(handle_.get());
}

bool SqliteConnection::has_no_room() const {
  if (code() == SQLITE_FULL) return true;
  if (sqlite3_extended_errcode(handle_.get()) != SQLITE_IOERR_WRITE) return false;
  // sqlite3_system_errno() says nothing of commits.
  sqlite3_file* log = nullptr;
  sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  int system = 0;
  if (log != nullptr && log->pMethods != nullptr) {
    log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &system);
  }
  return system == EFBIG || system == EDQUOT;
}

bool SqliteConnection::in_transaction() const {
  return handle_ != nullptr && sqlite3_get_autocommit(handle_.get()) == 0;
}

bool SqliteConnection::read_only() const {
  return sqlite3_db_readonly(handle_.get(), "main") == 1;
}

std::int64_t SqliteConnection::changes() const {
  return sqlite3_changes64(handle_.get());
}

}  // namespace partita::inline epoch1::embedded
