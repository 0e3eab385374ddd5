// Where requests go: a parsed `http://`, `https://` or `dynamodb://` URL.
#pragma once

#include <partita/result.hpp>

#include <string>
#include <string_view>

namespace partita::inline epoch1::http {

struct Endpoint {
  std::string url;     ///< normalised, with the final slash: `https://dynamodb.eu-west-1.amazonaws.com/`
  std::string host;    ///< value of the Host header: lower case, with the port if it is not the scheme's own
  std::string region;  ///< that the URL names; empty if it names none
  bool tls = false;
  bool loopback = false;  ///< 127.0.0.0/8, ::1 or localhost
};

/// Which of a region's endpoints to use.
struct EndpointVariant {
  bool fips = false;
  bool dual_stack = false;
};

/// Parses what the caller of Client::open, an environment variable or a file says; `where` names that place in errors.
/// Fails with `invalid_argument`, naming the nearest right spelling.
Result<Endpoint> parse_endpoint(std::string_view url, std::string_view where, EndpointVariant variant = {});

/// A service's own endpoint in a region, by the partition that the region's prefix tells.
/// https://docs.aws.amazon.com/general/latest/gr/ddb.html, https://docs.aws.amazon.com/general/latest/gr/sts.html
Result<Endpoint> regional_endpoint(std::string_view region, std::string_view where, EndpointVariant variant = {},
                                   std::string_view service = "dynamodb");

}  // namespace partita::inline epoch1::http
