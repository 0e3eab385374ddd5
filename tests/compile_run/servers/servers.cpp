#include "servers.hpp"

#include <partita/transport.hpp>

#include <nlohmann/json.hpp>

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

class SharedEngine final : public Transport {
 public:
  void send(const Request& request, Reply& reply) noexcept override { client().transport().send(request, reply); }

 private:
  static const Client& client() {
    static const Client opened = *Client::open("memory:");
    return opened;
  }
};

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

Client open(const std::string& server, ClientOptions options) {
  auto client = server == in_memory ? Client::open(std::make_shared<SharedEngine>(), options)
                                    : Client::open(url_of(server), std::move(options));
  if (!client) FAIL(client.error().to_string());
  return *client;
}

}  // namespace partita::test
