#include "slow_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <deque>

namespace partita::benchmarks {
namespace {

using std::chrono::steady_clock;

struct Due {
  steady_clock::time_point time;
  int connection;
};

[[noreturn]] void serve(int listener, const std::string& answer, std::chrono::milliseconds delay) {
  const int poll = epoll_create1(0);
  epoll_event of_listener{.events = EPOLLIN, .data = {.fd = listener}};
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &of_listener);
  std::deque<Due> due;  // each waits as long as all others, so they stay in order
  for (;;) {
    int wait = -1;
    if (!due.empty()) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(due.front().time - steady_clock::now()).count();
      wait = left < 0 ? 0 : static_cast<int>(left);
    }
    epoll_event events[256];
    const int ready = epoll_wait(poll, events, 256, wait);
    for (int i = 0; i < ready; ++i) {
      if (events[i].data.fd == listener) {
        const int connection = accept(listener, nullptr, nullptr);
        if (connection < 0) continue;
        const int on = 1;
        setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        epoll_event event{.events = EPOLLIN, .data = {.fd = connection}};
        epoll_ctl(poll, EPOLL_CTL_ADD, connection, &event);
        continue;
      }
      char chunk[4096];  // a request of this benchmark is smaller, and comes whole
      if (recv(events[i].data.fd, chunk, sizeof chunk, 0) > 0) {
        due.push_back({steady_clock::now() + delay, events[i].data.fd});
      } else {
        close(events[i].data.fd);
      }
    }
    for (; !due.empty() && due.front().time <= steady_clock::now(); due.pop_front()) {
      send(due.front().connection, answer.data(), answer.size(), MSG_NOSIGNAL);
    }
  }
}

}  // namespace

SlowServer::SlowServer(std::string_view body, std::chrono::milliseconds delay) {
  const std::string answer =
      "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: " + std::to_string(body.size()) +
      "\r\n\r\n" + std::string(body);
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener, 4096) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::perror("slow server");
    std::exit(1);
  }
  port_ = ntohs(address.sin_port);
  process_ = fork();
  if (process_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    serve(listener, answer, delay);
  }
  close(listener);
}

SlowServer::~SlowServer() {
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

std::string SlowServer::url() const {
  return "http://127.0.0.1:" + std::to_string(port_);
}

}  // namespace partita::benchmarks
