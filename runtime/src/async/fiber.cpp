#include "async/fiber.hpp"

#include "async/loop_thread.hpp"
#include "async/sanitizer_switch.hpp"

#include <partita/async.hpp>

#include <cxxabi.h>
#include <boost/context/preallocated.hpp>
#include <boost/context/protected_fixedsize_stack.hpp>

#include <memory>
#include <utility>

namespace partita::inline epoch1::async {
namespace {

thread_local Fiber* running = nullptr;

// The layout that the Itanium C++ ABI gives to what __cxa_get_globals returns.
// https://itanium-cxx-abi.github.io/cxx-abi/abi-eh.html#cxx-data
struct ExceptionGlobals {
  void* caught;
  unsigned int uncaught;
};

ExceptionGlobals& exception_globals() {
  return *reinterpret_cast<ExceptionGlobals*>(abi::__cxa_get_globals());
}

}  // namespace

Fiber* Fiber::current() noexcept {
  return running;
}

Fiber::Fiber(LoopThread& thread, std::size_t stack_size) : thread_(thread), own_context_(new_context()) {
  boost::context::protected_fixedsize_stack allocator(stack_size);
  stack_ = allocator.allocate();
  self_.fiber = boost::context::fiber(
      std::allocator_arg, boost::context::preallocated(stack_.sp, stack_.size, stack_), allocator,
      [this](boost::context::fiber&& scheduler) -> boost::context::fiber { body(std::move(scheduler)); });
}

Fiber::~Fiber() {
  delete_context(own_context_);
  boost::context::protected_fixedsize_stack().deallocate(stack_);
}

void Fiber::body(boost::context::fiber&& scheduler) {
  end_switch(nullptr, &scheduler_bottom_, &scheduler_size_);
  scheduler_.fiber = std::move(scheduler);
  for (;;) {
    job_->run();
    job_ = nullptr;
    leave();
  }
}

// On the thread's own stack.
void Fiber::resume() {
  is_woken_.store(false, std::memory_order_relaxed);
  ExceptionGlobals& globals = exception_globals();
  const ExceptionGlobals of_thread = std::exchange(globals, {caught_, uncaught_});
  running = this;
  void* fake_stack = nullptr;
  begin_switch(&fake_stack, static_cast<char*>(stack_.sp) - stack_.size, stack_.size);
  scheduler_context_ = current_context();
  switch_context(own_context_);
  self_.fiber = std::move(self_.fiber).resume();
  end_switch(fake_stack, nullptr, nullptr);
  running = nullptr;
  caught_ = globals.caught;
  uncaught_ = globals.uncaught;
  globals = of_thread;
}

void Fiber::leave() {
  begin_switch(&fake_stack_, scheduler_bottom_, scheduler_size_);
  switch_context(scheduler_context_);
  scheduler_.fiber = std::move(scheduler_.fiber).resume();
  end_switch(fake_stack_, &scheduler_bottom_, &scheduler_size_);
}

void Fiber::suspend(TimePoint until) {
  if (until != TimePoint::max()) thread_.wake_at(*this, until);
  leave();
  if (time_) thread_.forget_time(*this);
}

void Fiber::wake() noexcept {
  if (!is_woken_.exchange(true)) thread_.make_ready(*this);
}

}  // namespace partita::inline epoch1::async
