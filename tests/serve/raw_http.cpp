#include "raw_http.hpp"

#include "http/crc32.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace partita::test {
namespace {

// The value of a header of one answer; empty: there is none.
std::string_view header(std::string_view head, std::string_view name) {
  const std::size_t at = head.find("\r\n" + std::string(name) + ": ");
  if (at == std::string_view::npos) return {};
  const std::string_view value = head.substr(at + name.size() + 4);
  return value.substr(0, value.find("\r\n"));
}

std::string fault_of_body(std::string_view head, std::string_view body) {
  if (header(head, "x-amz-crc32") != std::to_string(http::crc32(body))) return "a wrong checksum";
  if (header(head, "Content-Type") != "application/x-amz-json-1.0") return "a wrong type";
  if (!nlohmann::json::accept(body) && !body.starts_with("healthy: ")) return "a body that is no JSON";
  return {};
}

// Of the answers on one connection. Those to HEAD have no body, so one may be missing.
std::string fault_of(std::string_view answers, bool bodies_may_be_missing) {
  while (!answers.empty()) {
    if (!answers.starts_with("HTTP/1.")) return "an answer that is none";
    const std::size_t end = answers.find("\r\n\r\n");
    if (end == std::string_view::npos) return "an answer that ends in its headers";
    const std::string_view head = answers.substr(0, end + 2);
    answers.remove_prefix(end + 4);
    if (head.substr(8, 5) == " 100 ") continue;
    if (header(head, "x-amzn-RequestId").empty()) {
      // The HTTP library's own, which ends the connection; of some, libmicrohttpd 0.9.75 sends the headers twice.
      return head[9] == '4' || head[9] == '5' ? "" : "an answer without an id";
    }
    const std::string length(header(head, "Content-Length"));
    if (length.empty()) return "an answer without a length";
    const std::size_t size = std::stoul(length);
    if (bodies_may_be_missing && (answers.size() < size || answers.starts_with("HTTP/1."))) continue;
    if (answers.size() < size) return "an answer that ends in its body";
    const std::string_view body = answers.substr(0, size);
    answers.remove_prefix(size);
    if (std::string fault = fault_of_body(head, body); !fault.empty()) return fault;
  }
  return {};
}

}  // namespace

Connection::Connection(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (socket_ < 0 || connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    close(socket_);
    throw std::runtime_error("cannot connect to port " + std::to_string(port));
  }
  // To end with a reset: libmicrohttpd may miss an end that came together with bytes, and would keep the connection.
  const linger reset{.l_onoff = 1, .l_linger = 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
}

Connection::~Connection() {
  close(socket_);
}

void Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // it has closed the connection, and may have said why
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void Connection::send_no_more() {
  shutdown(socket_, SHUT_WR);
}

bool Connection::hear(std::chrono::milliseconds patience) {
  pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
  if (poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return false;
  char piece[16384];
  const ssize_t got = recv(socket_, piece, sizeof piece, 0);
  has_ended_ = got <= 0;
  if (!has_ended_) heard_.append(piece, static_cast<std::size_t>(got));
  return !has_ended_;
}

std::string Connection::answer() {
  constexpr std::chrono::seconds patience{30};
  std::size_t head = 0;
  while ((head = heard_.find("\r\n\r\n")) == std::string::npos) {
    if (!hear(patience)) return {};
  }
  const std::string length(header(std::string_view(heard_).substr(0, head + 2), "Content-Length"));
  const std::size_t size = head + 4 + (length.empty() ? 0 : std::stoul(length));
  while (heard_.size() < size) {
    if (!hear(patience)) return {};
  }
  std::string whole = heard_.substr(0, size);
  heard_.erase(0, size);
  return whole;
}

bool Connection::is_closed() {
  while (hear(std::chrono::seconds(30))) {
  }
  return has_ended_ && heard_.empty();
}

Heard answers_to(std::uint16_t port, std::string_view bytes, std::chrono::milliseconds patience) {
  Connection connection(port);
  connection.send(bytes);
  connection.send_no_more();
  const bool may_be_head = bytes.find("HEAD") != std::string_view::npos;
  std::string fault;
  while (connection.hear(fault.empty() ? patience : patience + std::chrono::seconds(10))) {
    fault = fault_of(connection.heard(), may_be_head);
  }
  return {connection.heard(), connection.has_ended(), fault};
}

}  // namespace partita::test
