// A socket that a fiber waits for.
#pragma once

#include "async/fiber.hpp"

namespace partita::inline epoch1::async {

/// Wakes its fiber when the socket is ready. Made, changed and destroyed on the fiber; the socket may be closed before.
class Watch {
 public:
  Watch(Fiber& fiber, int socket);
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch();

  int socket() const { return socket_; }
  /// What to wait for: UV_READABLE, UV_WRITABLE, both or neither.
  void expect(int events);
  /// What it has become ready for since the last time; UV_DISCONNECT: it failed.
  int take_ready();

 private:
  struct Handle;

  Fiber& fiber_;
  const int socket_;
  Handle* handle_;  // its own owner: the loop needs it until it is closed
  int ready_ = 0;
};

}  // namespace partita::inline epoch1::async
