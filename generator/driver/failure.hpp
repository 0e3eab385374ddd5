// What stops a command before it can say anything about its inputs.
#pragma once

#include <string>

namespace partita::driver {

struct Failure {
  int exit_code;
  std::string message;  ///< a line each file
};

}  // namespace partita::driver
