// Clients of the backends of tests/servers.json, by their ids, and tables on them.
#pragma once

#include <partita/client.hpp>
#include <partita/client_options.hpp>
#include <partita/table.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::test {

/// Those that do what `feature` of servers.json is about as the service documents it. Fails the test if there is none.
std::vector<std::string> witnesses(std::string_view feature);

/// Of all of them.
std::vector<std::string> backend_ids();

/// A client of it; those of one id have the same tables. Fails the test if it is not there.
Client open(const std::string& server, ClientOptions options = {});

/// To be called between writes and what reads them through a global index: those of `late` show them only then, as its
/// clock is moved on. To the others it means nothing.
void catch_up();

/// A repository with an empty table of its own, which goes away with it.
template <class Repository>
class Table {
 public:
  Table(const std::string& server, std::string name)
      : client_(open(server)), name_(std::move(name)), repository_(client_) {
    static_cast<void>(delete_table(client_, name_));  // of a run that was ended
    const auto made = repository_.create_table();
    INFO((made ? std::string() : made.error().to_string()));
    REQUIRE(made);
  }
  ~Table() { static_cast<void>(delete_table(client_, name_)); }
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  const Repository* operator->() const { return &repository_; }
  const Client& client() const { return client_; }

 private:
  Client client_;
  std::string name_;
  Repository repository_;
};

/// Fails the test with the error's text if there is one.
#define REQUIRE_OK(result)                                           \
  do {                                                               \
    const auto& outcome_ = (result);                                 \
    INFO((outcome_ ? std::string() : outcome_.error().to_string())); \
    REQUIRE(outcome_.has_value());                                   \
  } while (false)

}  // namespace partita::test
