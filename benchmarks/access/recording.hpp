// What goes over the wire: counted and kept while a server answers, and answered again by a stub of fixed latency.
#pragma once

#include <partita/transport.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace partita::benchmarks {

/// Passes requests on and keeps the answers. Failed attempts are the business of the transport below it.
class Recording : public Transport {
 public:
  explicit Recording(Transport& below) : below_(below) {}

  void send(const Request& request, Reply& reply) noexcept override {
    below_.send(request, reply);
    if (!reply.error) replies_.emplace_back(reply.body.view());
  }

  const std::vector<std::string>& replies() const { return replies_; }
  std::size_t bytes() const {
    std::size_t sum = 0;
    for (const std::string& each : replies_) sum += each.size();
    return sum;
  }

 private:
  Transport& below_;
  std::vector<std::string> replies_;
};

/// A server that answers every request after the same time, with what was recorded, in that order, again and again.
class FixedLatency : public Transport {
 public:
  FixedLatency(std::vector<std::string> replies, std::chrono::milliseconds latency)
      : replies_(std::move(replies)), latency_(latency) {}

  void send(const Request& request, Reply& reply) noexcept override;

 private:
  std::vector<std::string> replies_;
  std::chrono::milliseconds latency_;
  std::size_t next_ = 0;
};

}  // namespace partita::benchmarks
