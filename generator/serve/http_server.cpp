#include "serve/http_server.hpp"

#include "http/crc32.hpp"
#include "serve/exchange.hpp"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <thread>
#include <utility>

namespace partita::serve {
namespace {

using std::chrono::steady_clock;

// Of a connection without a request; clients of AWS keep theirs for a minute and more.
constexpr unsigned idle_seconds = 180;
constexpr std::chrono::seconds longest_end{10};

struct Address {
  sockaddr_storage bytes{};
  unsigned flags = 0;
};

std::optional<Address> parse(const std::string& text, std::uint16_t port) {
  Address address;
  sockaddr_in four{};
  sockaddr_in6 six{};
  if (inet_pton(AF_INET, text.c_str(), &four.sin_addr) == 1) {
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    std::memcpy(&address.bytes, &four, sizeof four);
  } else if (inet_pton(AF_INET6, text.c_str(), &six.sin6_addr) == 1) {
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    std::memcpy(&address.bytes, &six, sizeof six);
    address.flags = MHD_USE_IPv6;
  } else {
    return std::nullopt;
  }
  return address;
}

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
    const auto until = steady_clock::now() + longest_end;
    while (under_way > 0 && steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    MHD_stop_daemon(daemon);
    if (listening != MHD_INVALID_SOCKET) shutdown(listening, SHUT_RDWR);
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
  std::atomic<int> under_way{0};
  std::atomic<std::uint64_t> answered{0};
};

MHD_Result HttpServer::State::on_request(void* self, MHD_Connection* connection, const char* url, const char* method,
                                         const char* /*version*/, const char* piece, std::size_t* size,
                                         void** request) {
  State& server = *static_cast<State*>(self);
  if (*request == nullptr) {
    ++server.under_way;
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
  --static_cast<State*>(self)->under_way;
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
  const auto address = parse(options.address, options.port);
  if (!address) return tl::unexpected("'" + options.address + "' is no IPv4 or IPv6 address");
  auto state = std::make_unique<State>(options, std::move(answer));
  const unsigned threads = std::max(2U, std::thread::hardware_concurrency());
  errno = 0;
  state->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | address->flags, options.port, nullptr,
                                   nullptr, &State::on_request, state.get(), MHD_OPTION_SOCK_ADDR,
                                   reinterpret_cast<const sockaddr*>(&address->bytes), MHD_OPTION_THREAD_POOL_SIZE,
                                   threads, MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds, MHD_OPTION_NOTIFY_COMPLETED,
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
