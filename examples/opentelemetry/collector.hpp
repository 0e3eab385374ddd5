// Where spans go: an OpenTelemetry collector that takes JSON over HTTP.
#pragma once

#include <nlohmann/json.hpp>

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace depot {

/// Thread-safe.
class Collector {
 public:
  struct Counts {
    std::size_t sent = 0;
    std::size_t lost = 0;  ///< did not fit in the queue, or the collector did not take them
  };

  /// `endpoint` without the path of OTLP: `http://localhost:4318`.
  Collector(const std::string& endpoint, std::string service);
  ~Collector() { flush(); }
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  /// Returns at once; a thread sends it.
  void add(nlohmann::json span);
  /// Sends what is left, and takes no more.
  Counts flush();

 private:
  void run();
  bool send(std::vector<nlohmann::json> spans) const;

  const std::string url_;
  const std::string service_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<nlohmann::json> queue_;
  Counts counts_;
  bool ends_ = false;
  std::thread thread_;  // the last member: it uses the others
};

}  // namespace depot
