// A server that answers late, in a process of its own, whose time and memory are not the client's.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace partita::benchmarks {

/// Gives every request the same answer, that long after it came, on any number of connections. To be made while the
/// program has one thread.
class SlowServer {
 public:
  SlowServer(std::string_view body, std::chrono::milliseconds delay);
  SlowServer(const SlowServer&) = delete;
  SlowServer& operator=(const SlowServer&) = delete;
  ~SlowServer();

  std::string url() const;

 private:
  std::uint16_t port_ = 0;
  pid_t process_ = 0;
};

}  // namespace partita::benchmarks
