// HTTP as bytes on a connection, for requests that no client would send.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace partita::test {

/// A connection to a server on this machine. It ends with a reset.
class Connection {
 public:
  /// Throws if nobody listens.
  explicit Connection(std::uint16_t port);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  void send(std::string_view bytes);
  void send_no_more();

  /// Waits for bytes; whether some came.
  bool hear(std::chrono::milliseconds patience);
  /// All that came and that is no answer taken.
  const std::string& heard() const { return heard_; }
  /// Whether the server was heard to close it.
  bool has_ended() const { return has_ended_; }

  /// Waits for an answer and takes it, with its headers; empty: the server closed the connection, or says nothing.
  std::string answer();
  /// Waits for the server to close the connection, without a byte more.
  bool is_closed();

 private:
  int socket_;
  std::string heard_;
  bool has_ended_ = false;
};

struct Heard {
  std::string answers;
  bool closed = false;  ///< by the server
  /// What is wrong with the answers as those of `partita serve`; empty: nothing, they are whole, and those that are not
  /// the HTTP library's carry what clients check.
  std::string fault{};

  /// As yet.
  bool is_nothing() const { return !closed && answers.empty(); }
};

/// What `partita serve` on this machine sends once it got `bytes` and no more, until it closes the connection or says
/// nothing for so long: its library may wait three minutes before it ends a connection on which no more can come. What
/// it has begun to say, it may take ten seconds longer to end.
Heard answers_to(std::uint16_t port, std::string_view bytes, std::chrono::milliseconds patience);

}  // namespace partita::test
