// Runs the variants of one comparison interleaved, round by round, and prints their medians as ratios to the first one.
// On a shared machine times move by a fifth from run to run; ratios of one run hardly do.
#pragma once

#include <time.h>

#include <algorithm>
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

/// CPU time of the calling thread: what others do meanwhile does not count.
inline double thread_nanoseconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

/// The time that passes: where one waits for others.
inline double wall_nanoseconds() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

inline double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

class Comparison {
 public:
  /// `operations`: how many operations one call of a variant's `run` does.
  Comparison(std::string title, std::size_t operations, double (*clock)() = &thread_nanoseconds)
      : title_(std::move(title)), operations_(operations), clock_(clock) {}

  Comparison& add(std::string name, std::function<void()> run) {
    variants_.push_back({std::move(name), std::move(run), {}});
    return *this;
  }

  /// Each variant once a round; the first round warms up and is dropped.
  void run(int rounds) {
    for (int round = 0; round <= rounds; ++round) {
      for (Variant& variant : variants_) {
        const double begin = clock_();
        variant.run();
        const double taken = clock_() - begin;
        if (round != 0) variant.nanoseconds.push_back(taken / static_cast<double>(operations_));
      }
    }
    print();
  }

  double median(std::size_t variant) const { return benchmarks::median(variants_[variant].nanoseconds); }

 private:
  struct Variant {
    std::string name;
    std::function<void()> run;
    std::vector<double> nanoseconds;  // of one operation, a round each
  };

  void print() const {
    std::printf("\n%s\n", title_.c_str());
    for (std::size_t i = 0; i < variants_.size(); ++i) {
      std::printf("  %-58s %12.1f ns  x%7.2f\n", variants_[i].name.c_str(), median(i), median(i) / median(0));
    }
  }

  std::string title_;
  std::size_t operations_;
  double (*clock_)();
  std::vector<Variant> variants_;
};

/// The same for programs that take milliseconds of CPU time and say themselves how many.
class CpuComparison {
 public:
  explicit CpuComparison(std::string title) : title_(std::move(title)) {}

  /// `run` returns CPU milliseconds.
  CpuComparison& add(std::string name, std::function<double()> run) {
    variants_.push_back({std::move(name), std::move(run), {}});
    return *this;
  }

  void run(int rounds) {
    for (int round = 0; round <= rounds; ++round) {
      for (Variant& variant : variants_) {
        const double taken = variant.run();
        if (round != 0) variant.milliseconds.push_back(taken);
      }
    }
    std::printf("\n%s\n", title_.c_str());
    for (std::size_t i = 0; i < variants_.size(); ++i) {
      std::printf("  %-58s %12.1f ms  x%7.2f\n", variants_[i].name.c_str(), median(variants_[i].milliseconds),
                  ratio(i, 0));
    }
  }

  double ratio(std::size_t variant, std::size_t to) const {
    return median(variants_[variant].milliseconds) / median(variants_[to].milliseconds);
  }

 private:
  struct Variant {
    std::string name;
    std::function<double()> run;
    std::vector<double> milliseconds;
  };

  std::string title_;
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
