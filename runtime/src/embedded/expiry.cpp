#include "embedded/expiry.hpp"

#include "embedded/engine.hpp"
#include "embedded/operations/item_action.hpp"
#include "embedded/values/value_text.hpp"
#include "log/log_event.hpp"
#include "waiting.hpp"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigfillset is POSIX's
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace partita::inline epoch1::embedded {

namespace {

// Of one transaction: writers wait for no more than this.
constexpr std::size_t most_rows = 100;
constexpr std::size_t most_bytes = std::size_t{1} << 20;

// What is longer past than this is taken for a mistake, and never deleted: "five years or older".
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
constexpr std::int64_t oldest = std::chrono::seconds(std::chrono::hours(24 * 365 * 5)).count();

class Walk {
 public:
  Walk(Engine& engine, const std::stop_token& stop)
      : engine_(engine),
        stop_(stop),
        now_(std::chrono::floor<std::chrono::seconds>(engine.now()).time_since_epoch().count()) {}

  Checked<std::size_t> run() {
    std::string last;
    for (;;) {
      const std::vector<std::string> names = names_behind(last);
      if (failure_ && !first_failure_) first_failure_ = std::move(failure_);
      if (names.empty()) return outcome();
      for (const std::string& name : names) {
        place_.reset();
        while (!stop_.stop_requested() && step(name)) {
        }
        if (failure_ && !first_failure_) first_failure_ = std::move(failure_);
        failure_.reset();
        if (stop_.stop_requested()) return outcome();
      }
      last = names.back();
    }
  }

 private:
  Checked<std::size_t> outcome() const {
    if (first_failure_) return tl::unexpected(*first_failure_);
    return deleted_;
  }

  std::vector<std::string> names_behind(std::string_view last) {
    const auto reader = engine_.store().begin_read();
    std::vector<std::string> names = reader->names(last, most_rows);
    failure_ = reader->failure();
    return names;
  }

  // The next rows of the table. False: there are no more, or it has no time to live.
  bool step(const std::string& name) {
    std::vector<ItemKey> keys;
    const bool goes_on = find(name, keys);
    if (!failure_ && !keys.empty()) erase(name, keys);
    return goes_on && !failure_;
  }

  bool find(const std::string& name, std::vector<ItemKey>& keys) {
    const auto reader = engine_.store().begin_read();
    const auto table = expiring(*reader, name);
    if (table == nullptr) return false;
    std::size_t count = 0;
    std::size_t bytes = 0;
    bool goes_on = true;
    {
      const auto rows = reader->scan(table->items, Segment{}, place_);
      for (Row row; count < most_rows && bytes < most_bytes && (goes_on = rows->next(row));) {
        ++count;
        bytes += row.text.size();
        place_ = ScanPlace{std::string(row.partition), std::string(row.sort)};
        if (has_expired(row.text, table->ttl)) keys.push_back({place_->partition, place_->sort});
      }
    }
    failure_ = reader->failure();
    return goes_on;
  }

  // Others may have written since.
  void erase(const std::string& name, const std::vector<ItemKey>& keys) {
    const auto writer = engine_.store().begin_write(Patience{.stop = StopSignal(stop_)});
    const auto table = expiring(*writer, name);
    if (table == nullptr) return;
    std::size_t count = 0;
    const ItemRequest nothing;
    for (const ItemKey& key : keys) {
      const auto row = writer->get(table->items, key.partition, key.sort);
      if (!row || !has_expired(row->text, table->ttl)) continue;
      ItemAction action{ActionKind::remove, &nothing};
      action.table = table;
      action.key = key;
      if (auto done = embedded::run(action, engine_, *writer, Before::unwanted); !done) {
        failure_ = std::move(done.error());
        return;
      }
      ++count;
    }
    if (auto done = writer->commit(); !done) {
      failure_ = std::move(done.error());
      return;
    }
    deleted_ += count;
  }

  std::shared_ptr<const Table> expiring(Reader& reader, const std::string& name) {
    auto table = engine_.catalog().find(reader, name);
    if (!table) {
      failure_ = std::move(table.error());
      return nullptr;
    }
    return *table == nullptr || (*table)->ttl.empty() ? nullptr : *std::move(table);
  }

  bool has_expired(std::string_view item, std::string_view attribute) const {
    const std::string_view json = ItemMembers(item).find(attribute);
    if (json.empty()) return false;
    const Value value = parse_value(json);
    const decimal* const time = value.as<decimal>();
    return time != nullptr && *time < decimal(now_) && *time > decimal(now_ - oldest);
  }

  Engine& engine_;
  const std::stop_token& stop_;
  const std::int64_t now_;  // seconds
  std::optional<ScanPlace> place_;
  std::size_t deleted_ = 0;
  std::optional<Refusal> failure_;  // of the present table
  std::optional<Refusal> first_failure_;
};

}  // namespace

Checked<std::size_t> delete_expired(Engine& engine, const std::stop_token& stop) {
  return Walk(engine, stop).run();
}

Expiry::~Expiry() {
  // Threads are not forked: the parent's can be neither joined nor detached.
  if (owner_ != getpid()) static_cast<void>(thread_.release());
}

void Expiry::begin() {
  if (interval_.count() <= 0) return;
  const pid_t self = getpid();
  pid_t owner = owner_.load();
  if (owner == self || !owner_.compare_exchange_strong(owner, self)) return;
  static_cast<void>(thread_.release());  // of a parent, if there is one
  // Signals are for the program's own threads.
  sigset_t all{};
  sigset_t before{};
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  try {
    thread_ = std::make_unique<std::jthread>([this](const std::stop_token& stop) { run(stop); });
  } catch (const std::system_error&) {
    owner_ = 0;  // no thread to be had now: the next request tries again
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

// A store that fails now is looked through again the next time.
void Expiry::tell(const std::string& failure) {
  if (failure == told_) return;
  told_ = failure;
  LogEvent event(failure.empty() ? LogLevel::info : LogLevel::error, "expiry_changed");
  event.with("state", failure.empty() ? "working" : "failing").with("error", failure).tell(log_);
}

void Expiry::run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  const auto interval = std::min(interval_, century);
  while (!stop.stop_requested()) {
    const auto deleted = delete_expired(engine_, stop);
    if (!stop.stop_requested()) tell(deleted ? std::string() : deleted.error().message);
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, interval, [] { return false; });
  }
}

}  // namespace partita::inline epoch1::embedded
