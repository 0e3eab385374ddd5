#include "async/watch.hpp"

#include "async/loop_thread.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <uv.h>

#include <utility>

namespace partita::inline epoch1::async {

// Watches a descriptor of its own: libcurl closes a socket that did not connect before it says so, and the number may
// be another thread's by then. What epoll knows by that number could not be taken back, and if a forked child has the
// socket, too, it would be ready for ever. A process that has no descriptor left watches the socket itself: a transfer
// that is well does not end for that.
struct Watch::Handle {
  uv_poll_t poll{};
  int own = -1;
  Watch* owner = nullptr;
  bool is_open = false;

  ~Handle() {
    if (own >= 0) close(own);
  }
};

Watch::Watch(Fiber& fiber, int socket) : fiber_(fiber), socket_(socket), handle_(new Handle) {
  handle_->owner = this;
  handle_->poll.data = handle_;
  handle_->own = fcntl(socket, F_DUPFD_CLOEXEC, 0);
  const int watched = handle_->own >= 0 ? handle_->own : socket;
  handle_->is_open = uv_poll_init(fiber.thread().loop(), &handle_->poll, watched) == 0;
}

Watch::~Watch() {
  if (!handle_->is_open) {
    delete handle_;
    return;
  }
  uv_close(reinterpret_cast<uv_handle_t*>(&handle_->poll),
           [](uv_handle_t* closed) { delete static_cast<Handle*>(closed->data); });
}

void Watch::expect(int events) {
  const auto on_ready = [](uv_poll_t* poll, int status, int ready) {
    Watch& self = *static_cast<Handle*>(poll->data)->owner;
    self.ready_ |= status < 0 ? UV_DISCONNECT : ready;
    self.fiber_.wake();
  };
  // A socket that cannot be watched is one that failed, which reading from it will say.
  if (!handle_->is_open || uv_poll_start(&handle_->poll, events, on_ready) != 0) {
    ready_ |= UV_DISCONNECT;
    fiber_.wake();
  }
}

int Watch::take_ready() {
  return std::exchange(ready_, 0);
}

}  // namespace partita::inline epoch1::async
