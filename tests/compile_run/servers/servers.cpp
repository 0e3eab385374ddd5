#include "servers.hpp"

#include "servers/backends.hpp"

#include <partita/transport.hpp>

#include <atomic>
#include <chrono>
#include <memory>

namespace partita::test {
namespace {

// What the service does and no server: late indexes, and batches that are cut.
constexpr std::chrono::seconds index_delay{1};

// How far the clock of the late one is ahead, so that nobody waits for it.
std::atomic<int> seconds_ahead{0};

// The engine in this process: one database, whoever opens it.
class SharedEngine final : public Transport {
 public:
  explicit SharedEngine(const ClientOptions& options = {}) : client_(*Client::open("memory:", options)) {}

  void send(const Request& request, Reply& reply) noexcept override { client_.transport().send(request, reply); }

 private:
  const Client client_;
};

std::shared_ptr<Transport> engine_in_memory() {
  static const auto engine = std::make_shared<SharedEngine>();
  return engine;
}

std::shared_ptr<Transport> late_engine() {
  static const auto engine = [] {
    ClientOptions options;
    options.clock = [] { return std::chrono::system_clock::now() + std::chrono::seconds(seconds_ahead); };
    options.embedded.index_delay = index_delay;
    options.embedded.cut_batch_gets = true;
    return std::make_shared<SharedEngine>(options);
  }();
  return engine;
}

}  // namespace

std::vector<std::string> backend_ids() {
  std::vector<std::string> ids;
  for (const Backend& each : backends()) ids.push_back(each.id);
  return ids;
}

std::vector<std::string> witnesses(std::string_view feature) {
  std::vector<std::string> ids;
  for (const Backend& each : backends()) {
    if (each.does(feature)) ids.push_back(each.id);
  }
  INFO(feature);
  REQUIRE_FALSE(ids.empty());
  return ids;
}

void catch_up() {
  seconds_ahead += static_cast<int>(index_delay.count());
}

Client open(const std::string& server, ClientOptions options) {
  auto client = server == "memory" ? Client::open(engine_in_memory(), options)
                : server == "late" ? Client::open(late_engine(), options)
                                   : Client::open(backend(server).url(), std::move(options));
  if (!client) FAIL(client.error().to_string());
  return *client;
}

}  // namespace partita::test
