// A Redis of the test's own.
#pragma once

#include <arpa/inet.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is POSIX's
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <thread>

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace partita::test {

/// On a free port, with nothing on disk.
class RedisServer {
 public:
  RedisServer() : port_(free_port()) { start(); }
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;
  ~RedisServer() { stop(); }

  std::uint16_t port() const { return port_; }

  /// Returns once it answers.
  void start() {
    std::string port = std::to_string(port_);
    std::string program = PARTITA_REDIS_SERVER;
    std::string names[] = {"--port", "--save", "", "--bind", "127.0.0.1", "--logfile", "/dev/null", "--dir", "/tmp"};
    char* arguments[] = {program.data(),  names[0].data(), port.data(),     names[1].data(),
                         names[2].data(), names[3].data(), names[4].data(), names[5].data(),
                         names[6].data(), names[7].data(), names[8].data(), nullptr};
    if (posix_spawn(&process_, program.c_str(), nullptr, nullptr, arguments, environ) != 0) process_ = 0;
    for (int i = 0; i < 500 && !is_listening(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  void stop() {
    if (process_ == 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = 0;
  }
  /// Connections stand, and nothing answers.
  void freeze() const { kill(process_, SIGSTOP); }
  void thaw() const { kill(process_, SIGCONT); }

 private:
  static sockaddr_in address(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
  }
  static std::uint16_t free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in free = address(0);
    socklen_t size = sizeof free;
    bind(socket, reinterpret_cast<const sockaddr*>(&free), size);
    getsockname(socket, reinterpret_cast<sockaddr*>(&free), &size);
    close(socket);
    return ntohs(free.sin_port);
  }
  bool is_listening() const {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in there = address(port_);
    const bool connected = connect(socket, reinterpret_cast<const sockaddr*>(&there), sizeof there) == 0;
    close(socket);
    return connected;
  }

  std::uint16_t port_;
  pid_t process_ = 0;
};

}  // namespace partita::test
