#include "servers/backends.hpp"

#include "tool/run_tool.hpp"
#include "tool/serving.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace partita::test {

using Json = nlohmann::json;

std::string Backend::url() const {
  if (id == "serve") {
    static const Serving engine;
    return engine.url();
  }
  if (id == "file") {
    static const TemporaryDirectory directory;
    return "file:" + (directory.path() / "tables.db").string();
  }
  if (url_variable.empty()) return "memory:";
  const char* const url = std::getenv(url_variable.c_str());
  if (url == nullptr || *url == '\0') {
    throw std::runtime_error(url_variable + " is not set: run this by scripts/with-servers, which starts " + name);
  }
  return url;
}

bool Backend::does(std::string_view feature) const {
  for (const Json& each : servers_json().at("features")) {
    if (each.at("id") == feature) return each.value(verdicts, "right") == "right";
  }
  throw std::runtime_error("tests/servers.json has no feature '" + std::string(feature) + "'");
}

const std::vector<Backend>& backends() {
  static const std::vector<Backend> all = [] {
    std::vector<Backend> list;
    for (const auto& [id, each] : servers_json().at("backends").items()) {
      list.push_back({.id = id,
                      .name = each.at("name"),
                      .verdicts = each.at("verdicts"),
                      .url_variable = each.value("url_variable", ""),
                      .network = each.value("network", false),
                      .late_indexes = each.value("late_indexes", false)});
    }
    return list;
  }();
  return all;
}

const Backend& backend(std::string_view id) {
  for (const Backend& each : backends()) {
    if (each.id == id) return each;
  }
  throw std::runtime_error("tests/servers.json has no backend '" + std::string(id) + "'");
}

const Json& servers_json() {
  static const Json parsed = [] {
    std::ifstream file(PARTITA_SERVERS_JSON);
    return Json::parse(file);
  }();
  return parsed;
}

}  // namespace partita::test
