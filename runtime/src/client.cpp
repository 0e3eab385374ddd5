#include <partita/client.hpp>

#include "config/settings.hpp"
#include "http/http_transport.hpp"
#include "http/retry_transport.hpp"

#include <partita/client_options.hpp>
#include <partita/transport.hpp>

#include <optional>
#include <utility>

namespace partita::inline epoch1 {
namespace {

Result<Client> open_client(std::optional<std::string_view> url, const ClientOptions& options) {
  auto settings = config::resolve_settings(url, options);
  if (!settings) return settings.error();
  auto http = std::make_shared<http::HttpTransport>(std::move(settings->http));
  return Client(std::make_shared<http::RetryTransport>(std::move(http), std::move(settings->retry)));
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

Client::Client(std::shared_ptr<Transport> transport) : transport_(std::move(transport)) {}

Transport& Client::transport() const {
  return *transport_;
}

}  // namespace partita::inline epoch1
