#include "stub_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace partita::benchmarks {

namespace {

[[noreturn]] void stop(const char* what) {
  std::perror(what);
  std::exit(1);
}

void no_delay(int socket) {
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

// Size of the message at the front of `text`, or 0 if it is not complete.
std::size_t message_size(std::string_view text) {
  const std::size_t head = text.find("\r\n\r\n");
  if (head == std::string_view::npos) return 0;
  std::size_t length = 0;
  for (const std::string_view name : {"Content-Length: ", "content-length: "}) {
    const std::size_t at = text.substr(0, head).find(name);
    if (at != std::string_view::npos) length = std::strtoul(text.data() + at + name.size(), nullptr, 10);
  }
  return text.size() >= head + 4 + length ? head + 4 + length : 0;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

StubServer::StubServer(std::string_view body)
    : answer_(
          "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nx-amzn-RequestId: STUB\r\nContent-Length: " +
          std::to_string(body.size()) + "\r\n\r\n" + std::string(body)) {
  listener_ = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 16) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    stop("stub server");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

StubServer::~StubServer() {
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  close(listener_);
  for (const int connection : connections_) shutdown(connection, SHUT_RDWR);
  for (std::thread& worker : workers_) worker.join();
  for (const int connection : connections_) close(connection);
}

std::string StubServer::last_request() const {
  const std::lock_guard lock(mutex_);
  return last_request_;
}

void StubServer::accept_all() {
  for (;;) {
    const int connection = accept(listener_, nullptr, nullptr);
    if (connection < 0) return;
    no_delay(connection);
    connections_.push_back(connection);
    workers_.emplace_back([this, connection] { serve(connection); });
  }
}

void StubServer::serve(int connection) {
  std::string text;
  char chunk[16384];
  for (;;) {
    const ssize_t received = recv(connection, chunk, sizeof chunk, 0);
    if (received <= 0) return;
    text.append(chunk, static_cast<std::size_t>(received));
    while (const std::size_t size = message_size(text)) {
      {
        const std::lock_guard lock(mutex_);
        last_request_.assign(text, 0, size);
      }
      text.erase(0, size);
      send_all(connection, answer_);
    }
  }
}

RawClient::RawClient(std::uint16_t port, std::string request, std::size_t block)
    : request_(std::move(request)), block_(block) {
  socket_ = socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = loopback(port);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) stop("raw client");
  no_delay(socket_);
}

RawClient::~RawClient() {
  close(socket_);
}

void RawClient::exchange() {
  send_all(socket_, request_);
  buffer_.clear();
  while (message_size(buffer_) == 0) {
    const ssize_t received = recv(socket_, block_.data(), block_.size(), 0);
    if (received <= 0) stop("raw client");
    buffer_.append(block_.data(), static_cast<std::size_t>(received));
  }
}

}  // namespace partita::benchmarks
