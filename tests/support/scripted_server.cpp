#include "scripted_server.hpp"

#include "scripted_http.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <mutex>
#include <set>
#include <thread>

namespace partita::test {
namespace {

[[noreturn]] void die(const char* what) {
  std::fprintf(stderr, "ScriptedServer: %s: %s\n", what, std::strerror(errno));
  std::abort();
}

std::string json_escaped(std::string_view text) {
  std::string result;
  for (char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace

class ScriptedServer::State {
 public:
  explicit State(Handler handler) : handler_(std::move(handler)) { listen(); }

  ~State() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    stop_listening();
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return serving_ == 0; });
  }

  // On the port of before, if there was one.
  void listen() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener_ < 0) die("socket");
    const int on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0) die("bind");
    if (::listen(listener_, SOMAXCONN) != 0) die("listen");
    if (::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) die("getsockname");
    if (port_ == 0) port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_connections(); });
  }

  void stop_listening() {
    if (!acceptor_.joinable()) return;
    ::shutdown(listener_, SHUT_RDWR);  // wakes accept()
    acceptor_.join();
    ::close(listener_);
    const std::lock_guard lock(mutex_);
    for (int socket : open_sockets_) ::shutdown(socket, SHUT_RDWR);
  }

  void accept_connections() {
    for (;;) {
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0 && (errno == EINTR || errno == ECONNABORTED)) continue;
      if (socket < 0) return;
      const int on = 1;
      ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      const std::lock_guard lock(mutex_);
      open_sockets_.insert(socket);
      ++serving_;
      // Not joined one by one: a server may see a million connections.
      std::thread([this, socket, number = ++accepted_] { serve(socket, number); }).detach();
    }
  }

  void serve(int socket, std::size_t number) {
    RequestReader reader(socket);
    while (!broken(socket)) {
      std::optional<ScriptedRequest> request = reader.next();
      if (!request) break;
      request->connection = number;
      const ScriptedAnswer answer = answer_to(*request);
      if (!wait(answer.delay) || !say(socket, answer)) break;
    }
    const std::lock_guard lock(mutex_);
    open_sockets_.erase(socket);
    ::close(socket);
    --serving_;
    changed_.notify_all();
  }

  // True if the request that comes next is one to break: the connection will be reset.
  bool broken(int socket) {
    std::array<char, 65536> bytes;
    std::size_t left = 0;
    {
      const std::lock_guard lock(mutex_);
      if (requests_to_break_ > 0 && break_after_ == 0) {
        --requests_to_break_;
        reset(socket);
        return true;
      }
    }
    // A connection that is idle breaks no request.
    if (::recv(socket, bytes.data(), 1, MSG_PEEK) <= 0) return false;
    {
      const std::lock_guard lock(mutex_);
      if (requests_to_break_ == 0) return false;
      --requests_to_break_;
      left = break_after_;
    }
    while (left > 0) {
      const ssize_t count = ::recv(socket, bytes.data(), std::min(left, bytes.size()), 0);
      if (count <= 0) break;
      left -= static_cast<std::size_t>(count);
    }
    reset(socket);
    return true;
  }

  // When it is closed.
  static void reset(int socket) {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }

  // The recorded request and the answer it takes are one step, so that requests() and the queue agree on the order.
  ScriptedAnswer answer_to(const ScriptedRequest& request) {
    {
      const std::lock_guard lock(mutex_);
      if (recording_) requests_.push_back(request);
      if (!answers_.empty()) {
        ScriptedAnswer answer = std::move(answers_.front());
        answers_.pop_front();
        return answer;
      }
    }
    if (handler_) return handler_(request);
    return error_answer(500, "InternalServerError",
                        "the scripted server has no answer left for " + request.operation());
  }

  // False when the server stops before the delay is over.
  bool wait(std::chrono::milliseconds delay) {
    std::unique_lock lock(mutex_);
    return !changed_.wait_for(lock, delay, [this] { return stopping_; });
  }

  // True when the connection is good for another request.
  bool say(int socket, const ScriptedAnswer& answer) {
    if (answer.ending == Ending::never_answer || answer.ending == Ending::half_close) {
      if (answer.ending == Ending::half_close) ::shutdown(socket, SHUT_WR);
      std::array<char, 256> ignored;
      while (::recv(socket, ignored.data(), ignored.size(), 0) > 0) {
      }
      return false;
    }
    const std::string text = serialized(answer);
    std::string_view bytes = text;
    const bool midway = answer.ending == Ending::close_midway || answer.ending == Ending::reset_midway;
    if (midway) bytes = bytes.substr(0, answer.cut_after);
    while (answer.piece_size > 0 && bytes.size() > answer.piece_size) {
      if (!send_all(socket, bytes.substr(0, answer.piece_size)) || !wait(answer.pause)) return false;
      bytes.remove_prefix(answer.piece_size);
    }
    if (!send_all(socket, bytes)) return false;
    if (answer.ending == Ending::reset_midway) reset(socket);
    return answer.ending == Ending::keep_alive;
  }

  const Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::thread acceptor_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;  // `stopping_` and `serving_`
  bool stopping_ = false;
  bool recording_ = true;
  std::size_t serving_ = 0;
  std::set<int> open_sockets_;
  std::size_t accepted_ = 0;
  std::size_t requests_to_break_ = 0;
  std::size_t break_after_ = 0;
  std::deque<ScriptedAnswer> answers_;
  std::vector<ScriptedRequest> requests_;
};

std::string ScriptedRequest::operation() const {
  const auto target = headers.find("x-amz-target");
  return target == headers.end() ? std::string() : target->second.substr(target->second.find('.') + 1);
}

ScriptedAnswer error_answer(int status, std::string_view type, std::string_view message) {
  return {.status = status,
          .body = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + std::string(type) + "\",\"message\":\"" +
                  json_escaped(message) + "\"}"};
}

ScriptedAnswer closed_unanswered() {
  return {.ending = Ending::close_midway};
}

ScriptedAnswer reset_unanswered() {
  return {.ending = Ending::reset_midway};
}

ScriptedServer::ScriptedServer(Handler handler) : state_(std::make_unique<State>(std::move(handler))) {}

ScriptedServer::~ScriptedServer() = default;

std::string ScriptedServer::url() const {
  return "http://127.0.0.1:" + std::to_string(port());
}

int ScriptedServer::port() const {
  return state_->port_;
}

void ScriptedServer::enqueue(ScriptedAnswer answer) {
  enqueue(std::move(answer), 1);
}

void ScriptedServer::enqueue(ScriptedAnswer answer, std::size_t count) {
  const std::lock_guard lock(state_->mutex_);
  state_->answers_.insert(state_->answers_.end(), count, answer);
}

void ScriptedServer::break_requests(std::size_t count, std::size_t after_bytes) {
  const std::lock_guard lock(state_->mutex_);
  state_->requests_to_break_ = count;
  state_->break_after_ = after_bytes;
}

void ScriptedServer::stop_listening() {
  state_->stop_listening();
}

void ScriptedServer::listen_again() {
  state_->listen();
}

void ScriptedServer::stop_recording() {
  const std::lock_guard lock(state_->mutex_);
  state_->recording_ = false;
}

std::size_t ScriptedServer::connections_open() const {
  const std::lock_guard lock(state_->mutex_);
  return state_->open_sockets_.size();
}

std::vector<ScriptedRequest> ScriptedServer::requests() const {
  const std::lock_guard lock(state_->mutex_);
  return state_->requests_;
}

std::size_t ScriptedServer::connections_accepted() const {
  const std::lock_guard lock(state_->mutex_);
  return state_->accepted_;
}

std::size_t ScriptedServer::answers_left() const {
  const std::lock_guard lock(state_->mutex_);
  return state_->answers_.size();
}

}  // namespace partita::test
