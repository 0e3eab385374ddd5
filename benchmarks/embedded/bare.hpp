// What the stores of the engine are held against: an ordered map, and prepared statements of SQLite.
#pragma once

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace partita::benchmarks {

using BareMap = std::map<std::pair<std::string, std::string>, std::string>;

/// A table as one would make it by hand, and its statements, each a transaction of its own.
class BareFile {
 public:
  explicit BareFile(const std::string& path) {
    check(sqlite3_open_v2(path.c_str(), &connection_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                          nullptr));
    execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA mmap_size = 1073741824;"
        "PRAGMA cache_size = -16384;"
        "CREATE TABLE items(id INTEGER PRIMARY KEY, partition BLOB NOT NULL, sort BLOB NOT NULL,"
        " item TEXT NOT NULL, UNIQUE(partition, sort))");
    get_ = prepare("SELECT item FROM items WHERE partition = ? AND sort = ?");
    put_ = prepare(
        "INSERT INTO items(partition, sort, item) VALUES(?, ?, ?)"
        " ON CONFLICT(partition, sort) DO UPDATE SET item = excluded.item");
    query_ = prepare("SELECT item FROM items WHERE partition = ? ORDER BY sort LIMIT 50");
  }
  BareFile(const BareFile&) = delete;
  BareFile& operator=(const BareFile&) = delete;
  ~BareFile() {
    for (sqlite3_stmt* each : {get_, put_, query_}) sqlite3_finalize(each);
    sqlite3_close(connection_);
  }

  void execute(const char* statements) { check(sqlite3_exec(connection_, statements, nullptr, nullptr, nullptr)); }

  void get(std::string_view partition, std::string_view sort, std::string& item) {
    bind(get_, 1, partition);
    bind(get_, 2, sort);
    if (sqlite3_step(get_) == SQLITE_ROW) append(get_, item);
    sqlite3_reset(get_);
  }
  void put(std::string_view partition, std::string_view sort, std::string_view item) {
    bind(put_, 1, partition);
    bind(put_, 2, sort);
    sqlite3_bind_text(put_, 3, item.data(), static_cast<int>(item.size()), SQLITE_STATIC);
    sqlite3_step(put_);
    check(sqlite3_reset(put_));
  }
  void query(std::string_view partition, std::string& items) {
    bind(query_, 1, partition);
    while (sqlite3_step(query_) == SQLITE_ROW) append(query_, items);
    sqlite3_reset(query_);
  }

 private:
  static void bind(sqlite3_stmt* statement, int at, std::string_view bytes) {
    sqlite3_bind_blob(statement, at, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
  }
  static void append(sqlite3_stmt* statement, std::string& out) {
    const auto* const text = static_cast<const char*>(sqlite3_column_blob(statement, 0));
    out.append(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, 0)));
  }
  sqlite3_stmt* prepare(const char* text) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v3(connection_, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    return statement;
  }
  void check(int code) {
    if (code == SQLITE_OK) return;
    std::fprintf(stderr, "SQLite: %s\n", sqlite3_errmsg(connection_));
    std::exit(1);
  }

  sqlite3* connection_ = nullptr;
  sqlite3_stmt* get_ = nullptr;
  sqlite3_stmt* put_ = nullptr;
  sqlite3_stmt* query_ = nullptr;
};

}  // namespace partita::benchmarks
