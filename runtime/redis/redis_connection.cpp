#include "redis_connection.hpp"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): pthread_sigmask is POSIX's
#include <sys/time.h>

namespace partita::inline epoch1::redis {
namespace {

constexpr std::size_t length_of_run = 16;

timeval to_timeval(std::chrono::milliseconds time) {
  timeval value{};
  value.tv_sec = time.count() / 1000;
  value.tv_usec = time.count() % 1000 * 1000;
  return value;
}

sigset_t only_sigpipe() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  return set;
}

bool is_pending() {
  sigset_t set;
  sigpending(&set);
  return sigismember(&set, SIGPIPE) == 1;
}

}  // namespace

// hiredis writes without MSG_NOSIGNAL.
WithoutSigpipe::WithoutSigpipe() : was_pending_(is_pending()) {
  const sigset_t set = only_sigpipe();
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, &set, &before);
  was_blocked_ = sigismember(&before, SIGPIPE) == 1;
}

WithoutSigpipe::~WithoutSigpipe() {
  const sigset_t set = only_sigpipe();
  const timespec at_once{};
  if (!was_pending_ && is_pending()) sigtimedwait(&set, nullptr, &at_once);
  if (!was_blocked_) pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

std::unique_ptr<Connection> Connection::open(const RedisOptions& options, const std::string& address) {
  if (address.empty()) return nullptr;
  redisContext* const context =
      redisConnectWithTimeout(address.c_str(), options.port, to_timeval(options.connect_timeout));
  if (context == nullptr) return nullptr;
  std::unique_ptr<Connection> connection(new Connection(context));
  if (context->err != 0 || redisSetTimeout(context, to_timeval(options.command_timeout)) != REDIS_OK) return nullptr;
  return connection->greet(options) ? std::move(connection) : nullptr;
}

bool Connection::greet(const RedisOptions& options) {
  std::size_t before = 0;
  if (!options.password.empty()) {
    options.user.empty() ? add({"AUTH", options.password}) : add({"AUTH", options.user, options.password});
    ++before;
  }
  if (options.database != 0) {
    add({"SELECT", std::to_string(options.database)});
    ++before;
  }
  add({"INFO", "server"});
  if (!skip(before)) return false;
  const Reply info = next();
  if (info == nullptr || info->str == nullptr) return false;
  const std::string_view text(info->str, info->len);
  constexpr std::string_view name = "run_id:";
  const std::size_t place = text.find(name);
  if (place == std::string_view::npos) return false;
  run_ = text.substr(place + name.size(), length_of_run);
  return true;
}

void Connection::add(std::initializer_list<std::string_view> command) {
  add(std::vector<std::string_view>(command));
}

void Connection::add(const std::vector<std::string_view>& command) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string_view each : command) {
    texts.push_back(each.data());
    sizes.push_back(each.size());
  }
  redisAppendCommandArgv(context_.get(), static_cast<int>(texts.size()), texts.data(), sizes.data());
}

Reply Connection::next() {
  void* reply = nullptr;
  if (redisGetReply(context_.get(), &reply) != REDIS_OK) return nullptr;
  return Reply(static_cast<redisReply*>(reply));
}

bool Connection::skip(std::size_t count) {
  bool succeeded = true;
  for (std::size_t i = 0; i < count; ++i) {
    const Reply reply = next();
    if (reply == nullptr) return false;
    succeeded = succeeded && reply->type != REDIS_REPLY_ERROR;
  }
  return succeeded;
}

}  // namespace partita::inline epoch1::redis
