// One connection to an SQLite file, and its prepared statements.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace partita::inline epoch1::embedded {

/// A prepared statement. Texts and bytes that are bound must stay until it is reset.
class SqliteStatement {
 public:
  SqliteStatement() = default;
  explicit operator bool() const { return handle_ != nullptr; }

  void bind(int at, std::int64_t value);
  void bind_bytes(int at, std::string_view bytes);
  void bind_text(int at, std::string_view text);
  /// SQLITE_ROW, SQLITE_DONE or what failed.
  int step();
  /// Steps to the end and resets. SQLITE_OK or what failed.
  int run();
  void reset();

  std::int64_t integer(int column) const;
  /// Valid until the next step or reset.
  std::string_view bytes(int column) const;

 private:
  friend class SqliteConnection;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

/// Used by one thread at a time.
class SqliteConnection {
 public:
  SqliteConnection() = default;

  /// Of an absolute path: SQLite takes others for something else, `:memory:` for one. False if the file cannot be
  /// opened; `error` says why.
  bool open(const std::string& path);
  /// What open() was given; empty before.
  const std::string& path() const { return path_; }
  /// An empty statement if it failed.
  SqliteStatement prepare(std::string_view text);
  /// Runs statements that give no rows that matter. False if one failed.
  bool execute(const char* statements);
  /// The integer in the first column of the first row; nullopt if it failed.
  std::optional<std::int64_t> query(std::string_view text);

  /// How long statements wait for what other connections hold, in place of what was said before.
  void set_busy_timeout(std::chrono::milliseconds timeout);

  /// SQLite's code for what failed last, and its words.
  int code() const;
  std::string error() const;
  /// Whether that was that there is no room for more, on the disk or for this user or process.
  bool has_no_room() const;
  bool in_transaction() const;
  bool read_only() const;
  std::int64_t changes() const;

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  std::unique_ptr<sqlite3, Close> handle_;
  std::string path_;
};

}  // namespace partita::inline epoch1::embedded
