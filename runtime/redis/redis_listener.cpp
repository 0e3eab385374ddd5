#include "redis_listener.hpp"

#include "redis_connection.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): pthread_sigmask is POSIX's
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

namespace partita::inline epoch1::redis {
namespace {

constexpr int wait_before_next = 500;  // milliseconds
constexpr std::chrono::milliseconds before_next_lookup{5000};

bool is_address(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> place{};
  return inet_pton(AF_INET, host.c_str(), place.data()) == 1 || inet_pton(AF_INET6, host.c_str(), place.data()) == 1;
}

// IPv4 before IPv6, as hiredis has it. None: it cannot be told.
std::vector<std::string> look_up(const std::string& host) {
  std::vector<std::string> addresses;
  for (const int family : {AF_INET, AF_INET6}) {
    addrinfo hints{};
    hints.ai_family = family;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) continue;
    for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
      std::array<char, NI_MAXHOST> text{};
      if (getnameinfo(each->ai_addr, each->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0) {
        addresses.emplace_back(text.data());
      }
    }
    freeaddrinfo(found);
  }
  return addresses;
}

bool is_readable(int socket) {
  pollfd each{socket, POLLIN, 0};
  return poll(&each, 1, 0) > 0;
}

struct Forget {
  void operator()(std::atomic<int>* socket) const { *socket = -1; }
};

}  // namespace

Listener::Listener(const RedisOptions& options, std::string channel, Heard heard)
    : options_(options),
      channel_(std::move(channel)),
      heard_(std::move(heard)),
      is_name_(!is_address(options.host)),
      address_(is_name_ ? "" : options.host),
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

std::string Listener::address() const {
  const std::lock_guard lock(mutex_);
  return address_;
}

void Listener::publish(std::string address) {
  const std::lock_guard lock(mutex_);
  address_ = std::move(address);
}

// Another server may have taken the place of one that still answers.
bool Listener::has_moved() const {
  const auto addresses = is_name_ ? look_up(options_.host) : std::vector<std::string>();
  return !addresses.empty() && std::find(addresses.begin(), addresses.end(), address()) == addresses.end();
}

void Listener::listen() {
  std::unique_ptr<Connection> connection;
  for (const std::string& each : is_name_ ? look_up(options_.host) : std::vector{options_.host}) {
    connection = Connection::open(options_, each);
    if (connection != nullptr) {
      publish(each);
      break;
    }
  }
  if (connection == nullptr) return;
  redisContext& context = connection->context();
  socket_ = context.fd;
  const std::unique_ptr<std::atomic<int>, Forget> until_closed(&socket_);
  redisEnableKeepAlive(&context);
  connection->add({"SUBSCRIBE", channel_});
  if (!connection->skip(1)) return;
  auto next_lookup = std::chrono::steady_clock::now() + before_next_lookup;
  for (;;) {
    void* next = nullptr;
    if (redisGetReplyFromReader(&context, &next) != REDIS_OK) return;
    if (next == nullptr) {
      if (!wait(context.fd, static_cast<int>(before_next_lookup.count()))) return;
      if (std::chrono::steady_clock::now() >= next_lookup) {
        if (has_moved()) return;
        next_lookup = std::chrono::steady_clock::now() + before_next_lookup;
      }
      if (is_readable(context.fd) && redisBufferRead(&context) != REDIS_OK) return;
      continue;
    }
    const Reply reply(static_cast<redisReply*>(next));
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 3) continue;
    const redisReply& message = *reply->element[2];
    if (message.str != nullptr) heard_({message.str, message.len});
  }
}

}  // namespace partita::inline epoch1::redis
