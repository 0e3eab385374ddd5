// An exchange of libcurl's on a fiber.
#pragma once

#include "async/fiber.hpp"
#include "async/watch.hpp"

#include <partita/call_options.hpp>

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <vector>

namespace partita::inline epoch1::http {

/// Drives the one transfer of `multi`, that of `easy`, letting the thread go while it waits for the socket.
class FiberExchange {
 public:
  /// `timeout`: the transfer's own, which libcurl knows too. `open_error`: as `open_socket` has it.
  FiberExchange(async::Fiber& fiber, CURLM* multi, CURL* easy, std::chrono::milliseconds timeout, int& open_error);
  FiberExchange(const FiberExchange&) = delete;
  FiberExchange& operator=(const FiberExchange&) = delete;
  ~FiberExchange();

  /// Until the transfer has ended; false: the stop signal asked for its end.
  bool run(const StopSignal* stop);

 private:
  static int on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void* of_socket);
  static curl_socket_t on_open(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int on_timer(CURLM* multi, long milliseconds, void* self);

  int act();  // how many transfers go on
  using Watches = std::vector<std::unique_ptr<async::Watch>>;
  Watches::iterator watch_of(curl_socket_t socket);
  curl_socket_t renumbered(curl_socket_t socket);

  async::Fiber& fiber_;
  CURLM* const multi_;
  int& open_error_;
  CURL* const easy_;
  Watches watches_;
  async::Fiber::TimePoint timer_ = async::Fiber::TimePoint::max();
  async::Fiber::TimePoint end_;
};

}  // namespace partita::inline epoch1::http
