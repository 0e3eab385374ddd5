#include "example.hpp"

#include <partita/client_options.hpp>

#include <unistd.h>

#include <utility>

namespace partita::test {

std::vector<std::string> example_backends(std::string_view which) {
  std::vector<std::string> ids;
  if (which == "none") return ids;
  for (const Backend& each : backends()) {
    if (each.late_indexes) continue;
    if (which == "every" || (which == "network" ? each.network : each.does(which))) ids.push_back(each.id);
  }
  return ids;
}

Client example_client(const std::string& url, std::string_view example) {
  ClientOptions options;
  // Of a process: both notations of an example run at once.
  options.table_prefix = std::string(example) + "-" + std::to_string(getpid()) + "-";
  const auto client = Client::open(url, std::move(options));
  if (!client) FAIL(client.error().to_string());
  return *client;
}

}  // namespace partita::test
