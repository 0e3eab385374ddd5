#include "serve/address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cstring>

namespace partita::serve {

std::optional<sockaddr_storage> socket_address(const std::string& ip, std::uint16_t port) {
  sockaddr_storage address{};
  sockaddr_in four{};
  sockaddr_in6 six{};
  if (inet_pton(AF_INET, ip.c_str(), &four.sin_addr) == 1) {
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    std::memcpy(&address, &four, sizeof four);
  } else if (inet_pton(AF_INET6, ip.c_str(), &six.sin6_addr) == 1) {
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    std::memcpy(&address, &six, sizeof six);
  } else {
    return std::nullopt;
  }
  return address;
}

}  // namespace partita::serve
