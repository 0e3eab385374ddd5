#include "http/endpoint.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>

using namespace partita;
using http::parse_endpoint;

namespace {
std::string message_of(std::string_view url) {
  const auto endpoint = parse_endpoint(url, "");
  if (endpoint) return "accepted";
  CHECK(endpoint.error().kind() == ErrorKind::invalid_argument);
  return endpoint.error().message();
}
}  // namespace

TEST_CASE("URLs are normalised to what is sent and signed") {
  const auto local = parse_endpoint("HTTP://LocalHost:8000/", "");
  REQUIRE(local);
  CHECK(local->url == "http://localhost:8000/");
  CHECK(local->host == "localhost:8000");
  CHECK(local->loopback);
  CHECK_FALSE(local->tls);
  CHECK(local->region.empty());

  const auto service = parse_endpoint("https://dynamodb.eu-west-1.amazonaws.com:443", "");
  REQUIRE(service);
  CHECK(service->url == "https://dynamodb.eu-west-1.amazonaws.com/");
  CHECK(service->host == "dynamodb.eu-west-1.amazonaws.com");
  CHECK(service->region == "eu-west-1");
  CHECK(service->tls);
  CHECK_FALSE(service->loopback);

  CHECK(parse_endpoint("http://example.org:80", "")->host == "example.org");
  CHECK(parse_endpoint("https://example.org:80", "")->host == "example.org:80");
}

TEST_CASE("only this machine's own addresses are loopback") {
  for (const char* const url :
       {"http://127.0.0.1:8000", "http://127.8.9.10", "https://[::1]:8000", "http://localhost"}) {
    CHECK(parse_endpoint(url, "")->loopback);
  }
  for (const char* const url : {"http://127.0.0.1.example.org", "http://127.example", "http://localhost.example.org",
                                "http://[::2]", "http://10.0.0.1", "https://1.127.0.0", "http://127.0.0.1e"}) {
    CHECK_FALSE(parse_endpoint(url, "")->loopback);
  }
}

TEST_CASE("a region's endpoint lies in its partition") {
  const auto host = [](std::string_view region, http::EndpointVariant variant = {}) {
    return http::regional_endpoint(region, "", variant)->host;
  };
  CHECK(host("eu-west-1") == "dynamodb.eu-west-1.amazonaws.com");
  CHECK(host("cn-north-1") == "dynamodb.cn-north-1.amazonaws.com.cn");
  CHECK(host("us-gov-west-1") == "dynamodb.us-gov-west-1.amazonaws.com");
  CHECK(host("us-iso-east-1") == "dynamodb.us-iso-east-1.c2s.ic.gov");
  CHECK(host("us-isob-east-1") == "dynamodb.us-isob-east-1.sc2s.sgov.gov");
  CHECK(host("us-east-1", {.fips = true}) == "dynamodb-fips.us-east-1.amazonaws.com");
  CHECK(host("us-gov-west-1", {.fips = true}) == "dynamodb.us-gov-west-1.amazonaws.com");
  CHECK(host("us-east-1", {.dual_stack = true}) == "dynamodb.us-east-1.api.aws");
  CHECK_FALSE(http::regional_endpoint("us-iso-east-1", "", {.dual_stack = true}));
  CHECK(parse_endpoint("dynamodb://ap-southeast-2", "")->url == "https://dynamodb.ap-southeast-2.amazonaws.com/");
}

TEST_CASE("a wrong URL is answered with the nearest right one") {
  const char* const known =
      "use 'dynamodb://<region>', 'http://<host>:<port>', 'https://<host>', 'memory:' or 'file:<path>'";
  const std::pair<const char*, const char*> wrong[] = {
      {"htp://localhost:8000", "did you mean 'http://localhost:8000'?"},
      {"htttps://example.org", "did you mean 'https://example.org'?"},
      {"dynamo-db://eu-west-1", "did you mean 'dynamodb://eu-west-1'?"},
      {"dynamdb://eu-west-1", "did you mean 'dynamodb://eu-west-1'?"},
      {"localhost:8000", "did you mean 'http://localhost:8000'?"},
      {"127.0.0.1:8000", "did you mean 'http://127.0.0.1:8000'?"},
      {"dynamodb.eu-west-1.amazonaws.com", "did you mean 'https://dynamodb.eu-west-1.amazonaws.com'?"},
      {"eu-west-1", "did you mean 'dynamodb://eu-west-1'?"},
      {"dynamodb:eu-west-1", "did you mean 'dynamodb://eu-west-1'?"},
      {"filex.db", "did you mean 'file:filex.db'?"},
      {"../data/dev.db", "did you mean 'file:../data/dev.db'?"},
      {"ftp://example.org", known},
      {"", known},
      {"dynamodb://EU-West-1", "did you mean 'eu-west-1'?"},
      {"dynamodb://ireland", "use one such as 'eu-west-1'"},
      {"dynamodb://", "use one such as 'eu-west-1'"},
  };
  for (const auto& [url, way_out] : wrong) {
    INFO(url);
    CHECK_THAT(message_of(url), Catch::Contains(way_out));
  }
}

TEST_CASE("what a URL may not hold is refused") {
  CHECK_THAT(message_of("http://localhost:8000/dynamodb"), Catch::Contains("more than a host and a port"));
  CHECK_THAT(message_of("http://localhost?x=1"), Catch::Contains("more than a host and a port"));
  for (const char* const url : {"http://localhost:", "http://localhost:0", "http://localhost:65536",
                                "http://localhost:80a", "http://[::1]:-1"}) {
    CHECK_THAT(message_of(url), Catch::Contains("no valid port"));
  }
  for (const char* const url :
       {"http://", "http://:8000", "http://[::1", "http://[::1]x", "http://a b", "http://a\r\nb"}) {
    CHECK_THAT(message_of(url), Catch::Contains("names no host"));
  }
  // The secret in it is not repeated.
  for (const char* const url : {"http://user:secret@localhost", "dynamodb://KEY:secret@eu-west-1", "htps://u:secret@h",
                                "ftp://u:secret@h", "u:secret@localhost:8000", "https://u:secret/more@h"}) {
    INFO(url);
    CHECK_THAT(message_of(url), Catch::Contains("the URL names a user") && !Catch::Contains("secret"));
  }
}

TEST_CASE("an error names the place that a URL came from") {
  CHECK_THAT(parse_endpoint("nope", "AWS_ENDPOINT_URL").error().message(), Catch::Contains("(AWS_ENDPOINT_URL)"));
}
