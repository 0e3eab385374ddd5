// The engine beside the test servers.
#pragma once

#include "orders.hpp"

#include <vector>

namespace partita::benchmarks {

struct Speed {
  double get = 0;
  double put = 0;
  double query = 0;
};

/// How many times faster a client on a file is than one of DynamoDB Local, by what a caller waits. Both servers have to
/// run: their URLs are in the environment, as scripts/with-servers sets it.
Speed compare_servers(const std::vector<Order>& orders);

}  // namespace partita::benchmarks
