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

class Socket {
 public:
  explicit Socket(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
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
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() { close(socket_); }

  operator int() const { return socket_; }  // NOLINT(google-explicit-constructor)

 private:
  int socket_;
};

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

}  // namespace

Heard answers_to(std::uint16_t port, std::string_view bytes, std::chrono::milliseconds patience) {
  const Socket connection(port);
  while (!bytes.empty()) {
    const ssize_t sent = send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) break;  // it has closed the connection, and may have said why
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  shutdown(connection, SHUT_WR);
  Heard heard;
  pollfd waiting{.fd = connection, .events = POLLIN, .revents = 0};
  while (poll(&waiting, 1, static_cast<int>(patience.count())) > 0) {
    char piece[16384];
    const ssize_t got = recv(connection, piece, sizeof piece, 0);
    heard.closed = got <= 0;
    if (heard.closed) break;
    heard.answers.append(piece, static_cast<std::size_t>(got));
  }
  return heard;
}

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

}  // namespace partita::test
