// One kind of work, and what must hold of it whatever happens on the way.
#pragma once

#include "calls.hpp"

#include <partita/client.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace faults {

/// Of one worker, on items of its own. `wire` is the client whose requests go wrong; `direct` is another one, whose do
/// not, and only looks.
class Task {
 public:
  Task() = default;
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  virtual ~Task() = default;

  /// Some calls over `wire`; what does not hold is added to `problems`.
  virtual void step(Calls& calls, std::vector<std::string>& problems) = 0;
  /// What holds at any time between steps.
  virtual void check(std::vector<std::string>& problems) = 0;
};

void create_tables(const partita::Client& direct);

std::vector<std::unique_ptr<Task>> make_tasks(const partita::Client& wire, const partita::Client& direct,
                                              std::size_t worker);

/// Ends the program: the test server itself failed.
[[noreturn]] void give_up(const partita::Error& error);

template <class Result>
const Result& must(const Result& result) {
  if (!result) give_up(result.error());
  return result;
}

/// How often a change was made for sure, and how often perhaps.
struct Tally {
  void count(const std::optional<partita::Error>& error) {
    if (!error) {
      ++sure;
    } else if (error->maybe_applied()) {
      ++perhaps;
    }
  }
  bool allows(std::int64_t stored) const { return sure <= stored && stored <= sure + perhaps; }
  std::string text() const { return std::to_string(sure) + " to " + std::to_string(sure + perhaps); }

  std::int64_t sure = 0;
  std::int64_t perhaps = 0;
};

}  // namespace faults
