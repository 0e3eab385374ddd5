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

/// Drives the one transfer of `multi`, letting the thread go while it waits for the socket.
class FiberExchange {
 public:
  /// `timeout`: the transfer's own, which libcurl knows too.
  FiberExchange(async::Fiber& fiber, CURLM* multi, std::chrono::milliseconds timeout);
  FiberExchange(const FiberExchange&) = delete;
  FiberExchange& operator=(const FiberExchange&) = delete;
  ~FiberExchange();

  /// Until the transfer has ended; false: the stop signal asked for its end.
  bool run(const StopSignal* stop);

 private:
  static int on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void* of_socket);
  static int on_timer(CURLM* multi, long milliseconds, void* self);

  int act();  // how many transfers go on

  async::Fiber& fiber_;
  CURLM* const multi_;
  std::vector<std::unique_ptr<async::Watch>> watches_;
  async::Fiber::TimePoint timer_ = async::Fiber::TimePoint::max();
  async::Fiber::TimePoint end_;
};

}  // namespace partita::inline epoch1::http
