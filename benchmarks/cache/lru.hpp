// The peer: what most programs write for a cache. A map to places in a list, the least recently used at its end.
#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace partita::benchmarks {

/// One thread at a time. `Value` is copied on a hit.
template <class Value>
class Lru {
 public:
  explicit Lru(std::size_t capacity) : capacity_(capacity) {}

  bool find(const std::string& key, Value& value) {
    const auto found = places_.find(key);
    if (found == places_.end()) return false;
    order_.splice(order_.begin(), order_, found->second);
    value = found->second->second;
    return true;
  }

  void put(const std::string& key, Value value) {
    order_.emplace_front(key, std::move(value));
    places_[order_.front().first] = order_.begin();
    if (order_.size() <= capacity_) return;
    places_.erase(order_.back().first);
    order_.pop_back();
  }

 private:
  using Order = std::list<std::pair<std::string, Value>>;

  std::size_t capacity_;
  Order order_;
  std::unordered_map<std::string_view, typename Order::iterator> places_;
};

/// The same behind a mutex.
template <class Value>
class SharedLru {
 public:
  explicit SharedLru(std::size_t capacity) : lru_(capacity) {}

  bool find(const std::string& key, Value& value) {
    const std::lock_guard lock(mutex_);
    return lru_.find(key, value);
  }
  void put(const std::string& key, Value value) {
    const std::lock_guard lock(mutex_);
    lru_.put(key, std::move(value));
  }

 private:
  std::mutex mutex_;
  Lru<Value> lru_;
};

}  // namespace partita::benchmarks
