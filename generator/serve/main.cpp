// `partita serve`, a program of its own: the tool starts in milliseconds, and would load an HTTP server for nothing.
#include "embedded/engine.hpp"
#include "embedded/error_answer.hpp"
#include "embedded/store/memory_store.hpp"
#include "embedded/store/sqlite_store.hpp"
#include "serve/exchange.hpp"
#include "serve/http_server.hpp"
#include "serve/options.hpp"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigwait is POSIX's

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace partita;
using namespace partita::serve;

constexpr int exit_usage = 2;
constexpr int exit_failure = 3;

int fail(int code, const std::string& message) {
  std::fprintf(stderr, "partita: error: %s\n", message.c_str());  // NOLINT
  return code;
}

std::optional<Credentials> credentials_of_environment() {
  const char* const id = std::getenv("AWS_ACCESS_KEY_ID");
  const char* const secret = std::getenv("AWS_SECRET_ACCESS_KEY");
  if (id == nullptr || secret == nullptr || *id == '\0' || *secret == '\0') return std::nullopt;
  return Credentials{.access_key_id = id, .secret_access_key = secret};
}

// In IPv6 addresses stand colons.
std::string url(const Options& options, std::uint16_t port) {
  const bool is_six = options.address.find(':') != std::string::npos;
  return "http://" + (is_six ? "[" + options.address + "]" : options.address) + ":" + std::to_string(port);
}

Result<std::unique_ptr<embedded::Store>> open_store(const Options& options) {
  if (options.db.empty()) return embedded::make_memory_store();
  return embedded::open_sqlite_store(options.db, {.every_commit_survives_power_loss = options.durable});
}

int run(const Options& options) {
  ServerOptions server{options.address, options.port, options.verbose};
  if (options.verify_signatures) {
    server.credentials = credentials_of_environment();
    if (!server.credentials) {
      return fail(exit_usage, "'--verify-signatures' needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to be set");
    }
  }
  auto store = open_store(options);
  if (!store) return fail(exit_failure, std::string(store.error().message()));
  embedded::Engine engine(std::move(*store), &std::chrono::system_clock::now,
                          {.expiry_interval = options.expire_every});

  // Before the server's threads begin, which inherit it: the signals are for sigwait alone.
  sigset_t ends{};
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  auto started = HttpServer::start(server, [&](std::string_view operation, std::string_view body) {
    std::string text;
    const auto done = engine.run(operation, body, text);
    return done ? Answer{200, std::move(text)} : to_answer(done.error());
  });
  if (!started) return fail(exit_failure, started.error());
  std::printf("DynamoDB's API on %s, tables in %s\n", url(options, started->port()).c_str(),
              options.db.empty() ? "memory" : ("'" + options.db + "'").c_str());
  std::fflush(stdout);
  int which = 0;
  sigwait(&ends, &which);
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = parse_options(std::vector<std::string>(argv + 1, argv + argc));
  if (!options) return fail(exit_usage, options.error());
  if (options->help) {
    std::fputs(help().c_str(), stdout);
    return EXIT_SUCCESS;
  }
  return run(*options);
}
