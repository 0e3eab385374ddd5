#include "http/fiber_exchange.hpp"

#include "waiting.hpp"

#include <uv.h>

#include <algorithm>
#include <chrono>

namespace partita::inline epoch1::http {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds end_again{10};

FiberExchange::FiberExchange(async::Fiber& fiber, CURLM* multi, std::chrono::milliseconds timeout)
    : fiber_(fiber), multi_(multi), end_(steady_clock::now() + std::min(timeout, century) + end_again) {
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &FiberExchange::on_socket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &FiberExchange::on_timer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
}

FiberExchange::~FiberExchange() {
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, nullptr);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, nullptr);
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

int FiberExchange::on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
  auto& exchange = *static_cast<FiberExchange*>(self);
  const auto of_socket = [&](const auto& each) { return each->socket() == socket; };
  auto place = std::find_if(exchange.watches_.begin(), exchange.watches_.end(), of_socket);
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
