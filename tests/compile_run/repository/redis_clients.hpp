// Clients with caches of their own and one on Redis, on a table that lags.
#pragma once

#include "redis_server.hpp"

#include "preference.partita.hpp"

#include <partita/cache_options.hpp>
#include <partita/client_options.hpp>
#include <partita/redis_cache.hpp>
#include <partita/transport.hpp>

#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace partita::test {

using namespace std::chrono_literals;
using Json = nlohmann::json;
using lab::Preference;
using lab::PreferenceKey;
using lab::PreferenceRepository;

/// A table that gives what it held a while ago to who does not ask for a consistent read.
class LaggingTable final : public Transport {
 public:
  std::atomic<int> reads{0};
  std::function<void()> before_answer;  // of the next GetItem, once it was read
  std::function<void()> before_put;     // the next one
  bool loses_put = false;               // the next one, until it is applied late

  void send(const Request& request, Reply& reply) noexcept override {
    const Json body = Json::parse(request.body);
    Json answer = Json::object();
    if (request.operation == "PutItem") {
      if (before_put) std::exchange(before_put, nullptr)();
      if (std::exchange(loses_put, false)) {
        late_ = body["Item"];
        Error::Details details;
        details.kind = ErrorKind::deadline;
        details.maybe_applied = true;
        reply.error = Error(std::move(details));
      } else {
        put(body["Item"]);
      }
    } else if (request.operation == "GetItem") {
      ++reads;
      if (const Json item = get(body["Key"]["name"]["S"], body.value("ConsistentRead", false)); !item.is_null()) {
        answer["Item"] = item;
      }
      if (before_answer) std::exchange(before_answer, nullptr)();
    } else if (request.operation == "BatchGetItem") {
      ++reads;
      const Json& table = body["RequestItems"]["cached_preferences"];
      answer["Responses"]["cached_preferences"] = Json::array();
      for (const Json& key : table["Keys"]) {
        const Json item = get(key["name"]["S"], table.value("ConsistentRead", false));
        if (!item.is_null()) answer["Responses"]["cached_preferences"].push_back(item);
      }
    } else {
      reply.error = Error(ErrorKind::invalid_argument, "this table knows no " + std::string(request.operation));
    }
    reply.body.assign(answer.dump());
  }

  void apply_late() { put(late_); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Versions {
    Json older;
    Json newer;
    Clock::time_point changed;
  };
  static constexpr auto lag = 20ms;

  void put(const Json& item) {
    const std::lock_guard lock(mutex_);
    Versions& stored = items_[item["name"]["S"]];
    stored = {stored.newer, item, Clock::now()};
  }
  Json get(const std::string& name, bool consistent) {
    const std::lock_guard lock(mutex_);
    const Versions& stored = items_[name];
    return consistent || Clock::now() - stored.changed > lag ? stored.newer : stored.older;
  }

  std::mutex mutex_;
  std::map<std::string, Versions> items_;
  Json late_;
};

/// What a process has: a client with a cache of its own, and a way to the Redis.
struct Process {
  Process(std::shared_ptr<Transport> table, std::uint16_t port, std::size_t max_bytes = std::size_t{1} << 20,
          std::chrono::milliseconds patience = RedisOptions().command_timeout)
      : client(*Client::open(std::move(table), options(port, max_bytes, patience))) {}

  static ClientOptions options(std::uint16_t port, std::size_t max_bytes, std::chrono::milliseconds patience) {
    ClientOptions options;
    options.cache.max_bytes = max_bytes;
    options.cache.consistent_after_write = 100ms;
    options.cache.l2 = redis_cache({.port = port, .connect_timeout = 2 * patience, .command_timeout = patience});
    return options;
  }
  std::string value(const std::string& name, const ReadOptions& options = {}) const {
    const auto found = repository.get("web", name, options);
    if (!found) return found.error().to_string();
    return *found ? (*found)->value : "none";
  }
  bool put(const std::string& name, const std::string& value) const {
    return repository.put({.scope = "web", .name = name, .value = value}).has_value();
  }

  Client client;
  PreferenceRepository repository{client};
};

/// Two processes with one Redis.
struct Fixture {
  RedisServer redis;
  std::shared_ptr<LaggingTable> table = std::make_shared<LaggingTable>();
  Process one{table, redis.port()};
  Process other{table, redis.port()};
};

}  // namespace partita::test
