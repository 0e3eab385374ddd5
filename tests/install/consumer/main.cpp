#include "customer.partita.hpp"
#include "shop/order.partita.hpp"

#include <partita/client.hpp>

#include <cstdio>

// No server is there: a call fails as documented, within the library that was linked.
int main() {
  const auto client = partita::Client::open("http://127.0.0.1:1");
  if (!client) {
    std::fprintf(stderr, "%s\n", client.error().to_string().c_str());
    return 1;
  }
  const shop::OrderRepository orders{*client};
  const shop::CustomerRepository customers{*client};
  const auto order = orders.get("c-1", 1);
  if (order || order.error().kind() != partita::ErrorKind::transport) return 1;
  std::printf("%s\n", order.error().to_string().c_str());
  return 0;
}
