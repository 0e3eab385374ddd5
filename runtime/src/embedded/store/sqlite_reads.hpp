// What readers and writers of a file do in a transaction that was begun.
#pragma once

#include "embedded/store/fork_pass.hpp"
#include "embedded/store/sqlite_cursor.hpp"
#include "embedded/store/sqlite_session.hpp"
#include "embedded/store/store_failures.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1::embedded {

template <class Interface>
class SqliteReads : public Interface {
 public:
  explicit SqliteReads(SqliteSession& session) : session_(session) {}

  std::optional<Row> get(Space space, std::string_view partition, std::string_view sort) override {
    free_row();
    if (this->failure_) return std::nullopt;
    SqliteStatement& get = session_.statement(space, RowStatement::get);
    if (!good(get)) return std::nullopt;
    bind_key(get, partition, sort);
    row_ = &get;
    const int code = get.step();
    if (code == SQLITE_ROW) {
      return Row{partition, sort, get.bytes(0), static_cast<std::uint32_t>(get.integer(1))};
    }
    if (code != SQLITE_DONE) fail();
    return std::nullopt;
  }

  std::unique_ptr<Cursor> range(Space space, std::string_view partition, const SortRange& range,
                                Direction direction) override {
    const bool forward = direction == Direction::forward;
    const RowStatement which = range.to ? (forward ? RowStatement::forward_to : RowStatement::backward_to)
                                        : (forward ? RowStatement::forward : RowStatement::backward);
    auto cursor = std::make_unique<RowCursor>(session_, space, which, this->failure_);
    if (!good(cursor->statement())) return cursor;
    cursor->partition = partition;
    cursor->from = range.from;
    bind_key(cursor->statement(), cursor->partition, cursor->from);
    if (range.to) {
      cursor->to = *range.to;
      cursor->statement().bind_bytes(4, cursor->to);
    }
    return cursor;
  }

  std::unique_ptr<Cursor> scan(Space space, const Segment& segment, const std::optional<ScanPlace>& behind) override {
    auto cursor = std::make_unique<RowCursor>(session_, space, RowStatement::scan, this->failure_);
    if (!good(cursor->statement())) return cursor;
    // No row has an empty partition, so nothing of the first one is left out.
    if (behind) {
      cursor->partition = behind->partition;
      cursor->from = behind->sort;
    }
    cursor->statement().bind(1, behind ? placement(behind->partition) : segment.first);
    cursor->statement().bind_bytes(2, cursor->partition);
    cursor->statement().bind_bytes(3, cursor->from);
    cursor->statement().bind(4, segment.last);
    return cursor;
  }

  Reader::Extent extent(Space space) override {
    constexpr std::int64_t sample = 1000;
    const std::string table = table_of(space);
    SqliteConnection& connection = session_.connection();
    const auto rows = connection.query("SELECT count(*) FROM " + table);
    const auto size = connection.query("SELECT coalesce(sum(size), 0) FROM (SELECT size FROM " + table + " LIMIT " +
                                       std::to_string(sample) + ")");
    if (!rows || !size) {
      fail();
      return {};
    }
    const std::int64_t all = *rows <= sample ? *size : *size * *rows / sample;
    return {static_cast<std::uint64_t>(*rows), static_cast<std::uint64_t>(all)};
  }

  std::uint64_t definitions_version() override {
    if (!version_) {
      SqliteStatement& read = session_.statement(StoreStatement::definitions_version);
      if (!good(read)) return 0;
      if (read.step() != SQLITE_ROW) {
        fail();
      } else {
        version_ = read.integer(0);
        if (session_.known_version != *version_ && row_ == nullptr) {
          session_.forget_spaces();
          session_.known_version = *version_;
        }
      }
      read.reset();
    }
    return static_cast<std::uint64_t>(version_.value_or(0));
  }

  std::optional<std::string> definition(std::string_view name) override {
    SqliteStatement& read = session_.statement(StoreStatement::definition);
    if (this->failure_ || !good(read)) return std::nullopt;
    read.bind_text(1, name);
    std::optional<std::string> text;
    const int code = read.step();
    if (code == SQLITE_ROW) {
      text = read.bytes(0);
    } else if (code != SQLITE_DONE) {
      fail();
    }
    read.reset();
    return text;
  }

  std::vector<std::string> names(std::string_view after, std::size_t limit) override {
    std::vector<std::string> names;
    SqliteStatement read =
        session_.connection().prepare("SELECT name FROM definitions WHERE name > ? ORDER BY name LIMIT ?");
    if (this->failure_ || !good(read)) return names;
    read.bind_text(1, after);
    read.bind(2, static_cast<std::int64_t>(limit));
    int code = SQLITE_ROW;
    while ((code = read.step()) == SQLITE_ROW) names.emplace_back(read.bytes(0));
    if (code != SQLITE_DONE) fail();
    return names;
  }

 protected:
  void fail() {
    if (!this->failure_) this->failure_ = store_failed(session_.connection().path(), session_.connection().error());
  }
  bool good(const SqliteStatement& statement) {
    if (!statement) fail();
    return static_cast<bool>(statement);
  }
  void check(int code) {
    if (code != SQLITE_OK) fail();
  }
  static void bind_key(SqliteStatement& statement, std::string_view partition, std::string_view sort) {
    statement.bind(1, placement(partition));
    statement.bind_bytes(2, partition);
    statement.bind_bytes(3, sort);
  }
  /// Ends the statement whose row was shown last.
  void free_row() {
    if (row_ != nullptr) std::exchange(row_, nullptr)->reset();
  }

 private:
  ForkPass pass_;  // what the interfaces' ends hold goes before it does

 protected:
  SqliteSession& session_;
  SqliteStatement* row_ = nullptr;
  std::optional<std::int64_t> version_;
};

}  // namespace partita::inline epoch1::embedded
