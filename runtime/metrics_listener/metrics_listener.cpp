#include <partita/metrics_listener.hpp>

#include <partita/metrics.hpp>

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace partita::inline epoch1 {

namespace {

constexpr unsigned most_connections = 16;
constexpr unsigned idle_seconds = 10;

struct Address {
  sockaddr_storage bytes{};
  unsigned flags = 0;
};

bool parse(const MetricsListenerOptions& options, Address& address) {
  sockaddr_in four{};
  if (inet_pton(AF_INET, options.address.c_str(), &four.sin_addr) == 1) {
    four.sin_family = AF_INET;
    four.sin_port = htons(options.port);
    std::memcpy(&address.bytes, &four, sizeof four);
    return true;
  }
  sockaddr_in6 six{};
  if (inet_pton(AF_INET6, options.address.c_str(), &six.sin6_addr) != 1) return false;
  six.sin6_family = AF_INET6;
  six.sin6_port = htons(options.port);
  std::memcpy(&address.bytes, &six, sizeof six);
  address.flags = MHD_USE_IPv6;
  return true;
}

MHD_Result answer(MHD_Connection* connection, unsigned status, const std::string& body, const char* header,
                  const char* value) {
  MHD_Response* const response =
      MHD_create_response_from_buffer(body.size(), const_cast<char*>(body.data()), MHD_RESPMEM_MUST_COPY);
  if (response == nullptr) return MHD_NO;
  MHD_add_response_header(response, header, value);
  const MHD_Result queued = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return queued;
}

MHD_Result handle(void* client, MHD_Connection* connection, const char* url, const char* method,
                  const char* /*version*/, const char* /*upload*/, std::size_t* upload_size, void** state) {
  // Called once for the header, then for the body, then for the answer.
  static int header_seen;
  if (*state == nullptr) {
    *state = &header_seen;
    return MHD_YES;
  }
  if (*upload_size != 0) {
    *upload_size = 0;
    return MHD_YES;
  }
  if (std::string_view(url) != "/metrics") {
    return answer(connection, MHD_HTTP_NOT_FOUND, "only /metrics is here\n", MHD_HTTP_HEADER_CONTENT_TYPE,
                  "text/plain");
  }
  if (std::string_view(method) != "GET" && std::string_view(method) != "HEAD") {
    return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "", MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
  }
  return answer(connection, MHD_HTTP_OK, prometheus_text(metrics(*static_cast<const Client*>(client))),
                MHD_HTTP_HEADER_CONTENT_TYPE, "text/plain; version=0.0.4");
}

}  // namespace

struct MetricsListener::State {
  explicit State(const Client& of) : client(of) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (daemon != nullptr) MHD_stop_daemon(daemon);
  }

  Client client;
  MHD_Daemon* daemon = nullptr;
};

Result<MetricsListener> MetricsListener::open(const Client& client, const MetricsListenerOptions& options) {
  Address address;
  if (!parse(options, address)) {
    return Error(ErrorKind::invalid_argument,
                 "MetricsListenerOptions::address is '" + options.address + "', which is no IPv4 or IPv6 address");
  }
  auto state = std::make_unique<State>(client);
  errno = 0;
  state->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | address.flags, options.port, nullptr, nullptr,
                                   &handle, &state->client, MHD_OPTION_SOCK_ADDR,
                                   reinterpret_cast<const sockaddr*>(&address.bytes), MHD_OPTION_CONNECTION_LIMIT,
                                   most_connections, MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds, MHD_OPTION_END);
  if (state->daemon == nullptr) {
    return Error(ErrorKind::invalid_argument, "no listener on '" + options.address + "', port " +
                                                  std::to_string(options.port) + ": " + std::strerror(errno));
  }
  return MetricsListener(std::move(state));
}

MetricsListener::MetricsListener(std::unique_ptr<State> state) : state_(std::move(state)) {}
MetricsListener::MetricsListener(MetricsListener&& other) noexcept = default;
MetricsListener& MetricsListener::operator=(MetricsListener&& other) noexcept = default;
MetricsListener::~MetricsListener() = default;

std::uint16_t MetricsListener::port() const {
  return MHD_get_daemon_info(state_->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

}  // namespace partita::inline epoch1
