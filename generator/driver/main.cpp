#include "driver/driver.hpp"

#include <string>
#include <vector>

int main(int argc, char** argv) {
  return partita::driver::run(std::vector<std::string>(argv + 1, argv + argc));
}
