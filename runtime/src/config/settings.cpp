#include "config/settings.hpp"

#include "config/check_options.hpp"
#include "config/credentials_chain.hpp"
#include "config/shared_config.hpp"
#include "config/static_credentials.hpp"
#include "log/log_changes.hpp"
#include "log/watched_credentials.hpp"

#include <curl/curl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <string>
#include <utility>

namespace partita::inline epoch1::config {
namespace {

using http::Endpoint;
using http::EndpointVariant;

constexpr int most_attempts = 100;
constexpr std::string_view loopback_region = "us-east-1";  // signed with, but nobody looks at it

Error invalid(const std::string& message) {
  return {ErrorKind::invalid_argument, message};
}

std::optional<Setting> first_of(std::initializer_list<const char*> variables) {
  for (const char* const name : variables) {
    if (auto found = environment(name)) return found;
  }
  return std::nullopt;
}

Result<bool> switched_on(const char* variable, const SharedConfig& shared, std::string_view property) {
  auto setting = environment(variable);
  if (!setting) setting = shared.setting(property);
  if (!setting || setting->value == "false") return false;
  if (setting->value == "true") return true;
  return invalid(setting->where + ": '" + setting->value + "' is neither 'true' nor 'false'");
}

std::string attempts_range() {
  return "; give a number from 1 to " + std::to_string(most_attempts);
}

Result<int> max_attempts(int option) {
  if (option >= 1 && option <= most_attempts) return option;
  return invalid("ClientOptions::max_attempts is " + std::to_string(option) + attempts_range());
}

Result<int> max_attempts(const ClientOptions& options, const SharedConfig& shared) {
  if (options.max_attempts) return max_attempts(*options.max_attempts);
  auto setting = environment("AWS_MAX_ATTEMPTS");
  if (!setting) setting = shared.setting("max_attempts");
  if (!setting) return default_max_attempts;
  int value = 0;
  const char* const end = setting->value.data() + setting->value.size();
  const auto [stop, error] = std::from_chars(setting->value.data(), end, value);
  if (error != std::errc() || stop != end || value < 1 || value > most_attempts) {
    return invalid(setting->where + ": the number of attempts is '" + setting->value + "'" + attempts_range());
  }
  return value;
}

http::RetrySettings retry_settings(const ClientOptions& options, int attempts) {
  http::RetrySettings retry;
  retry.max_attempts = attempts;
  retry.budget = options.retry_budget;
  retry.random = options.random;
  retry.sleep = options.sleep;
  retry.log = options.log;
  return retry;
}

// There is one way to retry; a wish for another must not be lost.
Result<void> check_retry_mode(const SharedConfig& shared) {
  auto setting = environment("AWS_RETRY_MODE");
  if (!setting) setting = shared.setting("retry_mode");
  if (!setting || setting->value == "standard") return {};
  return invalid(setting->where + ": the retry mode '" + setting->value +
                 "' is not supported; use 'standard', or remove the setting");
}

Result<std::string> ca_bundle(const ClientOptions& options, const SharedConfig& shared) {
  std::optional<Setting> named;
  if (options.ca_bundle) named = Setting{*options.ca_bundle, "ClientOptions::ca_bundle"};
  if (!named) named = environment("AWS_CA_BUNDLE");
  if (!named) named = shared.setting("ca_bundle");
  if (named) {
    if (access(named->value.c_str(), R_OK) == 0) return named->value;
    return invalid(named->where + ": cannot read the file of certificates '" + named->value + "'");
  }
  const curl_version_info_data* const built = curl_version_info(CURLVERSION_NOW);
  for (const char* const path :
       {built->cainfo, "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"}) {
    if (path != nullptr && access(path, R_OK) == 0) return std::string(path);
  }
  return std::string();  // libcurl's own default
}

// Of a server of one's own: any one word, as such servers keep a database for each. It goes into the Authorization
// header, so nothing that would end a part of it.
bool is_signing_region(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

Result<Endpoint> find_endpoint(std::optional<std::string_view> url, const std::optional<Setting>& region,
                               EndpointVariant variant, const SharedConfig& shared) {
  if (url && *url != "dynamodb://") return http::parse_endpoint(*url, "", variant);
  if (!url) {
    if (const auto named = first_of({"AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL"})) {
      return http::parse_endpoint(named->value, named->where, variant);
    }
    const auto named = shared.endpoint_url("dynamodb");
    if (!named) return named.error();
    const std::optional<Setting>& setting = *named;
    if (setting) return http::parse_endpoint(setting->value, setting->where, variant);
  }
  if (region) return http::regional_endpoint(region->value, region->where, variant);
  return invalid(
      "no region: tried the URL, ClientOptions::region, AWS_REGION, AWS_DEFAULT_REGION and 'region' of profile '" +
      shared.profile() + "' in '" + shared.config_path() + "'; write 'dynamodb://<region>'");
}

}  // namespace

Result<Settings> resolve_settings(std::optional<std::string_view> url, const ClientOptions& options) {
  const auto shared = SharedConfig::load();
  if (!shared) return shared.error();

  std::optional<Setting> region;
  if (options.region) region = Setting{*options.region, "ClientOptions::region"};
  if (!region) region = first_of({"AWS_REGION", "AWS_DEFAULT_REGION"});
  if (!region) region = shared->setting("region");

  const auto fips = switched_on("AWS_USE_FIPS_ENDPOINT", *shared, "use_fips_endpoint");
  if (!fips) return fips.error();
  const auto dual_stack = switched_on("AWS_USE_DUALSTACK_ENDPOINT", *shared, "use_dualstack_endpoint");
  if (!dual_stack) return dual_stack.error();
  auto endpoint = find_endpoint(url, region, {*fips, *dual_stack}, *shared);
  if (!endpoint) return endpoint.error();
  if (options.region && !endpoint->region.empty() && endpoint->region != *options.region) {
    return invalid("the URL says region '" + endpoint->region + "', ClientOptions::region says '" + *options.region +
                   "'");
  }

  Settings settings;
  http::HttpSettings& http = settings.http;
  http.clock = options.clock ? options.clock : [] { return std::chrono::system_clock::now(); };
  if (!endpoint->region.empty()) {
    http.region = endpoint->region;  // a request to a region's own host must be signed for it
  } else if (region) {
    if (!is_signing_region(region->value)) {
      return invalid(region->where +
                     ": the region to sign for is not one word of letters, digits and hyphens; use one such as "
                     "'eu-west-1'");
    }
    http.region = region->value;
  } else if (endpoint->loopback) {
    http.region = loopback_region;
  } else {
    return invalid("'" + endpoint->url +
                   "' names no region to sign for; set ClientOptions::region, AWS_REGION or 'region' in '" +
                   shared->config_path() + "'");
  }

  const auto bundle = [&options, &shared] { return ca_bundle(options, *shared); };
  http.credentials = options.credentials;
  if (!http.credentials) {
    auto found = find_credentials(*shared, {.clock = http.clock,
                                            .region = {http.region, region ? region->where : "the URL"},
                                            .variant = {*fips, *dual_stack},
                                            .ca_bundle = bundle});
    if (!found) return found.error();
    http.credentials = *std::move(found);
  }
  if (!http.credentials) {
    if (endpoint->loopback) {
      http.credentials = std::make_shared<StaticCredentials>(Credentials{"partita", "partita", "", std::nullopt});
    } else {
      auto instance = instance_credentials(*shared, http.clock);
      if (!instance) return instance.error();
      http.credentials = *std::move(instance);
    }
  }

  if (options.log) {
    http.credentials = std::make_shared<WatchedCredentials>(std::move(http.credentials), options.log, http.clock);
  }

  if (std::any_of(options.application.begin(), options.application.end(), [](char c) { return c <= ' ' || c > '~'; })) {
    return invalid("ClientOptions::application is not one word of ASCII: '" + options.application + "'");
  }
  if (auto checked = check_connection(options); !checked) return checked.error();
  http.application = options.application;
  http.connect_timeout = options.connect_timeout;
  http.request_timeout = options.request_timeout;
  http.pool = with_log(options.pool, options.log);
  if (endpoint->tls) {
    auto file = bundle();
    if (!file) return file.error();
    http.ca_bundle = *std::move(file);
  }
  http.endpoint = *std::move(endpoint);

  if (auto checked = check_retry_mode(*shared); !checked) return checked.error();
  const auto attempts = max_attempts(options, *shared);
  if (!attempts) return attempts.error();
  settings.retry = retry_settings(options, *attempts);
  return settings;
}

Result<http::RetrySettings> embedded_retries(const ClientOptions& options) {
  if (auto checked = check_connection(options); !checked) return checked.error();
  const auto attempts = max_attempts(options.max_attempts.value_or(default_max_attempts));
  if (!attempts) return attempts.error();
  return retry_settings(options, *attempts);
}

}  // namespace partita::inline epoch1::config
