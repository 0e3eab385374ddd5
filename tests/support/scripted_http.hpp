// What a scripted server reads from and writes to a connection.
#pragma once

#include "scripted_server.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace partita::test {

/// The bytes of an answer: status line, headers, body.
std::string serialized(const ScriptedAnswer& answer);

/// False if the connection has ended.
bool send_all(int socket, std::string_view bytes);

/// One connection's bytes, read into whole requests.
class RequestReader {
 public:
  explicit RequestReader(int socket) : socket_(socket) {}

  /// Nothing when the client closes, or when what it sends is not a request this server reads.
  std::optional<ScriptedRequest> next();

 private:
  bool read_more();

  int socket_;
  std::string buffer_;
};

}  // namespace partita::test
