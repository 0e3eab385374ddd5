// The one that writes to a file.
#pragma once

#include "embedded/store/sqlite_reads.hpp"

#include <sqlite3.h>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace partita::inline epoch1::embedded {

class SqliteWriter final : public SqliteReads<Writer> {
 public:
  SqliteWriter(SqliteSession& session, std::unique_lock<std::timed_mutex> lock)
      : SqliteReads(session), lock_(std::move(lock)) {
    SqliteStatement& begin = session_.statement(StoreStatement::begin_write);
    if (good(begin)) check(begin.run());
    locked_out_ = failure_ && (session_.connection().code() & 0xFF) == SQLITE_BUSY;
  }
  /// One that never begins.
  explicit SqliteWriter(Refusal why) : SqliteWriter(std::make_unique<SqliteSession>(SqliteConnection())) {
    failure_ = std::move(why);
  }
  ~SqliteWriter() override { roll_back(); }

  /// Whether it never began, as another process writes.
  bool locked_out() const { return locked_out_; }
  void give_up() { failure_->type = gave_up; }

  void put(Space space, const Row& row) override {
    free_row();
    if (failure_) return;
    SqliteStatement& put = session_.statement(space, RowStatement::put);
    if (!good(put)) return;
    bind_key(put, row.partition, row.sort);
    put.bind_text(4, row.text);
    put.bind(5, row.size);
    check(put.run());
  }

  bool erase(Space space, std::string_view partition, std::string_view sort) override {
    free_row();
    if (failure_) return false;
    SqliteStatement& erase = session_.statement(space, RowStatement::erase);
    if (!good(erase)) return false;
    bind_key(erase, partition, sort);
    check(erase.run());
    return !failure_ && session_.connection().changes() > 0;
  }

  Space create_space() override {
    if (failure_) return {};
    const auto id =
        session_.connection().query("UPDATE state SET next_space = next_space + 1 RETURNING next_space - 1");
    if (!id) {
      fail();
      return {};
    }
    const Space space{*id};
    execute("CREATE TABLE " + table_of(space) +
            "(id INTEGER PRIMARY KEY, placement INTEGER NOT NULL, partition BLOB NOT NULL, sort BLOB NOT NULL, "
            "size INTEGER NOT NULL, item TEXT NOT NULL, UNIQUE(placement, partition, sort))");
    return space;
  }
  void drop_space(Space space) override {
    free_row();
    session_.forget_spaces();
    execute("DROP TABLE IF EXISTS " + table_of(space));
  }

  void define(std::string_view name, std::string_view definition) override {
    change_definitions("INSERT INTO definitions VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET definition = ?2", name,
                       definition);
  }
  void undefine(std::string_view name) override {
    change_definitions("DELETE FROM definitions WHERE name = ?1", name, {});
  }

  Checked<void> commit() override {
    free_row();
    if (!failure_) {
      SqliteStatement& commit = session_.statement(StoreStatement::commit);
      if (good(commit)) check(commit.run());
      // Where there is no room, the log has no end of this transaction. After all else it may have it, unsynced or not
      // yet known to the index of the log: whoever reads the log anew, after the end of the process, finds it.
      if (failure_ && !session_.connection().has_no_room()) failure_->type = may_be_kept;
    }
    if (failure_) {
      roll_back();
      return tl::unexpected(*failure_);
    }
    return {};
  }

 private:
  explicit SqliteWriter(std::unique_ptr<SqliteSession> unopened)
      : SqliteReads(*unopened), unopened_(std::move(unopened)) {}

  void execute(const std::string& statement) {
    if (!failure_ && !session_.connection().execute(statement.c_str())) fail();
  }
  void change_definitions(std::string_view text, std::string_view name, std::string_view definition) {
    if (failure_) return;
    SqliteStatement change = session_.connection().prepare(text);
    if (!good(change)) return;
    change.bind_text(1, name);
    if (!definition.empty()) change.bind_text(2, definition);
    check(change.run());
    // A random one, as a count would be the same again after one that was rolled back.
    execute("UPDATE state SET definitions_version = random()");
    version_.reset();
  }
  void roll_back() {
    free_row();
    if (!session_.connection().in_transaction()) return;
    SqliteStatement& roll_back = session_.statement(StoreStatement::roll_back);
    if (roll_back) roll_back.run();
  }

  std::unique_ptr<SqliteSession> unopened_;
  std::unique_lock<std::timed_mutex> lock_;
  bool locked_out_ = false;
};

}  // namespace partita::inline epoch1::embedded
