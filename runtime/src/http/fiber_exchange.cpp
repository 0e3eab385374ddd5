#include "http/fiber_exchange.hpp"

#include "http/libcurl.hpp"
#include "waiting.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <uv.h>

#include <algorithm>
#include <chrono>

namespace partita::inline epoch1::http {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds end_again{10};

FiberExchange::FiberExchange(async::Fiber& fiber, CURLM* multi, CURL* easy, std::chrono::milliseconds timeout,
                             int& open_error)
    : fiber_(fiber),
      multi_(multi),
      open_error_(open_error),
      easy_(easy),
      end_(steady_clock::now() + std::min(timeout, century) + end_again) {
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &FiberExchange::on_socket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &FiberExchange::on_timer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &FiberExchange::on_open);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
}

FiberExchange::~FiberExchange() {
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, nullptr);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, nullptr);
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, &open_error_);
}

bool FiberExchange::run(const StopSignal* stop) {
  int running = 1;
  curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
  while (running > 0) {
    if (stop != nullptr && stop->requested()) return false;
    auto until = std::min(timer_, end_);
    if (stop != nullptr && stop->can_stop()) until = std::min(until, steady_clock::now() + stop_poll);
    fiber_.suspend(until);
    running = act();
  }
  return true;
}

int FiberExchange::act() {
  int running = 1;
  // By index: acting on a socket may add and remove watches.
  for (std::size_t i = 0; i < watches_.size(); ++i) {
    const int ready = watches_[i]->take_ready();
    if (ready == 0) continue;
    const int events = ((ready & UV_READABLE) != 0 ? CURL_CSELECT_IN : 0) |
                       ((ready & UV_WRITABLE) != 0 ? CURL_CSELECT_OUT : 0) |
                       ((ready & UV_DISCONNECT) != 0 ? CURL_CSELECT_ERR : 0);
    curl_multi_socket_action(multi_, watches_[i]->socket(), events, &running);
  }
  if (running > 0 && timer_ <= steady_clock::now()) {
    timer_ = async::Fiber::TimePoint::max();
    curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
  }
  // libcurl arms its timer a moment before it begins to count the time. When that moment is long, the timer comes too
  // early, ends nothing, and does not come again.
  if (const auto now = steady_clock::now(); running > 0 && end_ <= now) {
    end_ = now + end_again;
    curl_multi_perform(multi_, &running);
  }
  return running;
}

FiberExchange::Watches::iterator FiberExchange::watch_of(curl_socket_t socket) {
  return std::find_if(watches_.begin(), watches_.end(), [&](const auto& each) { return each->socket() == socket; });
}

// libcurl closes a socket that did not connect, and opens the next one, before it speaks of the first again; and if
// both have one number, it does not speak of it at all. So the next one has another number.
curl_socket_t FiberExchange::on_open(void* self, curlsocktype purpose, curl_sockaddr* address) {
  auto& exchange = *static_cast<FiberExchange*>(self);
  const curl_socket_t opened = open_socket(&exchange.open_error_, purpose, address);
  if (opened < 0 || exchange.watch_of(opened) == exchange.watches_.end()) return opened;
  const curl_socket_t other = exchange.renumbered(opened);
  close(opened);
  return other;
}

curl_socket_t FiberExchange::renumbered(curl_socket_t socket) {
  const curl_socket_t other = fcntl(socket, F_DUPFD_CLOEXEC, 0);
  if (other < 0 || watch_of(other) == watches_.end()) return other;
  const curl_socket_t further = renumbered(socket);
  close(other);
  return further;
}

int FiberExchange::on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
  auto& exchange = *static_cast<FiberExchange*>(self);
  auto place = exchange.watch_of(socket);
  if (what == CURL_POLL_REMOVE) {
    if (place != exchange.watches_.end()) exchange.watches_.erase(place);
    return 0;
  }
  if (place == exchange.watches_.end()) {
    place = exchange.watches_.insert(place, std::make_unique<async::Watch>(exchange.fiber_, socket));
  }
  (*place)->expect(((what & CURL_POLL_IN) != 0 ? UV_READABLE : 0) | ((what & CURL_POLL_OUT) != 0 ? UV_WRITABLE : 0));
  return 0;
}

int FiberExchange::on_timer(CURLM*, long milliseconds, void* self) {
  static_cast<FiberExchange*>(self)->timer_ =
      milliseconds < 0 ? async::Fiber::TimePoint::max() : steady_clock::now() + std::chrono::milliseconds(milliseconds);
  return 0;
}

}  // namespace partita::inline epoch1::http
