#include "redis_listener.hpp"

#include "redis_connection.hpp"

#include <poll.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): pthread_sigmask is POSIX's
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

namespace partita::inline epoch1::redis {
namespace {

constexpr int wait_before_next = 500;  // milliseconds
constexpr int for_ever = -1;

struct Forget {
  void operator()(std::atomic<int>* socket) const { *socket = -1; }
};

}  // namespace

Listener::Listener(const RedisOptions& options, std::string channel, Heard heard)
    : options_(options),
      channel_(std::move(channel)),
      heard_(std::move(heard)),
      owner_(getpid()),
      end_(eventfd(0, EFD_CLOEXEC)) {
  // The program's signals are for its own threads.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::make_unique<std::thread>([this] { run(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Listener::~Listener() {
  if (owner_ != getpid()) {
    if (socket_ >= 0) close(socket_);
    close(end_);
    static_cast<void>(thread_.release());  // the parent's, which cannot be joined here
    return;
  }
  const std::uint64_t one = 1;
  while (write(end_, &one, sizeof one) < 0 && errno == EINTR) {
  }
  thread_->join();
  close(end_);
}

void Listener::run() {
  do {
    listen();
  } while (wait(-1, wait_before_next));
}

// False: this is to end. A negative socket: waits for so long.
bool Listener::wait(int socket, int milliseconds) const {
  std::array<pollfd, 2> each{{{end_, POLLIN, 0}, {socket, POLLIN, 0}}};
  while (poll(each.data(), each.size(), milliseconds) < 0 && errno == EINTR) {
  }
  return each[0].revents == 0;
}

void Listener::listen() {
  const auto connection = Connection::open(options_);
  if (connection == nullptr) return;
  redisContext& context = connection->context();
  socket_ = context.fd;
  const std::unique_ptr<std::atomic<int>, Forget> until_closed(&socket_);
  redisEnableKeepAlive(&context);
  connection->add({"SUBSCRIBE", channel_});
  if (!connection->skip(1)) return;
  for (;;) {
    void* next = nullptr;
    if (redisGetReplyFromReader(&context, &next) != REDIS_OK) return;
    if (next == nullptr) {
      if (!wait(context.fd, for_ever) || redisBufferRead(&context) != REDIS_OK) return;
      continue;
    }
    const Reply reply(static_cast<redisReply*>(next));
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 3) continue;
    const redisReply& message = *reply->element[2];
    if (message.str != nullptr) heard_({message.str, message.len});
  }
}

}  // namespace partita::inline epoch1::redis
