#include "embedded/open_store.hpp"

#include "embedded/store/memory_store.hpp"
#include "embedded/store/sqlite_store.hpp"
#include "text.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace partita::inline epoch1::embedded {

namespace {

constexpr std::string_view memory = "memory:";
constexpr std::string_view file = "file:";

// What follows is a path as it stands, but for what of other programs' URLs would name a file that nobody means.
std::optional<Error> check_path(std::string_view path) {
  const auto refuse = [path](const std::string& what) {
    return Error(ErrorKind::invalid_argument, "'file:" + std::string(path) + "': " + what);
  };
  const std::string name(path.substr(std::min(path.find_first_not_of('/'), path.size())));
  if (path.empty() || (name.empty() && path.size() > 1)) {
    return refuse("the path of the file is missing, as in 'file:dev.db'");
  }
  if (path.starts_with("///")) return refuse("write 'file:/" + name + "'");
  if (path.starts_with("//")) return refuse("write 'file:" + name + "' or 'file:/" + name + "'");
  if (path.find('?') != std::string_view::npos) {
    return refuse("there are no parameters; ClientOptions::embedded has the options");
  }
  return std::nullopt;
}

}  // namespace

bool is_embedded(std::string_view url) {
  return url.starts_with(memory) || url.starts_with(file);
}

Result<std::unique_ptr<Store>> open_store(std::string_view url, const EmbeddedOptions& options) {
  if (url.starts_with(file)) {
    if (auto refused = check_path(url.substr(file.size()))) return *std::move(refused);
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
  if (options.durable) {
    return Error(ErrorKind::invalid_argument,
                 "EmbeddedOptions::durable is of 'file:' alone: what is in memory ends with the client");
  }
  return make_memory_store();
}

}  // namespace partita::inline epoch1::embedded
