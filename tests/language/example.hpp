// What the examples of docs/guide run in: `client` is a client of the backend at `url`, with tables of its own.
#pragma once

#include "servers/backends.hpp"

#include <partita/client.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace partita::test {

/// The backends that an example runs on, by their ids in tests/servers.json: "none", "every" one, those that are
/// reached over a connection ("network"), or those that do rightly what a feature is about. Not those whose indexes are
/// late, as no page waits for them.
std::vector<std::string> example_backends(std::string_view which);

/// A client whose tables no other example has. Fails the test if the backend is not there.
Client example_client(const std::string& url, std::string_view example);

}  // namespace partita::test

/// A test case around the text of an example.
#define EXAMPLE(name, which)                                                                                \
  void run_##name([[maybe_unused]] const partita::Client& client, [[maybe_unused]] const std::string& url); \
  TEST_CASE(#name) {                                                                                        \
    for (const std::string& id : partita::test::example_backends(which)) {                                  \
      DYNAMIC_SECTION(id) {                                                                                 \
        const std::string url = partita::test::backend(id).url();                                           \
        run_##name(partita::test::example_client(url, #name), url);                                         \
      }                                                                                                     \
    }                                                                                                       \
  }                                                                                                         \
  void run_##name([[maybe_unused]] const partita::Client& client, [[maybe_unused]] const std::string& url)

// The examples say what holds as any program would.
#undef assert
#define assert(...) REQUIRE((__VA_ARGS__))
