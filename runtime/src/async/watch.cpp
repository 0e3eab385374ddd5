#include "async/watch.hpp"

#include "async/loop_thread.hpp"

#include <uv.h>

#include <utility>

namespace partita::inline epoch1::async {

struct Watch::Handle {
  uv_poll_t poll{};
  Watch* owner = nullptr;
  bool is_open = false;
};

Watch::Watch(Fiber& fiber, int socket) : fiber_(fiber), socket_(socket), handle_(new Handle) {
  handle_->owner = this;
  handle_->poll.data = handle_;
  handle_->is_open = uv_poll_init(fiber.thread().loop(), &handle_->poll, socket) == 0;
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
