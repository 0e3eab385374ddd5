// Runs the variants of one comparison interleaved, round by round, and prints their medians as ratios to the first one.
// On a shared machine times move by a fifth from run to run; ratios of one run hardly do.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace partita::benchmarks {

/// Keeps the compiler from dropping a result.
template <class T>
inline void keep(const T& value) {
  asm volatile("" : : "r,m"(value) : "memory");
}

struct Variant {
  std::string name;
  std::function<void()> run;
  std::vector<double> nanoseconds = {};  // of one operation, a round each

  double median() const {
    std::vector<double> sorted = nanoseconds;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2), sorted.end());
    return sorted[sorted.size() / 2];
  }
};

class Comparison {
 public:
  /// `operations`: how many operations one call of a variant's `run` does.
  Comparison(std::string title, std::size_t operations) : title_(std::move(title)), operations_(operations) {}

  Comparison& add(std::string name, std::function<void()> run) {
    variants_.push_back({std::move(name), std::move(run)});
    return *this;
  }

  /// Each variant once a round; the first round warms up and is dropped.
  void run(int rounds) {
    using Clock = std::chrono::steady_clock;
    for (int round = 0; round <= rounds; ++round) {
      for (Variant& variant : variants_) {
        const auto begin = Clock::now();
        variant.run();
        const std::chrono::duration<double, std::nano> taken = Clock::now() - begin;
        if (round != 0) variant.nanoseconds.push_back(taken.count() / static_cast<double>(operations_));
      }
    }
    print();
  }

  double median(std::size_t variant) const { return variants_[variant].median(); }

 private:
  void print() const {
    std::printf("\n%s\n", title_.c_str());
    for (const Variant& variant : variants_) {
      std::printf("  %-58s %12.1f ns  x%7.2f\n", variant.name.c_str(), variant.median(),
                  variant.median() / variants_.front().median());
    }
  }

  std::string title_;
  std::size_t operations_;
  std::vector<Variant> variants_;
};

/// One line of the summary: a target of the project, what was measured, and whether it holds.
inline bool target(const char* id, const char* what, double measured, double limit, bool at_most = true) {
  const bool holds = at_most ? measured <= limit : measured >= limit;
  std::printf("  %-3s %-58s %9.2f  target %s %-8.2f %s\n", id, what, measured, at_most ? "<=" : ">=", limit,
              holds ? "holds" : "MISSED");
  return holds;
}

}  // namespace partita::benchmarks
