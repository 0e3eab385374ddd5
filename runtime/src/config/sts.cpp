#include "config/sts.hpp"

#include "config/iso_time.hpp"
#include "http/fetch.hpp"
#include "http/raw_xml.hpp"
#include "http/sigv4.hpp"
#include "text.hpp"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <thread>

namespace partita::inline epoch1::config {
namespace {

using namespace std::chrono_literals;

constexpr int attempts = 3;
constexpr auto pause = 100ms;
constexpr std::size_t longest_message = 400;
constexpr std::string_view content_type = "application/x-www-form-urlencoded";

using Form = std::vector<std::pair<std::string_view, std::string_view>>;

std::string encoded(const Form& form) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view unreserved = "-_.~";
  std::string body;
  for (const auto& [name, value] : form) {
    if (!body.empty()) body += '&';
    body.append(name).append("=");
    for (const char c : value) {
      const auto byte = static_cast<unsigned char>(c);
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
          unreserved.find(c) != std::string_view::npos) {
        body += c;
      } else {
        body.append("%").append(1, digits[byte >> 4]).append(1, digits[byte & 0xFU]);
      }
    }
  }
  return body;
}

bool worth_repeating(const http::FetchReply& reply) {
  if (!reply.failure.empty() || reply.status >= 500) return true;
  const auto code = http::xml_text(reply.body, "Code");
  return code && (*code == "Throttling" || *code == "ThrottlingException" || *code == "IDPCommunicationError");
}

using Secrets = std::initializer_list<std::string_view>;

// STS's own words, as they say what its policies lack; nothing of them if they hold what must not be shown.
std::string words_of(const http::FetchReply& reply, Secrets secrets) {
  const std::string code = http::xml_text(reply.body, "Code").value_or("");
  std::string message = http::xml_text(reply.body, "Message").value_or("");
  for (const std::string& words : {code, message}) {
    for (const std::string_view secret : secrets) {
      if (!secret.empty() && words.find(secret) != std::string::npos) return {};
    }
  }
  message.resize(std::min(message.size(), longest_message));
  std::replace_if(message.begin(), message.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  if (code.empty()) return {};
  return " (" + code + (message.empty() ? "" : ": " + message) + ")";
}

// The secrets are those of the request.
Result<Credentials> ask(const Sts& sts, const Role& role, const Form& form, std::vector<std::string> headers,
                        Secrets secrets) {
  http::FetchRequest request{.url = sts.endpoint.url, .method = "POST", .headers = std::move(headers)};
  request.headers.push_back("Content-Type: " + std::string(content_type));
  request.body = encoded(form);
  request.ca_bundle = sts.ca_bundle;
  request.proxy = !sts.endpoint.loopback;
  request.connect_timeout = 3s;
  request.timeout = 5s;
  http::FetchReply reply;
  for (int attempt = 1;; ++attempt) {
    reply = http::fetch(request);
    if (attempt == attempts || !worth_repeating(reply)) break;
    std::this_thread::sleep_for(pause * attempt);
  }
  const std::string who = role.arn.where + ": '" + sts.endpoint.url + "', asked to " + std::string(form[0].second) +
                          " '" + role.arn.value + "', ";
  const auto failure = [&who](const std::string& what) { return Error(ErrorKind::credentials, who + what); };
  if (!reply.failure.empty()) return failure("gave no answer: " + reply.failure);
  if (reply.status != 200) {
    return failure("answered with status " + std::to_string(reply.status) + words_of(reply, secrets) +
                   "; check the role and whom its trust policy allows to assume it");
  }
  auto id = http::xml_text(reply.body, "AccessKeyId");
  auto key = http::xml_text(reply.body, "SecretAccessKey");
  auto token = http::xml_text(reply.body, "SessionToken");
  const auto expiration = http::xml_text(reply.body, "Expiration");
  const auto expires = parse_iso_time(expiration.value_or(""));
  if (!id || id->empty() || !key || key->empty() || !token || token->empty() || !expires) {
    return failure("answered without an 'AccessKeyId', a 'SecretAccessKey', a 'SessionToken' and an 'Expiration'");
  }
  return Credentials{*std::move(id), *std::move(key), *std::move(token), *expires};
}

Form form_of(std::string_view action, const Role& role) {
  Form form{{"Action", action},
            {"Version", "2011-06-15"},
            {"RoleArn", role.arn.value},
            {"RoleSessionName", role.session_name}};
  if (!role.duration_seconds.empty()) form.emplace_back("DurationSeconds", role.duration_seconds);
  return form;
}

}  // namespace

Result<Sts> find_sts(const SharedConfig& shared, const SourceSettings& settings) {
  auto regional = environment("AWS_STS_REGIONAL_ENDPOINTS");
  if (!regional) regional = shared.setting("sts_regional_endpoints");
  if (regional && regional->value != "regional") {
    return Error(ErrorKind::invalid_argument, regional->where + ": '" + regional->value +
                                                  "' is not supported; use 'regional', or remove the setting");
  }
  auto url = environment("AWS_ENDPOINT_URL_STS");
  if (!url) url = environment("AWS_ENDPOINT_URL");
  if (!url) {
    auto named = shared.endpoint_url("sts");
    if (!named) return named.error();
    url = *std::move(named);
  }
  auto endpoint = url ? http::parse_endpoint(url->value, url->where)
                      : http::regional_endpoint(settings.region.value, settings.region.where, settings.variant, "sts");
  if (!endpoint) return endpoint.error();
  Sts sts{*std::move(endpoint), settings.region.value, "", settings.clock};
  if (sts.endpoint.tls) {
    auto bundle = settings.ca_bundle();
    if (!bundle) return bundle.error();
    sts.ca_bundle = *std::move(bundle);
  }
  return sts;
}

std::string default_session_name(const Clock& clock) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(clock());
  return "partita-" + std::to_string(seconds.time_since_epoch().count());
}

Result<Credentials> assume_role(const Sts& sts, const Role& role, const Credentials& signer) {
  if (text::has_control(signer.access_key_id) || text::has_control(signer.session_token)) {
    return Error(ErrorKind::credentials, role.arn.where +
                                             ": the access key id or the session token of the role's source holds a "
                                             "control character, such as a line end");
  }
  Form form = form_of("AssumeRole", role);
  if (!role.external_id.empty()) form.emplace_back("ExternalId", role.external_id);
  http::SigV4Signer sigv4(sts.endpoint.host, sts.region, "sts", content_type);
  const auto signature = sigv4.sign("", encoded(form), signer, sts.clock());
  if (!signature) return Error(ErrorKind::unsupported, "OpenSSL offers no SHA-256, which signing needs");
  std::vector<std::string> headers{"X-Amz-Date: " + std::string(signature->date),
                                   "Authorization: " + std::string(signature->authorization)};
  if (!signer.session_token.empty()) headers.push_back("X-Amz-Security-Token: " + signer.session_token);
  return ask(sts, role, form, std::move(headers), {signer.secret_access_key, signer.session_token});
}

Result<Credentials> assume_role_with_web_identity(const Sts& sts, const Role& role, const std::string& token) {
  Form form = form_of("AssumeRoleWithWebIdentity", role);
  form.emplace_back("WebIdentityToken", token);
  return ask(sts, role, form, {}, {token});
}

}  // namespace partita::inline epoch1::config
