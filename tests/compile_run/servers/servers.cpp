#include "servers.hpp"

#include <partita/transport.hpp>

#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

namespace partita::test {
namespace {

using Json = nlohmann::json;

const Json& document() {
  static const Json parsed = [] {
    std::ifstream file(PARTITA_SERVERS_JSON);
    return Json::parse(file);
  }();
  return parsed;
}

// The engine in this process: one database, whoever opens it.
constexpr auto in_memory = "memory";

// The same with what the service does and no server: late indexes, and batches that are cut.
constexpr auto late_in_memory = "late";
constexpr std::chrono::seconds index_delay{1};

// How far the clock of the late one is ahead, so that nobody waits for it.
std::atomic<int> seconds_ahead{0};

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

// Of this process, so that all of its clients have the same tables.
class DatabaseFile {
 public:
  DatabaseFile() {
    std::string name = (std::filesystem::temp_directory_path() / "partita-tests-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) directory_ = name;
  }
  DatabaseFile(const DatabaseFile&) = delete;
  DatabaseFile& operator=(const DatabaseFile&) = delete;
  ~DatabaseFile() { std::filesystem::remove_all(directory_); }

  std::string url() const { return "file:" + (directory_ / "tables.db").string(); }

 private:
  std::filesystem::path directory_;
};

}  // namespace

std::vector<std::string> servers() {
  std::vector<std::string> names;
  for (const auto& server : document().at("servers").items()) names.push_back(server.key());
  names.emplace_back(in_memory);
  names.emplace_back(late_in_memory);
  return names;
}

std::vector<std::string> witnesses(std::string_view feature) {
  std::vector<std::string> names;
  for (const Json& each : document().at("features")) {
    if (each.at("id") != feature) continue;
    for (const std::string& server : servers()) {
      if (each.value(server, "right") == "right") names.push_back(server);
    }
  }
  INFO(feature);
  REQUIRE_FALSE(names.empty());
  return names;
}

std::string url_of(const std::string& server) {
  if (server == "engine") {
    static const DatabaseFile file;
    return file.url();
  }
  const std::string variable = document().at("servers").at(server).at("url_variable");
  const char* const url = std::getenv(variable.c_str());
  if (url == nullptr || *url == '\0') {
    FAIL(variable << " is not set: run this test by scripts/with-servers, which starts " << server);
  }
  return url;
}

void catch_up() {
  seconds_ahead += static_cast<int>(index_delay.count());
}

Client open(const std::string& server, ClientOptions options) {
  auto client = server == in_memory        ? Client::open(engine_in_memory(), options)
                : server == late_in_memory ? Client::open(late_engine(), options)
                                           : Client::open(url_of(server), std::move(options));
  if (!client) FAIL(client.error().to_string());
  return *client;
}

}  // namespace partita::test
