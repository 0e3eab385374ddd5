#include "embedded/store/sqlite_store.hpp"

#include "embedded/store/fork_pass.hpp"
#include "embedded/store/sqlite_file.hpp"
#include "embedded/store/sqlite_writer.hpp"

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

class SqliteReader final : public SqliteReads<Reader> {
 public:
  SqliteReader(SqliteStore& store, std::unique_ptr<SqliteSession> session, std::string error);
  ~SqliteReader() override;

 private:
  SqliteStore& store_;
  std::unique_ptr<SqliteSession> session_owner_;
};

// A writer that waits stands aside this often, for a fork.
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
        Refusal why = store_failed(path_, "database is locked");
        why.type = gave_up;
        return std::make_unique<SqliteWriter>(std::move(why));
      }
      if (!writer_) {
        SqliteConnection connection;
        if (!open_prepared(connection, path_, options_)) {
          // Not kept: the next one tries again.
          return std::make_unique<SqliteWriter>(store_failed(path_, connection.error()));
        }
        writer_ = std::make_unique<SqliteSession>(std::move(connection));
      }
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
    failure_ = store_failed(session_.connection().path(), error);
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
  // Connections are opened later, too, from wherever the program is by then; and SQLite has other meanings for "",
  // ":memory:" and "file:a".
  std::error_code unknown;
  const std::string absolute = std::filesystem::absolute(path, unknown).string();
  if (unknown) return Error(ErrorKind::invalid_argument, "'" + path + "': " + unknown.message());
  SqliteConnection connection;
  if (auto error = prepare_file(connection, absolute, options)) return *std::move(error);
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(absolute, options, std::move(connection)));
}

}  // namespace partita::inline epoch1::embedded
