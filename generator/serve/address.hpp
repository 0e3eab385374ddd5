// Where a server listens.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>

namespace partita::serve {

/// The address of a socket; nullopt: `ip` is no IPv4 or IPv6 address.
std::optional<sockaddr_storage> socket_address(const std::string& ip, std::uint16_t port);

}  // namespace partita::serve
