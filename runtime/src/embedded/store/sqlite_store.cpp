#include "embedded/store/sqlite_store.hpp"

#include "embedded/store/fork_pass.hpp"
#include "embedded/store/sqlite_cursor.hpp"
#include "embedded/store/sqlite_file.hpp"
#include "embedded/store/sqlite_session.hpp"
#include "embedded/store/store_failures.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>

namespace partita::inline epoch1::embedded {
namespace {

class SqliteStore;

// What readers and writers do in a transaction that was begun.
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
    const std::int64_t all = *rows <= sample ? *size : *size * (*rows / sample);
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
    if (!this->failure_) this->failure_ = store_failed(session_.connection().error());
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

class SqliteReader final : public SqliteReads<Reader> {
 public:
  SqliteReader(SqliteStore& store, std::unique_ptr<SqliteSession> session, std::string error);
  ~SqliteReader() override;

 private:
  SqliteStore& store_;
  std::unique_ptr<SqliteSession> session_owner_;
};

class SqliteWriter final : public SqliteReads<Writer> {
 public:
  SqliteWriter(SqliteSession& session, std::unique_lock<std::timed_mutex> lock)
      : SqliteReads(session), lock_(std::move(lock)) {
    SqliteStatement& begin = session_.statement(StoreStatement::begin_write);
    if (good(begin)) check(begin.run());
    locked_out_ = failure_ && (session_.connection().code() & 0xFF) == SQLITE_BUSY;
  }
  /// One that never begins.
  SqliteWriter(std::unique_ptr<SqliteSession> unopened, Refusal why)
      : SqliteReads(*unopened), unopened_(std::move(unopened)) {
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

// A writer that waits for another process stands aside this often, for a fork.
constexpr std::chrono::milliseconds longest_wait(100);

// A connection must not be carried over a fork, not even to be closed: the child has none of the locks that SQLite
// believes the process to hold, for later connections to the file too. So there is none while a process forks, and
// both open theirs anew. https://www.sqlite.org/howtocorrupt.html#_carrying_an_open_database_connection_across_a_fork_
class SqliteStore final : public Store {
 public:
  SqliteStore(std::string path, const SqliteOptions& options, SqliteConnection connection)
      : path_(std::move(path)), options_(options) {
    idle_.push_back(std::make_unique<SqliteSession>(std::move(connection)));
    listener_.emplace([this] { close(); });
  }
  ~SqliteStore() override {
    const ForkPass pass;
    listener_.reset();
    close();
  }

  std::unique_ptr<Reader> begin_read() override {
    const ForkPass pass;
    std::unique_ptr<SqliteSession> session = idle_session();
    if (session) return std::make_unique<SqliteReader>(*this, std::move(session), std::string());
    SqliteConnection connection;
    const bool opened = open_prepared(connection, path_, options_);
    std::string error = opened ? std::string() : connection.error();
    return std::make_unique<SqliteReader>(*this, std::make_unique<SqliteSession>(std::move(connection)),
                                          std::move(error));
  }
  std::unique_ptr<Writer> begin_write(const Patience& patience) override {
    const auto give_up = std::chrono::steady_clock::now() + options_.busy_timeout;
    for (;;) {
      const ForkPass pass;
      // A thread of this process has it, which may wait for another process itself.
      std::unique_lock lock(writing_, patience.next_wait(longest_wait));
      if (!lock) {
        if (!patience.is_over()) continue;
        return std::make_unique<SqliteWriter>(std::make_unique<SqliteSession>(SqliteConnection()),
                                              Refusal{std::string(gave_up), "the store failed: database is locked"});
      }
      if (!writer_) writer_ = open_writer();
      writer_->connection().set_busy_timeout(std::min(options_.busy_timeout, patience.next_wait(longest_wait)));
      auto writer = std::make_unique<SqliteWriter>(*writer_, std::move(lock));
      if (!writer->locked_out() || std::chrono::steady_clock::now() >= give_up) return writer;
      if (patience.is_over()) {
        writer->give_up();
        return writer;
      }
    }
  }

  void give_back(std::unique_ptr<SqliteSession> session) {
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(session));
  }

 private:
  std::unique_ptr<SqliteSession> idle_session() {
    const std::scoped_lock lock(mutex_);
    if (idle_.empty()) return nullptr;
    std::unique_ptr<SqliteSession> session = std::move(idle_.back());
    idle_.pop_back();
    return session;
  }

  // What could not be opened refuses to begin, with the reason.
  std::unique_ptr<SqliteSession> open_writer() const {
    SqliteOptions options = options_;
    options.busy_timeout = std::min(options.busy_timeout, longest_wait);
    SqliteConnection connection;
    open_prepared(connection, path_, options);
    return std::make_unique<SqliteSession>(std::move(connection));
  }

  void close() {
    writer_.reset();
    idle_.clear();
  }

  std::string path_;
  SqliteOptions options_;
  std::timed_mutex writing_;  // held by the writer
  std::unique_ptr<SqliteSession> writer_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<SqliteSession>> idle_;  // of readers, as many as ever were at once
  std::optional<ForkListener> listener_;
};

SqliteReader::SqliteReader(SqliteStore& store, std::unique_ptr<SqliteSession> session, std::string error)
    : SqliteReads(*session), store_(store), session_owner_(std::move(session)) {
  if (!error.empty()) {
    failure_ = store_failed(error);
    return;
  }
  SqliteStatement& begin = session_.statement(StoreStatement::begin_read);
  if (good(begin)) check(begin.run());
}

SqliteReader::~SqliteReader() {
  free_row();
  if (session_.connection().in_transaction()) session_.statement(StoreStatement::commit).run();
  // A session that failed may fail again: the next reader opens another.
  if (!failure_) store_.give_back(std::move(session_owner_));
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path, const SqliteOptions& options) {
  const ForkPass pass;
  SqliteConnection connection;
  if (auto error = prepare_file(connection, path, options)) return *std::move(error);
  // Connections are opened later, too, from wherever the program is by then.
  std::error_code error;
  std::filesystem::path absolute = std::filesystem::absolute(path, error);
  if (error) absolute = path;
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(absolute.string(), options, std::move(connection)));
}

}  // namespace partita::inline epoch1::embedded
