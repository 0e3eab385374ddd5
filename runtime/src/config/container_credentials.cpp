#include "config/container_credentials.hpp"

#include "config/credentials_json.hpp"
#include "config/read_token.hpp"
#include "http/endpoint.hpp"
#include "http/fetch.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace partita::inline epoch1::config {
namespace {

constexpr std::string_view ecs = "http://169.254.170.2";
constexpr std::array<std::string_view, 3> agents{"169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"};
constexpr int attempts = 3;

// The host that is checked must be the one that libcurl connects to, so nothing that two parsers may read in two ways.
bool is_plain(std::string_view url) {
  return std::none_of(url.begin(), url.end(),
                      [](char c) { return c <= ' ' || c > '~' || c == '@' || c == '\\' || c == '#'; });
}

Error refused(const Setting& setting, const std::string& why) {
  return {ErrorKind::credentials, setting.where + ": " + why};
}

bool is_agent(std::string_view host) {
  if (const std::size_t port = host.find(':', host.starts_with('[') ? host.find(']') : 0); port != host.npos) {
    host = host.substr(0, port);
  }
  return std::find(agents.begin(), agents.end(), host) != agents.end();
}

Result<ContainerSource> at_full_url(const Setting& setting) {
  constexpr std::string_view allowed =
      "; it is https, or http to this machine, 169.254.170.2, 169.254.170.23 or [fd00:ec2::23]";
  const std::string_view url = setting.value;
  const bool http = url.starts_with("http://");
  if (!is_plain(url) || (!http && !url.starts_with("https://"))) {
    return refused(setting, "the value is not a plain URL" + std::string(allowed));
  }
  const std::size_t path = std::min(url.find_first_of("/?", http ? 7 : 8), url.size());
  const auto host = http::parse_endpoint(url.substr(0, path), setting.where);
  if (!host) return Error(ErrorKind::credentials, host.error().message());
  if (!host->tls && !host->loopback && !is_agent(host->host)) {
    return refused(setting, "credentials are not asked for at '" + host->url + "'" + std::string(allowed));
  }
  std::string whole = host->url;
  if (path < url.size() && url[path] == '/') whole.pop_back();
  return ContainerSource{{whole.append(url.substr(path)), setting.where}, host->tls};
}

Result<ContainerSource> at_path_of_agent(const Setting& setting) {
  if (!setting.value.starts_with('/') || !is_plain(setting.value)) {
    return refused(setting, "the value is not the path of a URL; it begins with '/'");
  }
  return ContainerSource{{std::string(ecs) + setting.value, setting.where}};
}

Result<Credentials> ask(const ContainerSource& source, const std::string& ca_bundle) {
  http::FetchRequest request{.url = source.url.value, .headers = {"Accept: application/json"}, .ca_bundle = ca_bundle};
  request.proxy = source.tls;
  if (source.token_file || source.token) {
    const auto token =
        source.token_file ? read_token(*source.token_file) : check_token(source.token->value, source.token->where);
    if (!token) return token.error();
    request.headers.push_back("Authorization: " + *token);
  }

  http::FetchReply reply;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    reply = http::fetch(request);
    if (reply.failure.empty() && reply.status < 500) break;
  }
  // The query may hold a secret, so it is not shown.
  const std::string who = source.url.where + ": '" + source.url.value.substr(0, source.url.value.find('?')) + "'";
  if (!reply.failure.empty()) {
    return Error(ErrorKind::credentials,
                 who + " gave no credentials: " + reply.failure + "; is the agent of the container running?");
  }
  if (reply.status != 200) {
    const bool unauthorised = reply.status == 400 || reply.status == 401 || reply.status == 403;
    return Error(ErrorKind::credentials,
                 who + " answered with status " + std::to_string(reply.status) +
                     (unauthorised ? "; check the role of the task or pod and its authorization token"
                                   : "; check the URL and the role of the task or pod"));
  }
  return parse_credentials(reply.body, "Token", who + " answered");
}

}  // namespace

Result<std::optional<ContainerSource>> find_container() {
  const auto relative = environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  const auto full = environment("AWS_CONTAINER_CREDENTIALS_FULL_URI");
  if (!relative && !full) return std::optional<ContainerSource>();
  auto source = relative ? at_path_of_agent(*relative) : at_full_url(*full);
  if (!source) return source.error();
  source->token_file = environment("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  source->token = environment("AWS_CONTAINER_AUTHORIZATION_TOKEN");
  return std::optional(*std::move(source));
}

ContainerCredentials::ContainerCredentials(const ContainerSource& source, const std::string& ca_bundle, Clock clock)
    : RefreshingCredentials(source.url.where, std::move(clock),
                            [source, ca_bundle] { return ask(source, ca_bundle); }) {}

Result<std::shared_ptr<CredentialsProvider>> container_credentials(const SourceSettings& settings) {
  const auto source = find_container();
  if (!source) return source.error();
  if (!*source) return std::shared_ptr<CredentialsProvider>();
  const auto bundle = (*source)->tls ? settings.ca_bundle() : std::string();
  if (!bundle) return bundle.error();
  return std::shared_ptr<CredentialsProvider>(
      std::make_shared<ContainerCredentials>(**source, *bundle, settings.clock));
}

}  // namespace partita::inline epoch1::config
