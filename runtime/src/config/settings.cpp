#include "config/settings.hpp"

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

Result<int> max_attempts(const ClientOptions& options, const SharedConfig& shared) {
  const std::string range = "; give a number from 1 to " + std::to_string(most_attempts);
  if (options.max_attempts) {
    if (*options.max_attempts >= 1 && *options.max_attempts <= most_attempts) return *options.max_attempts;
    return invalid("ClientOptions::max_attempts is " + std::to_string(*options.max_attempts) + range);
  }
  auto setting = environment("AWS_MAX_ATTEMPTS");
  if (!setting) setting = shared.setting("max_attempts");
  if (!setting) return default_max_attempts;
  int value = 0;
  const char* const end = setting->value.data() + setting->value.size();
  const auto [stop, error] = std::from_chars(setting->value.data(), end, value);
  if (error != std::errc() || stop != end || value < 1 || value > most_attempts) {
    return invalid(setting->where + ": the number of attempts is '" + setting->value + "'" + range);
  }
  return value;
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

// An outer limit that is over before an inner one hides what really went wrong.
Result<void> check_times(const ClientOptions& options) {
  if (options.connect_timeout.count() <= 0 || options.request_timeout.count() <= 0) {
    return invalid("the timeouts of ClientOptions must be longer than 0");
  }
  const auto ms = [](std::chrono::milliseconds time) { return std::to_string(time.count()) + " ms"; };
  if (options.connect_timeout > options.request_timeout) {
    return invalid("ClientOptions::connect_timeout (" + ms(options.connect_timeout) +
                   ") is longer than request_timeout (" + ms(options.request_timeout) + "), which it is a part of");
  }
  if (options.call_timeout.count() == 0) return {};
  const auto inverted = [&](const std::string& option, std::chrono::milliseconds inner) {
    return invalid(option + " (" + ms(inner) + ") is longer than ClientOptions::call_timeout (" +
                   ms(options.call_timeout) + "), the limit of the whole call");
  };
  if (options.request_timeout > options.call_timeout) {
    return inverted("ClientOptions::request_timeout", options.request_timeout);
  }
  if (options.pool.queue_wait > options.call_timeout)
    return inverted("PoolOptions::queue_wait", options.pool.queue_wait);
  const BulkheadOptions& bulkhead = options.bulkhead;
  for (const auto& [name, limit] : {std::pair("reads", bulkhead.reads), std::pair("writes", bulkhead.writes),
                                    std::pair("long_reads", bulkhead.long_reads)}) {
    if (limit.max_waiting > 0 && limit.queue_wait > options.call_timeout) {
      return inverted("BulkheadOptions::" + std::string(name) + ".queue_wait", limit.queue_wait);
    }
  }
  return {};
}

Result<void> check_pool(const PoolOptions& pool) {
  if (pool.max_connections == 0) return invalid("PoolOptions::max_connections is 0, so no request could be sent");
  if (pool.idle_timeout.count() <= 0 || pool.max_age.count() <= 0 || pool.queue_wait.count() < 0) {
    return invalid("PoolOptions::idle_timeout and max_age must be longer than 0, queue_wait not shorter");
  }
  if (!(pool.warn_at > 0 && pool.warn_at <= 1)) {
    return invalid("PoolOptions::warn_at is " + std::to_string(pool.warn_at) + "; it is a share: above 0, up to 1");
  }
  return {};
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
  if (auto checked = check_times(options); !checked) return checked.error();
  if (options.breaker.failures > 0 && options.breaker.open_time.count() <= 0) {
    return invalid("BreakerOptions::open_time must be longer than 0");
  }
  if (auto checked = check_pool(options.pool); !checked) return checked.error();
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
  settings.retry.max_attempts = *attempts;
  settings.retry.budget = options.retry_budget;
  settings.retry.random = options.random;
  settings.retry.sleep = options.sleep;
  settings.retry.log = options.log;
  return settings;
}

}  // namespace partita::inline epoch1::config
