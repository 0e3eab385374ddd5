// One exchange with a scripted server, for tests of the HTTP transport.
#pragma once

#include "config/static_credentials.hpp"
#include "http/http_transport.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace partita::test {

inline http::HttpSettings settings_for(const std::string& url) {
  http::HttpSettings settings;
  settings.endpoint = *http::parse_endpoint(url, "");
  settings.region = "eu-west-1";
  settings.credentials = std::make_shared<config::StaticCredentials>(Credentials{"AKID", "secret", "TOKEN", {}});
  settings.clock = [] { return std::chrono::system_clock::now(); };
  return settings;
}

inline Request read_request(std::string_view body = R"({"TableName":"contacts"})") {
  return {.operation = "GetItem", .table = "contacts", .body = body};
}

inline Request write_request(RetryClass retry) {
  return {.operation = "PutItem", .table = "contacts", .body = R"({"TableName":"contacts"})", .retry = retry};
}

inline Reply send(Transport& transport, const Request& request) {
  Reply reply;
  transport.send(request, reply);
  return reply;
}

}  // namespace partita::test
