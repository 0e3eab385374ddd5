// Rows in an SQLite file, which several processes may use at once.
#pragma once

#include "embedded/store/store.hpp"

#include <partita/result.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace partita::inline epoch1::embedded {

struct SqliteOptions {
  /// What was committed survives the end of the process in any case; with this also that of the machine, at the price
  /// of a write to the disk itself a commit. Never is the file left damaged.
  bool every_commit_survives_power_loss = false;
  /// How long a writer waits for those of other processes.
  std::chrono::milliseconds busy_timeout = std::chrono::seconds(10);
};

/// Opens the file, or makes it. The path is a path, whatever it looks like: `:memory:` is a file. Fails with
/// `invalid_argument`: what is wrong with it, and that it was left as it was. Checked are its owner and version, that
/// it is as long as it says, and of one up to 16 MB that its pages and rows are in order. Readers wait for nobody.
Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path, const SqliteOptions& options = {});

}  // namespace partita::inline epoch1::embedded
