#include "embedded/open_store.hpp"

#include "embedded/store/memory_store.hpp"
#include "embedded/store/sqlite_store.hpp"
#include "text.hpp"

#include <string>

namespace partita::inline epoch1::embedded {

namespace {

constexpr std::string_view memory = "memory:";
constexpr std::string_view file = "file:";

}  // namespace

bool is_embedded(std::string_view url) {
  return url.starts_with(memory) || url.starts_with(file);
}

Result<std::unique_ptr<Store>> open_store(std::string_view url, const EmbeddedOptions& options) {
  if (url.starts_with(file)) {
    if (url == file) {
      return Error(ErrorKind::invalid_argument, "'file:': the path of the file is missing, as in 'file:dev.db'");
    }
    if (options.index_delay.count() > 0) {
      return Error(ErrorKind::invalid_argument,
                   "EmbeddedOptions::index_delay is " + text::ms(options.index_delay) +
                       ", which 'memory:' alone can have: a file is shared with programs that know of no delay");
    }
    return open_sqlite_store(std::string(url.substr(file.size())),
                             {.every_commit_survives_power_loss = options.durable});
  }
  if (url != memory) {
    return Error(ErrorKind::invalid_argument,
                 "'" + std::string(url) + "': nothing follows 'memory:', as each client has a database of its own");
  }
  return make_memory_store();
}

}  // namespace partita::inline epoch1::embedded
