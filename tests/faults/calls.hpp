// Calls with time limits, and what became of them.
#pragma once

#include <partita/batch.hpp>
#include <partita/client.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace faults {

/// What many calls came to. Those of several workers are added up.
class Totals {
 public:
  void count(const char* operation, std::string_view outcome, std::chrono::nanoseconds over_limit);
  void add(const Totals& other);

  std::uint64_t calls() const;
  /// By operation, then by outcome: "ok", "from the cache" if nothing was sent, or the name of the error's kind.
  const std::map<std::string, std::map<std::string, std::uint64_t>>& outcomes() const { return outcomes_; }
  /// The time by which so large a share of calls overran their limits at most, in milliseconds.
  double overrun_ms(double share) const;

 private:
  static constexpr std::size_t tenths = 100'000;  // of a millisecond: 10 s

  std::map<std::string, std::map<std::string, std::uint64_t>> outcomes_;
  std::array<std::uint64_t, tenths + 1> overruns_{};
};

/// Calls of one worker.
class Calls {
 public:
  explicit Calls(std::uint64_t seed) : random(seed) {}

  /// Runs `call` with a time limit of one of several lengths. Its error, if it failed.
  template <class Call>
  std::optional<partita::Error> run(const char* operation, Call call) {
    using namespace std::chrono;
    constexpr milliseconds limits[] = {milliseconds(20), milliseconds(100), milliseconds(300), milliseconds(1000)};
    const milliseconds limit = limits[below(4)];
    const auto begin = steady_clock::now();
    const auto result = call(partita::CallOptions().timeout(limit));
    const auto over = steady_clock::now() - begin - limit;
    std::optional<partita::Error> error = error_of(result);
    totals.count(operation, error ? to_string(error->kind()) : is_saved(result) ? "from the cache" : "ok", over);
    return error;
  }

  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random() % limit); }

  std::mt19937_64 random;
  Totals totals;

 private:
  static bool is_saved(const partita::BatchResult&) { return false; }
  template <class T>
  static bool is_saved(const partita::Result<T>& result) {
    return result.cost().requests == 0;
  }
  static std::optional<partita::Error> error_of(const partita::BatchResult& result) { return result.error; }
  template <class T>
  static std::optional<partita::Error> error_of(const partita::Result<T>& result) {
    return result ? std::nullopt : std::optional(result.error());
  }
};

}  // namespace faults
