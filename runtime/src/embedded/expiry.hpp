// Deletes items that are past their time to live.
#pragma once

#include "embedded/refusal.hpp"

#include <partita/log.hpp>

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace partita::inline epoch1::embedded {

class Engine;

/// Looks through all tables with a time to live once, and says how many items it has deleted, from the tables and their
/// indexes. Each transaction is a small one, between which others write. Ends early once `stop` is requested. A table
/// that fails is left for the next time, and the first one's refusal is given in the end: what was deleted stays so.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
Checked<std::size_t> delete_expired(Engine& engine, const std::stop_token& stop = {});

/// A thread that does it again and again, once it is asked to begin.
class Expiry {
 public:
  /// `interval` is the time between two looks; 0: none is ever taken. `engine` outlives it. `log` hears when looks
  /// begin to fail, for another reason than before, and when they no longer do.
  Expiry(Engine& engine, std::chrono::milliseconds interval, LogSink log)
      : engine_(engine), interval_(interval), log_(std::move(log)) {}
  Expiry(const Expiry&) = delete;
  Expiry& operator=(const Expiry&) = delete;
  /// Waits for the transaction that is under way.
  ~Expiry();

  /// Has the thread run in this process, if it does not yet. Thread-safe.
  void begin();

 private:
  void run(const std::stop_token& stop);
  void tell(const std::string& failure);

  Engine& engine_;
  const std::chrono::milliseconds interval_;
  const LogSink log_;
  std::string told_;              // empty: all is well
  std::atomic<pid_t> owner_ = 0;  // the process whose thread it is; 0: there is none
  std::unique_ptr<std::jthread> thread_;
};

}  // namespace partita::inline epoch1::embedded
