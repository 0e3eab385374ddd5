// What the examples of docs/guide run in: `client` is a client of the test server at `url`, with tables of its own.
#pragma once

#include "servers.hpp"

#include <partita/client.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace partita::test {

/// The servers that an example runs on: "every" one, "none", or the one that is named.
std::vector<std::string> example_servers(std::string_view which);

/// A client whose tables no other example has.
Client example_client(const std::string& server, std::string_view example);

}  // namespace partita::test

/// A test case around the text of an example.
#define EXAMPLE(name, which)                                                                                \
  void run_##name([[maybe_unused]] const partita::Client& client, [[maybe_unused]] const std::string& url); \
  TEST_CASE(#name) {                                                                                        \
    for (const std::string& server : partita::test::example_servers(which)) {                               \
      DYNAMIC_SECTION(server) {                                                                             \
        run_##name(partita::test::example_client(server, #name), partita::test::url_of(server));            \
      }                                                                                                     \
    }                                                                                                       \
  }                                                                                                         \
  void run_##name([[maybe_unused]] const partita::Client& client, [[maybe_unused]] const std::string& url)

// The examples say what holds as any program would.
#undef assert
#define assert(...) REQUIRE((__VA_ARGS__))
