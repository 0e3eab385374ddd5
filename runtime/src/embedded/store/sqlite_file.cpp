#include "embedded/store/sqlite_file.hpp"

#include <sqlite3.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <system_error>
#include <thread>

namespace partita::inline epoch1::embedded {
namespace {

constexpr std::int64_t application_id = 0x50415254;  // "PART", which `file` shows

// What makes a file of version n one of version n + 1. Only ever added to.
constexpr std::array migrations = {
    "CREATE TABLE definitions(name TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE state(definitions_version INTEGER NOT NULL, next_space INTEGER NOT NULL);"
    "INSERT INTO state VALUES(0, 1);",
    // The first space, as create_space() makes others.
    "CREATE TABLE space_0(id INTEGER PRIMARY KEY, placement INTEGER NOT NULL, partition BLOB NOT NULL, sort BLOB NOT "
    "NULL, size INTEGER NOT NULL, item TEXT NOT NULL, UNIQUE(placement, partition, sort));",
};
constexpr auto schema_version = static_cast<std::int64_t>(migrations.size());

// Up to this size a file is checked as a whole when it is opened, which takes some milliseconds.
constexpr std::int64_t checked_size = std::int64_t{16} << 20;

Error refused(const std::string& path, const std::string& what) {
  return Error(ErrorKind::invalid_argument, "'" + path + "': " + what);
}

Error failed(const SqliteConnection& connection, const std::string& path) {
  switch (connection.code() & 0xFF) {
    case SQLITE_NOTADB:
      return refused(path, "is not a database; it was left as it is");
    case SQLITE_CORRUPT:
      return refused(path, "is damaged (" + connection.error() + "); it was left as it is");
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM: {
      std::error_code unknown;
      if (std::filesystem::is_directory(path, unknown)) return refused(path, "is a directory; name a file in it");
      return refused(path, "cannot be opened for writing (" + connection.error() +
                               "): its directory must exist, and both be writable");
    }
    case SQLITE_FULL:
      return refused(path, "the disk is full");
    case SQLITE_BUSY:
      return refused(path, "is locked by another process");
    default:
      return refused(path, connection.error());
  }
}

bool configure(SqliteConnection& connection, const SqliteOptions& options) {
  const std::string timeout = "PRAGMA busy_timeout = " + std::to_string(options.busy_timeout.count());
  return connection.execute(timeout.c_str()) &&
         connection.execute(options.every_commit_survives_power_loss ? "PRAGMA synchronous = FULL"
                                                                     : "PRAGMA synchronous = NORMAL") &&
         connection.execute("PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -16384; PRAGMA trusted_schema = OFF");
}

// Whether the file is ours, or new. Reads only, and in one transaction, as another process may be making it right now.
std::optional<Error> check_owner(SqliteConnection& connection, const std::string& path) {
  connection.execute("BEGIN");
  const auto application = connection.query("PRAGMA application_id");
  const auto version = connection.query("PRAGMA user_version");
  const auto objects = connection.query("SELECT count(*) FROM sqlite_schema");
  if (!application || !version || !objects) return failed(connection, path);
  connection.execute("COMMIT");
  if (*application != application_id && (*application != 0 || *version != 0 || *objects != 0)) {
    return refused(path, "is the database of another program; it was left as it is");
  }
  if (*version > schema_version) {
    return refused(path, "was written by a newer version of Partita (its schema is " + std::to_string(*version) +
                             ", this version knows " + std::to_string(schema_version) + "); it was left as it is");
  }
  return std::nullopt;
}

// The busy timeout does not hold for this one.
bool use_wal(SqliteConnection& connection, const SqliteOptions& options) {
  const auto give_up = std::chrono::steady_clock::now() + options.busy_timeout;
  while (!connection.execute("PRAGMA journal_mode = WAL")) {
    if ((connection.code() & 0xFF) != SQLITE_BUSY || std::chrono::steady_clock::now() > give_up) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

bool migrate(SqliteConnection& connection) {
  if (!connection.execute("BEGIN IMMEDIATE")) return false;
  auto version = connection.query("PRAGMA user_version");
  bool good = version && *version <= schema_version;  // a newer program may have come first
  for (; good && *version < schema_version; ++*version) {
    good = connection.execute(migrations[static_cast<std::size_t>(*version)]);
  }
  const std::string marks = "PRAGMA application_id = " + std::to_string(application_id) +
                            "; PRAGMA user_version = " + std::to_string(schema_version);
  return good && connection.execute(marks.c_str()) && connection.execute("COMMIT");
}

std::optional<Error> check_content(SqliteConnection& connection, const std::string& path) {
  const auto size = connection.query("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()");
  if (!size) return failed(connection, path);
  if (*size > checked_size) return std::nullopt;
  SqliteStatement check = connection.prepare("PRAGMA quick_check(1)");
  if (!check || check.step() != SQLITE_ROW) return failed(connection, path);
  if (check.bytes(0) == "ok") return std::nullopt;
  return refused(path, "is damaged (" + std::string(check.bytes(0)) + ")");
}

}  // namespace

std::optional<Error> prepare_file(SqliteConnection& connection, const std::string& path, const SqliteOptions& options) {
  if (!connection.open(path)) return failed(connection, path);
  // To read it would leave files of this user's beside it, which those who may write it could not use.
  if (connection.read_only()) return refused(path, "cannot be written: the file is read-only");
  if (!configure(connection, options)) return failed(connection, path);
  if (auto error = check_owner(connection, path)) return error;
  if (!use_wal(connection, options)) return failed(connection, path);
  if (connection.query("PRAGMA user_version") != schema_version && !migrate(connection)) {
    Error error = failed(connection, path);
    if (connection.in_transaction()) connection.execute("ROLLBACK");
    if (auto newer = check_owner(connection, path)) return newer;
    return error;
  }
  return check_content(connection, path);
}

bool open_prepared(SqliteConnection& connection, const std::string& path, const SqliteOptions& options) {
  return connection.open(path) && configure(connection, options);
}

}  // namespace partita::inline epoch1::embedded
