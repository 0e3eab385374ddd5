#include "scripted_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
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

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// CRC-32 of zlib and gzip, bit by bit: test bodies are small, and the runtime's own code must not be its own judge.
std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1u) != 0 ? 0xEDB88320u : 0u);
  }
  return ~crc;
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

std::string in_chunks(std::string_view body, std::size_t chunk_size) {
  std::string result;
  std::array<char, 32> size{};
  while (!body.empty()) {
    const std::string_view chunk = body.substr(0, chunk_size);
    std::snprintf(size.data(), size.size(), "%zx\r\n", chunk.size());
    result.append(size.data()).append(chunk).append("\r\n");
    body.remove_prefix(chunk.size());
  }
  return result + "0\r\n\r\n";
}

std::string serialized(const ScriptedAnswer& answer) {
  std::vector<std::pair<std::string, std::string>> headers = answer.headers;
  const auto add = [&](const std::string& name, const std::string& value) {
    const bool given =
        std::ranges::any_of(answer.headers, [&](const auto& header) { return lower(header.first) == lower(name); });
    if (!given) headers.emplace_back(name, value);
  };
  add("content-type", "application/x-amz-json-1.0");
  add("x-amzn-RequestId", "SCRIPTED0000000000000000000000000000000000000000000");
  if (answer.checksum != Checksum::none) {
    add("x-amz-crc32", std::to_string(crc32(answer.body) ^ (answer.checksum == Checksum::wrong ? 1u : 0u)));
  }
  if (answer.chunk_size > 0) {
    add("transfer-encoding", "chunked");
  } else {
    add("content-length", std::to_string(answer.body.size()));
  }
  if (answer.ending == Ending::close) add("connection", "close");

  std::string text = "HTTP/1.1 " + std::to_string(answer.status) + " Scripted\r\n";
  for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
  text += "\r\n";
  return text + (answer.chunk_size > 0 ? in_chunks(answer.body, answer.chunk_size) : answer.body);
}

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// One connection's bytes, read into whole requests.
class RequestReader {
 public:
  explicit RequestReader(int socket) : socket_(socket) {}

  // Nothing when the client closes, or when what it sends is not a request this server reads.
  std::optional<ScriptedRequest> next() {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!read_more()) return std::nullopt;
    }
    ScriptedRequest request;
    std::string_view head = std::string_view(buffer_).substr(0, end + 2);
    const std::string_view first = take_line(head);
    const std::size_t space = first.find(' ');
    const std::size_t second_space = first.rfind(' ');
    if (space == std::string_view::npos || space == second_space) return std::nullopt;
    request.method = first.substr(0, space);
    request.path = first.substr(space + 1, second_space - space - 1);
    while (!head.empty()) {
      const std::string_view line = take_line(head);
      const std::size_t colon = line.find(':');
      if (colon == std::string_view::npos) return std::nullopt;
      std::string& value = request.headers[lower(line.substr(0, colon))];
      if (!value.empty()) value += ", ";
      value += trimmed(line.substr(colon + 1));
    }
    buffer_.erase(0, end + 4);

    if (request.headers.contains("expect") && !send_all(socket_, "HTTP/1.1 100 Continue\r\n\r\n")) return std::nullopt;
    const auto length_header = request.headers.find("content-length");
    const std::size_t length =
        length_header == request.headers.end() ? 0 : std::strtoul(length_header->second.c_str(), nullptr, 10);
    while (buffer_.size() < length) {
      if (!read_more()) return std::nullopt;
    }
    request.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return request;
  }

 private:
  static std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find("\r\n");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 2);
    return line;
  }

  bool read_more() {
    std::array<char, 65536> bytes;
    for (;;) {
      const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return false;
      buffer_.append(bytes.data(), static_cast<std::size_t>(count));
      return true;
    }
  }

  int socket_;
  std::string buffer_;
};

}  // namespace

class ScriptedServer::State {
 public:
  explicit State(Handler handler) : handler_(std::move(handler)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener_ < 0) die("socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0) die("bind");
    if (::listen(listener_, SOMAXCONN) != 0) die("listen");
    if (::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) die("getsockname");
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_connections(); });
  }

  ~State() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      for (int socket : open_sockets_) ::shutdown(socket, SHUT_RDWR);
    }
    stopped_.notify_all();
    ::shutdown(listener_, SHUT_RDWR);  // wakes accept()
    acceptor_.join();
    for (std::thread& thread : connections_) thread.join();
    ::close(listener_);
  }

  void accept_connections() {
    for (;;) {
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0 && (errno == EINTR || errno == ECONNABORTED)) continue;
      const std::lock_guard lock(mutex_);
      if (stopping_ || socket < 0) {
        if (socket >= 0) ::close(socket);
        return;
      }
      const int on = 1;
      ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      open_sockets_.insert(socket);
      connections_.emplace_back([this, socket, number = ++accepted_] { serve(socket, number); });
    }
  }

  void serve(int socket, std::size_t number) {
    RequestReader reader(socket);
    while (std::optional<ScriptedRequest> request = reader.next()) {
      request->connection = number;
      const ScriptedAnswer answer = answer_to(*request);
      if (!wait(answer.delay) || !say(socket, answer)) break;
    }
    const std::lock_guard lock(mutex_);
    open_sockets_.erase(socket);
    ::close(socket);
  }

  // The recorded request and the answer it takes are one step, so that requests() and the queue agree on the order.
  ScriptedAnswer answer_to(const ScriptedRequest& request) {
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
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
    return !stopped_.wait_for(lock, delay, [this] { return stopping_; });
  }

  // True when the connection is good for another request.
  bool say(int socket, const ScriptedAnswer& answer) {
    if (answer.ending == Ending::never_answer) {
      std::array<char, 256> ignored;
      while (::recv(socket, ignored.data(), ignored.size(), 0) > 0) {
      }
      return false;
    }
    const std::string text = serialized(answer);
    std::string_view bytes = text;
    const bool midway = answer.ending == Ending::close_midway || answer.ending == Ending::reset_midway;
    if (midway) bytes = bytes.substr(0, answer.cut_after);
    if (!send_all(socket, bytes)) return false;
    if (answer.ending == Ending::reset_midway) {
      const linger at_once{.l_onoff = 1, .l_linger = 0};
      ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    return answer.ending == Ending::keep_alive;
  }

  const Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::thread acceptor_;
  std::vector<std::thread> connections_;  // touched by the acceptor alone until it is joined

  mutable std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::set<int> open_sockets_;
  std::size_t accepted_ = 0;
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
