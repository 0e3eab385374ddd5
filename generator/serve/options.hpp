// What `partita serve` was asked for.
#pragma once

#include <tl/expected.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace partita::serve {

struct Options {
  std::string db;  ///< the file; empty: tables live in memory, and end with the server
  std::string address = "127.0.0.1";
  std::uint16_t port = 8000;              ///< 0: any free one, which the first line printed names
  bool durable = false;                   ///< each write is on the disk before it is answered
  std::chrono::seconds expire_every{60};  ///< between two looks for items past their time to live; 0: none is taken
  bool verify_signatures = false;
  bool verbose = false;
  bool help = false;
};

/// The options, or what is wrong with them and what is right: one line.
tl::expected<Options, std::string> parse_options(const std::vector<std::string>& arguments);

/// What `partita serve --help` prints.
std::string help();

}  // namespace partita::serve
