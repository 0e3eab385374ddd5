// Many calls in flight on few threads, awaited by coroutines.
//
//     partita::EventLoop loop;
//     partita::Task<Result<std::optional<Contact>>> find(const ContactRepository& contacts, std::string id) {
//       co_return co_await loop.call([&] { return contacts.get(id); });
//     }
//
// An operation is the same one that blocks a thread elsewhere, in the same words: on an event loop it runs on a small
// stack of its own, a fiber, and lets the thread go on with other calls wherever it waits: for the service, for a
// connection of the pool, between retries. So everything a repository offers can be awaited, pages, batches and
// transactions too, over the same clients.
#pragma once

#include <partita/task.hpp>

#include <coroutine>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace partita::inline epoch1 {

namespace detail {

/// What runs on a fiber. It may end its own life.
class Job {
 public:
  virtual void run() noexcept = 0;

 protected:
  ~Job() = default;
};

}  // namespace detail

template <class F>
class AsyncCall;

struct EventLoopOptions {
  /// Which share the calls. One serves thousands of calls in flight as long as nothing computes for long in between. 0,
  /// which `hardware_concurrency` may say, is taken as 1.
  unsigned threads = 1;
  /// Calls that are under way at once, on all threads together; more of them wait for their turn. Each thread takes one
  /// at least. Linux allows a process some 32,000 stacks.
  std::size_t max_calls = 10'000;
  /// Bytes of a call's stack: address space, of which only what is touched takes memory, about 12 KB for a read. It is
  /// followed by a page that stops the program when a stack overflows.
  std::size_t stack_size = std::size_t{256} << 10;
  /// Resumes a coroutine whose call has ended. Null: on the loop's thread, which is right for what only makes calls.
  std::function<void(std::coroutine_handle<>)> resume_on{};
};

/// Threads that run calls. Build one for the life of the program. Thread-safe.
///
/// What runs on it may use every call of the runtime. It must not wait in other ways (a mutex that is held for long, a
/// socket, `sleep`), which would hold up all calls of the thread; nor hold a std::mutex during a call. It does not
/// survive a fork: in the child its destructor does nothing, and a call on it ends the program with a message; open one
/// of the child's own.
class EventLoop {
 public:
  explicit EventLoop(EventLoopOptions options = {});
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  /// Waits for the calls that are under way, and for those that coroutines begin when one ends; so it must not run on
  /// the loop.
  ~EventLoop();

  /// `co_await` begins `operation`, which takes nothing, on the loop, and gives what it returns. What `operation`
  /// refers to must live until then, as the parameters and variables of the awaiting coroutine do: capture by
  /// reference. An exception of its own reaches the awaiting coroutine.
  template <class F>
    requires std::is_invocable_v<F&>
  AsyncCall<std::decay_t<F>> call(F&& operation) {
    // With g++ 12 as the compiler; but a program should mean the same to all.
    static_assert(std::is_lvalue_reference_v<F> || std::is_trivially_destructible_v<F>,
                  "capture by reference, or name the lambda first: g++ 12 would destroy its copies twice");
    return AsyncCall<std::decay_t<F>>(*this, std::forward<F>(operation));
  }

  /// For the runtime: runs a job, which must live until it has run.
  void start(detail::Job& job);
  const EventLoopOptions& options() const;

 private:
  struct Impl;

  std::unique_ptr<Impl> impl_;
};

/// A call that begins when it is awaited, once.
template <class F>
class [[nodiscard]] AsyncCall final : private detail::Job {
 public:
  using Value = std::invoke_result_t<F&>;
  static_assert(!std::is_reference_v<Value>, "return a value: what the operation refers to may be gone");

  template <class Operation>
  AsyncCall(EventLoop& loop, Operation&& operation) : loop_(loop), operation_(std::forward<Operation>(operation)) {}
  AsyncCall(const AsyncCall&) = delete;
  AsyncCall& operator=(const AsyncCall&) = delete;

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> awaiting) {
    awaiting_ = awaiting;
    loop_.start(*this);
  }
  Value await_resume() {
    if (thrown_) std::rethrow_exception(thrown_);
    if constexpr (!std::is_void_v<Value>) return *std::move(value_);
  }

 private:
  void run() noexcept override {
#ifdef __cpp_exceptions
    try {
      keep();
    } catch (...) {
      thrown_ = std::current_exception();
    }
#else
    keep();
#endif
    const auto& resume_on = loop_.options().resume_on;
    const std::coroutine_handle<> awaiting = awaiting_;  // resuming ends this call's life
    if (resume_on) {
      resume_on(awaiting);
    } else {
      awaiting.resume();
    }
  }

  void keep() {
    if constexpr (std::is_void_v<Value>) {
      operation_();
    } else {
      value_.emplace(operation_());
    }
  }

  EventLoop& loop_;
  F operation_;
  std::coroutine_handle<> awaiting_;
  std::optional<std::conditional_t<std::is_void_v<Value>, std::monostate, Value>> value_;
  std::exception_ptr thrown_;
};

}  // namespace partita::inline epoch1
