#include <partita/redis_cache.hpp>

#include "redis_connection.hpp"
#include "redis_listener.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <mutex>
#include <utility>

namespace partita::inline epoch1 {
namespace {

using redis::Connection;
using redis::Reply;
using std::chrono::milliseconds;

constexpr std::size_t most_in_one = 256;  // keys of a script, or commands under way

// Each value and how long it has left; where there is none, the one that is given.
constexpr std::string_view look_script = R"(
local found = {}
for i, key in ipairs(KEYS) do
  local value = redis.call('GET', key)
  local left = redis.call('PTTL', key)
  if not value then
    redis.call('SET', key, ARGV[1], 'PX', ARGV[2])
    value = ARGV[1]
  end
  found[2 * i - 1] = value
  found[2 * i] = left
end
return found)";

constexpr std::string_view replace_script = R"(
if redis.call('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
end
return 1)";

class RedisCache final : public SecondCache {
 public:
  explicit RedisCache(const RedisOptions& options)
      : options_(options),
        channel_(options.prefix + ":dropped:" + std::to_string(options.database)),
        owner_(getpid()),
        listener_(start_listening()) {}

  std::optional<std::vector<Stored>> look(std::span<const std::string> keys, std::string_view otherwise,
                                          milliseconds lifetime) noexcept override {
    std::vector<Stored> found;
    const std::string time = std::to_string(lifetime.count());
    const bool succeeded = with_connection([&](Connection& connection) {
      std::size_t scripts = 0;
      for (std::size_t begin = 0; begin < keys.size(); begin += most_in_one, ++scripts) {
        const auto some = keys.subspan(begin, std::min(most_in_one, keys.size() - begin));
        const std::string count = std::to_string(some.size());
        const std::vector<std::string> names = places(connection, some);
        std::vector<std::string_view> command{"EVAL", look_script, count};
        command.insert(command.end(), names.begin(), names.end());
        command.insert(command.end(), {otherwise, time});
        connection.add(command);
      }
      bool is_whole = true;
      for (std::size_t i = 0; i < scripts; ++i) {
        const Reply reply = connection.next();
        if (reply == nullptr) return Outcome::lost;
        is_whole = is_whole && read(*reply, found);
      }
      return is_whole && found.size() == keys.size() ? Outcome::done : Outcome::refused;
    });
    return succeeded ? std::optional(std::move(found)) : std::nullopt;
  }

  bool replace(std::span<const Replacement> replacements) noexcept override {
    return in_turns(replacements.size(), [&](Connection& connection, std::size_t i) {
      const Replacement& each = replacements[i];
      connection.add({"EVAL", replace_script, "1", place(connection, each.key), each.seen, each.value,
                      std::to_string(each.lifetime.count())});
      return std::size_t{1};
    });
  }

  bool drop(std::span<const std::string> keys, std::string_view mark, milliseconds lifetime) noexcept override {
    const std::string time = std::to_string(lifetime.count());
    return in_turns(keys.size(), [&](Connection& connection, std::size_t i) {
      connection.add({"SET", place(connection, keys[i]), mark, "PX", time});
      connection.add({"PUBLISH", channel_, std::to_string(mark.size()).append(1, ' ').append(mark).append(keys[i])});
      return std::size_t{2};
    });
  }

  void listen(std::weak_ptr<const SecondCache::Listener> listener) noexcept override {
    const std::lock_guard lock(mutex_);
    listeners_.push_back(std::move(listener));
  }

 private:
  enum class Outcome { done, refused, lost };

  std::string place(const Connection& connection, std::string_view key) const {
    return std::string(options_.prefix).append(1, ':').append(connection.run()).append(1, ':').append(key);
  }
  std::vector<std::string> places(const Connection& connection, std::span<const std::string> keys) const {
    std::vector<std::string> all;
    for (const std::string& key : keys) all.push_back(place(connection, key));
    return all;
  }

  // [value, left, value, left, ...]
  static bool read(const redisReply& reply, std::vector<Stored>& found) {
    if (reply.type != REDIS_REPLY_ARRAY) return false;
    for (std::size_t i = 0; i + 1 < reply.elements; i += 2) {
      const redisReply& value = *reply.element[i];
      if (value.str == nullptr) return false;
      found.push_back({{value.str, value.len}, milliseconds(std::max(reply.element[i + 1]->integer, 0LL))});
    }
    return true;
  }

  std::unique_ptr<redis::Listener> start_listening() {
    return std::make_unique<redis::Listener>(options_, channel_, [this](std::string_view message) { tell(message); });
  }

  // A forked child shares none of the parent's connections, and has none of its threads.
  void forget_the_parents() {
    if (owner_ == getpid()) return;
    idle_.clear();
    listener_ = nullptr;
    listener_ = start_listening();
    owner_ = getpid();
  }

  template <class Work>
  bool with_connection(Work work) {
    const redis::WithoutSigpipe guard;
    std::unique_ptr<Connection> connection;
    {
      const std::lock_guard lock(mutex_);
      forget_the_parents();
      if (!idle_.empty()) {
        connection = std::move(idle_.back());
        idle_.pop_back();
      }
    }
    if (connection == nullptr) connection = Connection::open(options_, listener_->address());
    if (connection == nullptr) return false;
    const Outcome outcome = work(*connection);
    const std::lock_guard lock(mutex_);
    if (outcome == Outcome::lost) {
      idle_.clear();  // as it went, the others have
    } else if (idle_.size() < options_.idle_connections) {
      idle_.push_back(std::move(connection));
    }
    return outcome == Outcome::done;
  }

  // Sends the commands of so many entries, some at a time, and reads what they answer. `add` says how many they were.
  template <class Add>
  bool in_turns(std::size_t count, Add add) {
    return with_connection([&](Connection& connection) {
      for (std::size_t begin = 0; begin < count; begin += most_in_one) {
        std::size_t commands = 0;
        for (std::size_t i = begin; i < std::min(count, begin + most_in_one); ++i) commands += add(connection, i);
        if (!connection.skip(commands)) return Outcome::lost;
      }
      return Outcome::done;
    });
  }

  void tell(std::string_view message) {
    std::size_t size = 0;
    const auto end = std::from_chars(message.data(), message.data() + message.size(), size).ptr;
    message.remove_prefix(static_cast<std::size_t>(end - message.data()));
    if (message.size() <= size) return;
    message.remove_prefix(1);
    std::vector<std::shared_ptr<const SecondCache::Listener>> listeners;
    {
      const std::lock_guard lock(mutex_);
      std::erase_if(listeners_, [](const auto& each) { return each.expired(); });
      for (const auto& each : listeners_) listeners.push_back(each.lock());
    }
    for (const auto& each : listeners) {
      if (each != nullptr) (*each)(message.substr(size), message.substr(0, size));
    }
  }

  const RedisOptions options_;
  const std::string channel_;
  std::mutex mutex_;  // of all below
  pid_t owner_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::vector<std::weak_ptr<const SecondCache::Listener>> listeners_;
  std::unique_ptr<redis::Listener> listener_;  // the last: it tells the others
};

}  // namespace

std::shared_ptr<SecondCache> redis_cache(const RedisOptions& options) {
  return std::make_shared<RedisCache>(options);
}

}  // namespace partita::inline epoch1
