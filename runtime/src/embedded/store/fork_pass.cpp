#include "embedded/store/fork_pass.hpp"

#include <pthread.h>

#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

namespace partita::inline epoch1::embedded {

class ForkGate {
 public:
  // Never destroyed: clients in static storage may outlive all else.
  static ForkGate& only() {
    static auto* const gate = new ForkGate;
    return *gate;
  }

  void enter() {
    const std::lock_guard lock(door_);
    ++inside_;
  }
  void leave() {
    if (--inside_ == 0) inside_.notify_all();
  }

  void add(ForkListener& listener) {
    const std::lock_guard lock(listening_);
    listeners_.push_back(&listener);
  }
  void remove(ForkListener& listener) {
    const std::lock_guard lock(listening_);
    std::erase(listeners_, &listener);
  }

 private:
  // Out of memory: then forks are as unsafe as of any program with threads.
  ForkGate() { static_cast<void>(pthread_atfork(close, open, open)); }

  static void close() {
    ForkGate& gate = only();
    gate.door_.lock();
    for (int left = gate.inside_; left != 0; left = gate.inside_) gate.inside_.wait(left);
    for (ForkListener* const each : gate.listeners_) each->before_fork_();
  }
  static void open() { only().door_.unlock(); }

  std::mutex door_;  // held during a fork, and by whoever goes in for that moment
  std::atomic<int> inside_ = 0;
  std::mutex listening_;  // taken inside alone
  std::vector<ForkListener*> listeners_;
};

namespace {

thread_local int passes = 0;

}  // namespace

ForkPass::ForkPass() {
  if (passes++ == 0) ForkGate::only().enter();
}
ForkPass::~ForkPass() {
  if (--passes == 0) ForkGate::only().leave();
}

ForkListener::ForkListener(std::function<void()> before_fork) : before_fork_(std::move(before_fork)) {
  const ForkPass pass;
  ForkGate::only().add(*this);
}
ForkListener::~ForkListener() {
  const ForkPass pass;
  ForkGate::only().remove(*this);
}

}  // namespace partita::inline epoch1::embedded
