// A coroutine that computes a value, for programs that have no such type from elsewhere.
#pragma once

#include <coroutine>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace partita::inline epoch1 {

template <class T>
class Task;

namespace detail {

/// Lets a thread wait for coroutines.
class Countdown {
 public:
  explicit Countdown(std::size_t count);
  void count_down() const;
  void wait() const;

 private:
  struct Impl;

  std::shared_ptr<Impl> impl_;  // what counts last may still be at it when the wait has ended
};

/// What became of a coroutine.
template <class T>
class Outcome {
 public:
  template <class U>
  void set(U&& value) {
    value_.emplace(std::forward<U>(value));
  }
  void fail() noexcept { thrown_ = std::current_exception(); }
  T take() {
    if (thrown_) std::rethrow_exception(thrown_);
    if constexpr (!std::is_void_v<T>) return *std::move(value_);
  }

 private:
  std::optional<std::conditional_t<std::is_void_v<T>, std::monostate, T>> value_;
  std::exception_ptr thrown_;
};

template <class T>
struct TaskPromiseBase {
  struct Ended {
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> ended) const noexcept {
      return ended.promise().awaiting;
    }
    void await_resume() const noexcept {}
  };

  std::suspend_always initial_suspend() const noexcept { return {}; }
  Ended final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept { outcome.fail(); }

  Outcome<T> outcome;
  std::coroutine_handle<> awaiting = std::noop_coroutine();
};

template <class T>
struct TaskPromise : TaskPromiseBase<T> {
  Task<T> get_return_object();
  template <class U>
  void return_value(U&& value) {
    this->outcome.set(std::forward<U>(value));
  }
};

template <>
struct TaskPromise<void> : TaskPromiseBase<void> {
  Task<void> get_return_object();
  void return_void() const noexcept {}
};

/// A coroutine that nobody waits for.
struct Detached {
  struct promise_type {
    Detached get_return_object() const noexcept { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() const noexcept { std::terminate(); }
  };
};

}  // namespace detail

/// Owns a coroutine, which begins when it is awaited, once. One thread at a time.
template <class T = void>
class [[nodiscard]] Task {
 public:
  using promise_type = detail::TaskPromise<T>;

  explicit Task(std::coroutine_handle<promise_type> coroutine) : coroutine_(coroutine) {}
  Task(Task&& other) noexcept : coroutine_(std::exchange(other.coroutine_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(coroutine_, other.coroutine_);
    return *this;
  }
  ~Task() {
    if (coroutine_) coroutine_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
    coroutine_.promise().awaiting = awaiting;
    return coroutine_;
  }
  T await_resume() { return coroutine_.promise().outcome.take(); }

 private:
  std::coroutine_handle<promise_type> coroutine_;
};

namespace detail {

template <class T>
Task<T> TaskPromise<T>::get_return_object() {
  return Task<T>(std::coroutine_handle<TaskPromise<T>>::from_promise(*this));
}
inline Task<void> TaskPromise<void>::get_return_object() {
  return Task<void>(std::coroutine_handle<TaskPromise<void>>::from_promise(*this));
}

// `task` and what its result goes to live until the countdown has ended.
template <class T>
Detached begin(Task<T>& task, Outcome<T>& outcome, Countdown countdown) {
#ifdef __cpp_exceptions
  try {
#endif
    if constexpr (std::is_void_v<T>) {
      co_await task;
    } else {
      outcome.set(co_await task);
    }
#ifdef __cpp_exceptions
  } catch (...) {
    outcome.fail();
  }
#endif
  countdown.count_down();
}

}  // namespace detail

/// Begins the task on this thread and blocks until it has ended; gives what it returns, or throws what it threw.
template <class T>
T wait(Task<T> task) {
  detail::Outcome<T> outcome;
  const detail::Countdown countdown(1);
  detail::begin(task, outcome, countdown);
  countdown.wait();
  return outcome.take();
}

/// Begins all tasks on this thread and blocks until the last one has ended; what they return, in their order (nothing,
/// of `Task<void>`s). Throws what the first one of them threw.
template <class T>
auto wait_all(std::vector<Task<T>> tasks) -> std::conditional_t<std::is_void_v<T>, void, std::vector<T>> {
  std::vector<detail::Outcome<T>> outcomes(tasks.size());
  const detail::Countdown countdown(tasks.size());
  for (std::size_t i = 0; i < tasks.size(); ++i) detail::begin(tasks[i], outcomes[i], countdown);
  countdown.wait();
  if constexpr (std::is_void_v<T>) {
    for (detail::Outcome<T>& each : outcomes) each.take();
  } else {
    std::vector<T> values;
    values.reserve(tasks.size());
    for (detail::Outcome<T>& each : outcomes) values.push_back(each.take());
    return values;
  }
}

}  // namespace partita::inline epoch1
