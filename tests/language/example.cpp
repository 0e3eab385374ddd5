#include "example.hpp"

#include <partita/client_options.hpp>

#include <unistd.h>

namespace partita::test {

std::vector<std::string> example_servers(std::string_view which) {
  if (which == "none") return {};
  if (which == "every") return {"local", "dynoxide"};  // the pages are about connections, too
  return {std::string(which)};
}

Client example_client(const std::string& server, std::string_view example) {
  ClientOptions options;
  // Of a process: both notations of an example run at once.
  options.table_prefix = std::string(example) + "-" + std::to_string(getpid()) + "-";
  return open(server, std::move(options));
}

}  // namespace partita::test
