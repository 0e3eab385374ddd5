// HTTP as bytes on a connection, for requests that no client would send.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace partita::test {

struct Heard {
  std::string answers;
  bool closed = false;  ///< by the server
};

/// What a server on this machine sends once it got `bytes` and no more, until it closes the connection or says nothing
/// for so long: its library may wait three minutes before it ends a connection on which no more can come.
Heard answers_to(std::uint16_t port, std::string_view bytes, std::chrono::milliseconds patience);

/// What is wrong with the answers of `partita serve` on one connection; empty: nothing, they are whole, and those that
/// are not the HTTP library's carry what clients check. Answers to HEAD have no body, so one may be missing.
std::string fault_of(std::string_view answers, bool bodies_may_be_missing);

}  // namespace partita::test
