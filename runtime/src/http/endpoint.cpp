#include "http/endpoint.hpp"

#include "text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <utility>

namespace partita::inline epoch1::http {
namespace {

using text::lower;

struct Partition {
  std::string_view region_prefix;
  std::string_view suffix;
  std::string_view dual_stack_suffix;
};

// The last one takes every other region.
constexpr std::array<Partition, 8> partitions{{
    {"cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"},
    {"us-isob-", "sc2s.sgov.gov", ""},
    {"us-isof-", "csp.hci.ic.gov", ""},
    {"us-iso-", "c2s.ic.gov", ""},
    {"eu-isoe-", "cloud.adc-e.uk", ""},
    {"eusc-", "amazonaws.eu", ""},
    {"us-gov-", "amazonaws.com", "api.aws"},
    {"", "amazonaws.com", "api.aws"},
}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_alnum(char c) {
  return is_digit(c) || is_lower(c);
}

// `eu-west-1`, `us-gov-east-1`: words joined by hyphens, a number last.
bool is_region(std::string_view text) {
  const std::size_t last = text.rfind('-');
  if (last == std::string_view::npos || last == 0 || last + 1 == text.size()) return false;
  return is_lower(text.front()) && text.find("--") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_alnum(c) || c == '-'; }) &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(last) + 1, text.end(), is_digit);
}

Error invalid(std::string_view url, std::string_view where, std::string_view what) {
  std::string message = "'" + std::string(url) + "' ";
  if (!where.empty()) message.append("(").append(where).append(") ");
  return {ErrorKind::invalid_argument, message.append(what)};
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::string row(b.size() + 1, '\0');
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<char>(j);
  for (std::size_t i = 0; i < a.size(); ++i) {
    char diagonal = std::exchange(row[0], static_cast<char>(i + 1));
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto changed = static_cast<char>(diagonal + (a[i] == b[j] ? 0 : 1));
      diagonal = std::exchange(row[j + 1],
                               std::min({changed, static_cast<char>(row[j] + 1), static_cast<char>(row[j + 1] + 1)}));
    }
  }
  return static_cast<std::size_t>(row.back());
}

constexpr std::array<std::string_view, 3> schemes{"dynamodb", "http", "https"};
constexpr std::string_view known_schemes =
    "use 'dynamodb://<region>', 'http://<host>:<port>', 'https://<host>', 'memory:' or 'file:<path>'";

// The nearest right spelling of a URL whose scheme is none of ours.
std::string way_out(std::string_view url) {
  const std::size_t colon = url.find("://");
  const std::string scheme = lower(url.substr(0, colon == std::string_view::npos ? 0 : colon));
  std::string nearest;
  if (scheme.size() > 1 && scheme.size() < 16) {
    std::size_t best = 3;  // further away is no misspelling
    for (const std::string_view known : schemes) {
      const std::size_t distance = edit_distance(scheme, known);
      if (distance < best) best = distance, nearest.assign(known).append(url.substr(colon));
    }
  } else if (colon == std::string_view::npos) {
    const std::size_t end = std::min(url.find_first_of(":/"), url.size());
    const std::string_view head = url.substr(0, end);
    const std::string_view tail = url.substr(end);
    if (is_region(lower(head)) && tail.empty()) {
      nearest = "dynamodb://" + lower(head);
    } else if (head == "localhost" || head.starts_with("127.")) {
      nearest = "http://" + std::string(url);
    } else if (url.ends_with(".db") && url.find(':') == std::string_view::npos) {
      nearest = "file:" + std::string(url);
    } else if (head.find('.') != std::string_view::npos) {
      nearest = "https://" + std::string(url);
    } else if (std::find(schemes.begin(), schemes.end(), head) != schemes.end() && tail.starts_with(":")) {
      nearest.assign(head).append("://").append(tail.substr(std::min(tail.find_first_not_of(":/"), tail.size())));
    }
  }
  if (nearest.empty()) return std::string(known_schemes);
  return "did you mean '" + nearest + "'? " + std::string(known_schemes);
}

struct Authority {
  std::string_view host;  // brackets of an IPv6 address included
  std::optional<std::string_view> port;
};

std::optional<Authority> split_authority(std::string_view text) {
  std::size_t host_end = text.find(':');
  if (text.starts_with('[')) {
    const std::size_t bracket = text.find(']');
    if (bracket == std::string_view::npos) return std::nullopt;
    host_end = bracket + 1 == text.size() ? std::string_view::npos : bracket + 1;
    if (host_end != std::string_view::npos && text[host_end] != ':') return std::nullopt;
  }
  if (host_end == std::string_view::npos) return Authority{text, std::nullopt};
  return Authority{text.substr(0, host_end), text.substr(host_end + 1)};
}

bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    return host.size() > 3 && std::all_of(host.begin() + 1, host.end() - 1, [](char c) {
             return is_digit(c) || (c >= 'a' && c <= 'f') || c == ':' || c == '.';
           });
  }
  return !host.empty() &&
         std::all_of(host.begin(), host.end(), [](char c) { return is_alnum(c) || c == '-' || c == '.' || c == '_'; });
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  // Four numbers: `127.evil.example` is a name that anybody may own.
  return host.starts_with("127.") && std::count(host.begin(), host.end(), '.') == 3 && is_digit(host.back()) &&
         std::all_of(host.begin(), host.end(), [](char c) { return is_digit(c) || c == '.'; });
}

// The region in the service's own host names: `dynamodb.eu-west-1.amazonaws.com`.
std::string region_of(std::string_view host) {
  for (const std::string_view prefix : {"dynamodb.", "dynamodb-fips."}) {
    if (!host.starts_with(prefix)) continue;
    const std::string_view rest = host.substr(prefix.size());
    const std::size_t dot = rest.find('.');
    if (dot == std::string_view::npos) continue;
    const std::string_view suffix = rest.substr(dot + 1);
    const bool ours = std::any_of(partitions.begin(), partitions.end(), [suffix](const Partition& partition) {
      return suffix == partition.suffix || (!suffix.empty() && suffix == partition.dual_stack_suffix);
    });
    if (ours && is_region(rest.substr(0, dot))) return std::string(rest.substr(0, dot));
  }
  return {};
}

}  // namespace

Result<Endpoint> regional_endpoint(std::string_view region, std::string_view where, EndpointVariant variant,
                                   std::string_view service) {
  if (!is_region(region)) {
    const std::string name = lower(region);
    return invalid(
        region, where,
        "is not the name of an AWS region" +
            (is_region(name) ? "; did you mean '" + name + "'?" : std::string("; use one such as 'eu-west-1'")));
  }
  const Partition& partition = *std::find_if(partitions.begin(), partitions.end(), [region](const Partition& each) {
    return region.starts_with(each.region_prefix);
  });
  if (variant.dual_stack && partition.dual_stack_suffix.empty()) {
    return invalid(region, where, "has no dual-stack endpoint; unset AWS_USE_DUALSTACK_ENDPOINT");
  }
  // The plain endpoints of GovCloud are FIPS endpoints.
  const bool fips_name = variant.fips && (variant.dual_stack || partition.region_prefix != "us-gov-");
  Endpoint endpoint;
  endpoint.host.append(service).append(fips_name ? "-fips." : ".").append(region).append(".");
  endpoint.host.append(variant.dual_stack ? partition.dual_stack_suffix : partition.suffix);
  endpoint.url = "https://" + endpoint.host + "/";
  endpoint.region = region;
  endpoint.tls = true;
  return endpoint;
}

Result<Endpoint> parse_endpoint(std::string_view url, std::string_view where, EndpointVariant variant) {
  // Before all else, whatever the scheme: every other message quotes the URL, and this one holds a secret.
  if (url.find('@') != std::string_view::npos) {
    return {Error(ErrorKind::invalid_argument,
                  "the URL" + (where.empty() ? std::string() : " (" + std::string(where) + ")") +
                      " names a user; give credentials by the environment, the shared AWS files or "
                      "ClientOptions::credentials")};
  }
  const std::size_t colon = url.find("://");
  const std::string scheme = colon == std::string_view::npos ? std::string() : lower(url.substr(0, colon));
  if (std::find(schemes.begin(), schemes.end(), scheme) == schemes.end()) {
    return invalid(url, where, "is not the URL of a database; " + way_out(url));
  }
  std::string_view rest = url.substr(colon + 3);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (scheme == "dynamodb") return regional_endpoint(rest, where, variant);

  if (rest.find_first_of("/?#") != std::string_view::npos) {
    return invalid(url, where, "has more than a host and a port; DynamoDB is served at the root of a host");
  }
  const auto authority = split_authority(rest);
  const std::string host = authority ? lower(authority->host) : std::string();
  if (!is_host(host)) return invalid(url, where, "names no host; write '" + scheme + "://<host>' or '...:<port>'");

  Endpoint endpoint;
  endpoint.tls = scheme == "https";
  endpoint.host = host;
  endpoint.loopback = is_loopback(host);
  endpoint.region = region_of(host);
  if (authority->port) {
    unsigned port = 0;
    const char* const end = authority->port->data() + authority->port->size();
    const auto [stop, error] = std::from_chars(authority->port->data(), end, port);
    if (error != std::errc() || stop != end || port == 0 || port > 65535) {
      return invalid(url, where, "has no valid port; a port is a number from 1 to 65535");
    }
    if (port != (endpoint.tls ? 443U : 80U)) endpoint.host += ":" + std::to_string(port);
  }
  endpoint.url = scheme + "://" + endpoint.host + "/";
  return endpoint;
}

}  // namespace partita::inline epoch1::http
