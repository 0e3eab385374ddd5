#include <partita/client.hpp>

#include "config/settings.hpp"
#include "http/http_transport.hpp"
#include "http/retry_transport.hpp"

#include <partita/chrono.hpp>
#include <partita/client_options.hpp>
#include <partita/transport.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace partita::inline epoch1 {

struct Client::State {
  std::shared_ptr<Transport> transport;
  std::string table_prefix{};
  std::function<std::chrono::system_clock::time_point()> clock{};
};

namespace {

// The shortest name of a table has 3 characters, the longest 255.
constexpr std::size_t longest_prefix = 252;

Result<void> check_prefix(std::string_view prefix) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  };
  if (!std::all_of(prefix.begin(), prefix.end(), allowed)) {
    return Error(ErrorKind::invalid_argument, "ClientOptions::table_prefix is '" + std::string(prefix) +
                                                  "'; table names have letters, digits, '_', '-' and '.' alone");
  }
  if (prefix.size() > longest_prefix) {
    return Error(ErrorKind::invalid_argument, "ClientOptions::table_prefix has " + std::to_string(prefix.size()) +
                                                  " characters, which leaves no room for a name; a table name has 255");
  }
  return {};
}

Result<Client> open_client(std::optional<std::string_view> url, const ClientOptions& options) {
  auto settings = config::resolve_settings(url, options);
  if (!settings) return settings.error();
  auto http = std::make_shared<http::HttpTransport>(std::move(settings->http));
  return Client::open(std::make_shared<http::RetryTransport>(std::move(http), std::move(settings->retry)), options);
}

}  // namespace

Result<Client> Client::open(std::string_view url) {
  return open_client(url, {});
}
Result<Client> Client::open(std::string_view url, const ClientOptions& options) {
  return open_client(url, options);
}
Result<Client> Client::open() {
  return open_client(std::nullopt, {});
}
Result<Client> Client::open(const ClientOptions& options) {
  return open_client(std::nullopt, options);
}

Result<Client> Client::open(std::shared_ptr<Transport> transport, const ClientOptions& options) {
  if (auto checked = check_prefix(options.table_prefix); !checked) return checked.error();
  return Client(std::make_shared<const State>(State{std::move(transport), options.table_prefix, options.clock}));
}

Client::Client(std::shared_ptr<Transport> transport)
    : Client(std::make_shared<const State>(State{std::move(transport)})) {}

Client::Client(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Client Client::over(std::shared_ptr<Transport> transport) const {
  return Client(std::make_shared<const State>(State{std::move(transport), state_->table_prefix, state_->clock}));
}

Transport& Client::transport() const {
  return *state_->transport;
}

const std::string& Client::table_prefix() const {
  return state_->table_prefix;
}

timestamp Client::now() const {
  return to_timestamp(state_->clock ? state_->clock() : std::chrono::system_clock::now());
}

}  // namespace partita::inline epoch1
