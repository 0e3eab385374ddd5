// What tests of clients run on, by tests/servers.json: both test servers, and the engine in each of its forms.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace partita::test {

struct Backend {
  std::string id;             ///< in servers.json
  std::string name;           ///< for people
  std::string verdicts;       ///< the member of a feature that judges it
  std::string url_variable;   ///< where scripts/with-servers says its URL, if that starts it
  bool network = false;       ///< requests reach it over a connection
  bool late_indexes = false;  ///< a global index shows a write only after a while

  /// Where scripts/with-servers started it; of `serve` and `file` one that this process has, and ends with it; else
  /// `memory:`, which is new with each client. Throws if it is not there.
  std::string url() const;

  /// Whether it does what that feature of servers.json is about as the service documents it. Throws if there is none.
  bool does(std::string_view feature) const;
};

/// All of them.
const std::vector<Backend>& backends();

/// The one of that id. Throws if there is none.
const Backend& backend(std::string_view id);

/// The text of servers.json.
const nlohmann::json& servers_json();

}  // namespace partita::test
