#pragma once

#include <cstddef>
#include <string>

namespace load {

/// Shares of operations, in percent.
struct Mix {
  int read = 0;
  int update = 0;
  int insert = 0;
  int scan = 0;
  int read_modify_write = 0;
  bool latest = false;  ///< reads what was inserted last most often, not what is popular
};

struct Options {
  std::string url;
  char workload = 'B';
  Mix mix;
  double rate = 500;
  int seconds = 30;
  std::size_t threads = 16;
  std::size_t records = 10'000;
  std::size_t cache_mb = 0;
};

/// Ends the program if they say so, or cannot be understood.
Options parse(int count, char** arguments);

}  // namespace load
