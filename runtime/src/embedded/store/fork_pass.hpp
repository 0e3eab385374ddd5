// Keeps fork() apart from what a child could not go on with: it has its parent's locks, but nobody to let them go.
#pragma once

#include <functional>

namespace partita::inline epoch1::embedded {

/// While one is held, forks wait; while a fork waits or is under way, those that ask for one do, unless they hold one
/// already. Given back by the thread that took it, which does not fork meanwhile.
class ForkPass {
 public:
  ForkPass();
  ForkPass(const ForkPass&) = delete;
  ForkPass& operator=(const ForkPass&) = delete;
  ~ForkPass();
};

/// Has something called in the parent before each fork, when nobody holds a pass. Made and destroyed under one.
class ForkListener {
 public:
  explicit ForkListener(std::function<void()> before_fork);
  ForkListener(const ForkListener&) = delete;
  ForkListener& operator=(const ForkListener&) = delete;
  ~ForkListener();

 private:
  friend class ForkGate;
  const std::function<void()> before_fork_;
};

}  // namespace partita::inline epoch1::embedded
