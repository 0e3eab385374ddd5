// A proxy in front of a server that is well, which does to requests what networks and services do at their worst.
#pragma once

#include "scripted_server.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace partita::test {

/// Sends a request to the server and returns its answer.
using Forward = std::function<ScriptedAnswer(const ScriptedRequest&)>;

/// One way in which a request goes wrong.
struct Fault {
  std::string name;
  /// Forwards the request or does not, and returns what the client gets.
  std::function<ScriptedAnswer(const ScriptedRequest&, const Forward&)> answer;
  /// Such a fault befalls batches alone.
  bool of_batches = false;
  bool is_throttling = false;
};

/// Every fault there is, each under a name of its own. Those whose name ends in "_applied" strike after the server has
/// done what was asked.
const std::vector<Fault>& all_faults();

/// Aborts the program with a message if there is none of that name.
const Fault& fault_named(const std::string& name);

/// Every member is thread-safe but for those of `front` that stop and start listening.
class FaultProxy {
 public:
  /// Which fault befalls a request; null: none. Called on the connections' threads, several at once.
  using Plan = std::function<const Fault*(const ScriptedRequest&)>;

  FaultProxy(std::string server_url, Plan plan);
  ~FaultProxy();
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  std::string url() const;
  /// What clients connect to: for the faults of connections.
  ScriptedServer& front();

  /// Requests that the server has got.
  std::uint64_t forwarded() const;
  /// How often each fault struck, by name.
  std::map<std::string, std::uint64_t> injected() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace partita::test
