#include "serve/http_server.hpp"

#include "http/crc32.hpp"
#include "serve/address.hpp"
#include "serve/exchange.hpp"

#include <microhttpd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <thread>
#include <utility>

namespace partita::serve {
namespace {

using std::chrono::steady_clock;

// Of a connection without a request; clients of AWS keep theirs for a minute and more.
constexpr unsigned idle_seconds = 180;
constexpr std::chrono::seconds longest_end{10};

// The requests, each from its headers to the last byte of its answer. Near the server's end none may begin that the end
// would cut off: it may have been applied, and its client would not know.
class UnderWay {
 public:
  // Whether a request may begin, which then must end.
  bool begin() {
    const std::lock_guard lock(mutex_);
    if (phase_ == Phase::over) return false;
    ++count_;
    return true;
  }
  void end() {
    const std::lock_guard lock(mutex_);
    if (--count_ == 0) none_.notify_all();
  }

  // From when the server is told to end.
  bool are_last() const { return is_at_least(Phase::last); }
  bool are_over() const { return is_at_least(Phase::over); }

  // Waits for those that are under way, and for those that begin meanwhile: one a connection, as its answer closes it.
  void finish() {
    std::unique_lock lock(mutex_);
    phase_ = Phase::last;
    none_.wait_for(lock, longest_end, [&] { return count_ == 0; });
    phase_ = Phase::over;
  }

 private:
  enum class Phase { serving, last, over };

  bool is_at_least(Phase phase) const {
    const std::lock_guard lock(mutex_);
    return phase_ >= phase;
  }

  mutable std::mutex mutex_;
  std::condition_variable none_;
  int count_ = 0;
  Phase phase_ = Phase::serving;
};

// What has come of a request.
struct Incoming {
  steady_clock::time_point began = steady_clock::now();
  std::string body{};
  bool is_too_large = false;
};

}  // namespace

struct HttpServer::State {
  State(const ServerOptions& from, Answering how) : options(from), answering(std::move(how)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (daemon == nullptr) return;
    const MHD_socket listening = MHD_quiesce_daemon(daemon);
    under_way.finish();
    MHD_stop_daemon(daemon);
    if (listening != MHD_INVALID_SOCKET) close(listening);
  }

  // Called for the header, for each piece of the body, and when all has come.
  static MHD_Result on_request(void* self, MHD_Connection* connection, const char* url, const char* method,
                               const char* version, const char* piece, std::size_t* size, void** request);
  static void on_end(void* self, MHD_Connection* connection, void** request, MHD_RequestTerminationCode why);

  MHD_Result answer(MHD_Connection* connection, const Incoming& request);
  MHD_Result queue(MHD_Connection* connection, const Answer& answer);
  void log(const std::string& operation, const Incoming& request, const Answer& answer) const;

  const ServerOptions options;
  const Answering answering;
  MHD_Daemon* daemon = nullptr;
  UnderWay under_way;
  std::atomic<std::uint64_t> answered{0};
};

MHD_Result HttpServer::State::on_request(void* self, MHD_Connection* connection, const char* url, const char* method,
                                         const char* /*version*/, const char* piece, std::size_t* size,
                                         void** request) {
  State& server = *static_cast<State*>(self);
  if (*request == nullptr) {
    if (!server.under_way.begin()) return MHD_NO;
    *request = new Incoming;
    return MHD_YES;
  }
  Incoming& incoming = *static_cast<Incoming*>(*request);
  if (*size > 0) {
    if (incoming.body.size() + *size > most_body_bytes) {
      incoming.is_too_large = true;
      incoming.body.clear();
    }
    if (!incoming.is_too_large) incoming.body.append(piece, *size);
    *size = 0;
    return MHD_YES;
  }
  if (server.under_way.are_over()) return MHD_NO;
  if (std::string_view(method) == "GET" && std::string_view(url) == "/") {
    return server.queue(connection, {MHD_HTTP_OK, "healthy: partita serve\n"});  // as the service says of itself
  }
  if (std::string_view(method) != "POST" || std::string_view(url) != "/") {
    return server.queue(connection, to_answer({"UnknownOperationException", ""}));
  }
  return server.answer(connection, incoming);
}

void HttpServer::State::on_end(void* self, MHD_Connection* /*connection*/, void** request,
                               MHD_RequestTerminationCode /*why*/) {
  if (*request == nullptr) return;
  delete static_cast<Incoming*>(*request);
  *request = nullptr;
  static_cast<State*>(self)->under_way.end();
}

MHD_Result HttpServer::State::answer(MHD_Connection* connection, const Incoming& request) {
  if (request.is_too_large) {
    const Answer answer = too_large();
    log("-", request, answer);
    return queue(connection, answer);
  }
  const HeaderOf header = [&](const std::string& name) -> std::optional<std::string_view> {
    const char* const value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name.c_str());
    if (value == nullptr) return std::nullopt;
    return value;
  };
  const Asked asked = examine(header, request.body, options.credentials, std::chrono::system_clock::now());
  const Answer answer = asked.refusal ? to_answer(*asked.refusal) : answering(asked.operation, request.body);
  log(asked.operation, request, answer);
  return queue(connection, answer);
}

MHD_Result HttpServer::State::queue(MHD_Connection* connection, const Answer& answer) {
  MHD_Response* const response =
      MHD_create_response_from_buffer(answer.body.size(), const_cast<char*>(answer.body.data()), MHD_RESPMEM_MUST_COPY);
  if (response == nullptr) return MHD_NO;
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/x-amz-json-1.0");
  MHD_add_response_header(response, "x-amzn-RequestId", ("partita-" + std::to_string(++answered)).c_str());
  MHD_add_response_header(response, "x-amz-crc32", std::to_string(http::crc32(answer.body)).c_str());
  if (under_way.are_last()) MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
  const MHD_Result queued = MHD_queue_response(connection, static_cast<unsigned>(answer.status), response);
  MHD_destroy_response(response);
  return queued;
}

// One write a line, so that lines of several threads do not mix.
void HttpServer::State::log(const std::string& operation, const Incoming& request, const Answer& answer) const {
  if (!options.verbose) return;
  const std::chrono::duration<double, std::milli> time = steady_clock::now() - request.began;
  std::fprintf(stderr, "%s %d, %zu bytes in, %zu out, %.3f ms\n",
               operation.empty() ? "-" : operation.c_str(),  // NOLINT
               answer.status, request.body.size(), answer.body.size(), time.count());
}

tl::expected<HttpServer, std::string> HttpServer::start(const ServerOptions& options, Answering answer) {
  const auto address = socket_address(options.address, options.port);
  if (!address) return tl::unexpected("'" + options.address + "' is no IPv4 or IPv6 address");
  auto state = std::make_unique<State>(options, std::move(answer));
  const unsigned threads = std::max(2U, std::thread::hardware_concurrency());
  const unsigned family = address->ss_family == AF_INET6 ? MHD_USE_IPv6 : MHD_NO_FLAG;
  errno = 0;
  state->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | family, options.port, nullptr, nullptr,
                                   &State::on_request, state.get(), MHD_OPTION_SOCK_ADDR,
                                   reinterpret_cast<const sockaddr*>(&*address), MHD_OPTION_THREAD_POOL_SIZE, threads,
                                   MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds, MHD_OPTION_NOTIFY_COMPLETED,
                                   &State::on_end, state.get(), MHD_OPTION_END);
  if (state->daemon == nullptr) {
    return tl::unexpected("cannot listen on '" + options.address + "', port " + std::to_string(options.port) + ": " +
                          std::strerror(errno));
  }
  return HttpServer(std::move(state));
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpServer::HttpServer(HttpServer&& other) noexcept = default;
HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const {
  return MHD_get_daemon_info(state_->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

}  // namespace partita::serve
