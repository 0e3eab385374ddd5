#include "servers.hpp"

#include <partita/transport.hpp>

#include <nlohmann/json.hpp>

#include <cstdlib>
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
constexpr auto embedded = "memory";

class SharedEngine final : public Transport {
 public:
  void send(const Request& request, Reply& reply) noexcept override { client().transport().send(request, reply); }

 private:
  static const Client& client() {
    static const Client opened = *Client::open("memory:");
    return opened;
  }
};

}  // namespace

std::vector<std::string> servers() {
  std::vector<std::string> names;
  for (const auto& server : document().at("servers").items()) names.push_back(server.key());
  names.emplace_back(embedded);
  return names;
}

std::vector<std::string> witnesses(std::string_view feature) {
  std::vector<std::string> names;
  for (const Json& each : document().at("features")) {
    if (each.at("id") != feature) continue;
    for (const std::string& server : servers()) {
      if (server == embedded || each.at(server) == "right") names.push_back(server);
    }
  }
  INFO(feature);
  REQUIRE_FALSE(names.empty());
  return names;
}

std::string url_of(const std::string& server) {
  const std::string variable = document().at("servers").at(server).at("url_variable");
  const char* const url = std::getenv(variable.c_str());
  if (url == nullptr || *url == '\0') {
    FAIL(variable << " is not set: run this test by scripts/with-servers, which starts " << server);
  }
  return url;
}

Client open(const std::string& server, ClientOptions options) {
  auto client = server == embedded ? Client::open(std::make_shared<SharedEngine>(), options)
                                   : Client::open(url_of(server), std::move(options));
  if (!client) FAIL(client.error().to_string());
  return *client;
}

}  // namespace partita::test
