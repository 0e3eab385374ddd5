// usage: faults SECONDS [SEED [OVERRUN_MS]], by scripts/with-servers
//        faults dead SECONDS [REFUSAL_MS]
#include "run.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

int main(int count, char** arguments) {
  const auto number = [&](int i, double otherwise) { return i < count ? std::atof(arguments[i]) : otherwise; };
  if (count >= 3 && std::strcmp(arguments[1], "dead") == 0) {
    return faults::dead_server(static_cast<int>(number(2, 0)), number(3, 10));
  }
  if (count < 2 || count > 4 || number(1, 0) < 1) {
    std::fprintf(stderr, "usage: faults SECONDS [SEED [OVERRUN_MS]]\n       faults dead SECONDS [REFUSAL_MS]\n");
    return 2;
  }
  return faults::run(static_cast<int>(number(1, 0)), static_cast<std::uint64_t>(number(2, 1)), number(3, 50));
}
