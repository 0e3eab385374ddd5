// The smallest HTTP/1.1 server that can answer a client over kept-alive connections, and the smallest client.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace partita::benchmarks {

/// Gives every request on 127.0.0.1 the same answer, one thread a connection.
class StubServer {
 public:
  explicit StubServer(std::string_view body);
  StubServer(const StubServer&) = delete;
  StubServer& operator=(const StubServer&) = delete;
  ~StubServer();

  std::uint16_t port() const { return port_; }
  /// The bytes of the latest request, headers and body.
  std::string last_request() const;

 private:
  void accept_all();
  void serve(int connection);

  std::string answer_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::string last_request_;
  std::vector<int> connections_;
  std::vector<std::thread> workers_;
  std::thread acceptor_;
};

/// Sends the same bytes over one connection and reads the answers.
class RawClient {
 public:
  /// `block`: how many bytes it asks the system for at once.
  RawClient(std::uint16_t port, std::string request, std::size_t block);
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient();

  void exchange();

 private:
  int socket_ = -1;
  std::string request_;
  std::vector<char> block_;
  std::string buffer_;
};

}  // namespace partita::benchmarks
