// What a program does when it is killed, and what must hold afterwards.
#pragma once

#include <partita/client.hpp>

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace interrupted {

class Scenario {
 public:
  Scenario() = default;
  Scenario(const Scenario&) = delete;
  Scenario& operator=(const Scenario&) = delete;
  virtual ~Scenario() = default;

  virtual std::string name() const = 0;
  /// Makes the tables and what is in them before the first program starts.
  virtual void set_up(const partita::Client& client) const = 0;
  /// Writes without end. `run` tells one program from another.
  [[noreturn]] virtual void work(const partita::Client& client, std::uint64_t run) const = 0;
  /// What does not hold; nothing if all does.
  virtual std::vector<std::string> check(const partita::Client& client) const = 0;
  virtual void tear_down(const partita::Client& client) const = 0;
};

std::unique_ptr<Scenario> put_many();
std::unique_ptr<Scenario> transaction();
std::unique_ptr<Scenario> lookups();

/// Ends the program with the error's text and exit code 3.
[[noreturn]] void give_up(const partita::Error& error);

template <class Result>
const Result& must(const Result& result) {
  if (!result) give_up(result.error());
  return result;
}

inline std::size_t below(std::mt19937_64& random, std::size_t limit) {
  return static_cast<std::size_t>(random() % limit);
}

}  // namespace interrupted
