#include "config/instance_credentials.hpp"

#include "config/credentials_json.hpp"
#include "config/read_token.hpp"
#include "http/endpoint.hpp"
#include "http/fetch.hpp"
#include "text.hpp"

#include <algorithm>
#include <utility>

namespace partita::inline epoch1::config {
namespace {

constexpr std::string_view ipv4 = "http://169.254.169.254";
constexpr std::string_view ipv6 = "http://[fd00:ec2::254]";
constexpr std::string_view role_path = "/latest/meta-data/iam/security-credentials/";
constexpr int attempts = 2;

std::string_view way_out(const http::FetchReply& reply, std::string_view path) {
  if (!reply.failure.empty()) {
    return "; is this an EC2 instance? From a container on one, its metadata hop limit must be 2";
  }
  if (reply.status == 404 && path == role_path) return "; the instance has no role: attach an instance profile";
  if (reply.status == 403) return "; the metadata service of the instance is turned off";
  return {};
}

// A name of IAM, so that it is nothing but the last part of a path.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_InstanceProfile.html
bool is_role(std::string_view text) {
  return !text.empty() && text != "." && text != ".." && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_+=,.@-").find(c) != std::string_view::npos;
  });
}

Result<std::string> ask(const Setting& url, std::string_view method, const std::string& path,
                        const std::string& header) {
  http::FetchReply reply;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    reply = http::fetch({.url = url.value + path, .method = std::string(method), .headers = {header}});
    if (reply.failure.empty() && reply.status < 500) break;
  }
  if (reply.failure.empty() && reply.status == 200) return std::move(reply.body);
  std::string message = url.where + ": " + std::string(method) + " '" + url.value + path + "' ";
  message +=
      reply.failure.empty() ? "was answered with status " + std::to_string(reply.status) : "failed: " + reply.failure;
  return Error(ErrorKind::credentials, message.append(way_out(reply, path)));
}

Result<Credentials> ask_for_keys(const Setting& url) {
  // Asked for each time, so it need not live longer than this.
  const auto answer = ask(url, "PUT", "/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds: 60");
  if (!answer) return answer.error();
  const auto token = check_token(*answer, url.where + ": the session token of '" + url.value + "'");
  if (!token) return token.error();
  const std::string header = "X-aws-ec2-metadata-token: " + *token;

  const auto roles = ask(url, "GET", std::string(role_path), header);
  if (!roles) return roles.error();
  const std::string_view role = text::trim(std::string_view(*roles).substr(0, roles->find('\n')));
  if (!is_role(role)) {
    return Error(ErrorKind::credentials,
                 url.where + ": '" + url.value + std::string(role_path) + "' did not answer with the name of a role");
  }
  const std::string path = std::string(role_path) + std::string(role);
  const auto keys = ask(url, "GET", path, header);
  if (!keys) return keys.error();
  return parse_credentials(*keys, "Token", url.where + ": '" + url.value + path + "' answered");
}

std::optional<Setting> setting(const SharedConfig& shared, const char* variable, std::string_view property) {
  auto found = environment(variable);
  return found ? found : shared.setting(property);
}

}  // namespace

Result<std::optional<Setting>> find_instance(const SharedConfig& shared) {
  const auto invalid = [](const Setting& setting, std::string_view expected) {
    return Error(ErrorKind::invalid_argument, setting.where + ": '" + setting.value + "' is " + std::string(expected));
  };
  if (const auto disabled = environment("AWS_EC2_METADATA_DISABLED")) {
    const std::string value = text::lower(disabled->value);
    if (value == "true") return std::optional<Setting>();
    if (value != "false") return invalid(*disabled, "neither 'true' nor 'false'");
  }
  if (const auto url = setting(shared, "AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint")) {
    auto endpoint = http::parse_endpoint(url->value, url->where);
    if (!endpoint) return endpoint.error();
    if (endpoint->tls) return invalid(*url, "no http URL");
    endpoint->url.pop_back();
    return std::optional(Setting{std::move(endpoint->url), url->where});
  }
  const auto mode = setting(shared, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode");
  const std::string value = mode ? text::lower(mode->value) : "ipv4";
  if (value != "ipv4" && value != "ipv6") return invalid(*mode, "neither 'IPv4' nor 'IPv6'");
  return std::optional(Setting{std::string(value == "ipv4" ? ipv4 : ipv6), "instance metadata"});
}

InstanceCredentials::InstanceCredentials(const Setting& url, Clock clock)
    : RefreshingCredentials(url.where, std::move(clock), [url] { return ask_for_keys(url); }) {}

}  // namespace partita::inline epoch1::config
