// A client over a scripted transport whose time, waits and chance a test holds.
#pragma once

#include "scripted_transport.hpp"

#include <partita/client_options.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

namespace partita::test {

struct PatientLab {
  static constexpr std::int64_t now = 1'700'000'000;  // seconds

  std::shared_ptr<std::vector<std::chrono::milliseconds>> waits =
      std::make_shared<std::vector<std::chrono::milliseconds>>();

  /// Options of a client that draws `share` of each longest wait, and does not sleep but remembers.
  ClientOptions options(double share = 0.5) const {
    ClientOptions options;
    options.random = [share] { return share; };
    options.sleep = [waits = waits, mutex = std::make_shared<std::mutex>()](std::chrono::nanoseconds time,
                                                                            const StopSignal& stop) {
      const std::lock_guard lock(*mutex);
      waits->push_back(std::chrono::duration_cast<std::chrono::milliseconds>(time));
      return !stop.requested();
    };
    options.clock = [] { return std::chrono::system_clock::time_point(std::chrono::seconds(now)); };
    options.max_attempts = 4;
    return options;
  }

  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  Client client = *Client::open(transport, options());
};

}  // namespace partita::test
