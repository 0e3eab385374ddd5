// Sends arbitrary bytes over a connection to the server of `partita serve`. Whatever it makes of them, it answers with
// whole answers or closes the connection, gives no request more than it takes, and answers the next good one.

#include "../serve/raw_http.hpp"
#include "report.hpp"
#include "serve/exchange.hpp"
#include "serve/http_server.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace partita::serve;
using partita::test::answers_to;
using std::chrono::milliseconds;

constexpr std::string_view good =
    "POST / HTTP/1.1\r\nHost: localhost\r\nAuthorization: none\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\n"
    "Content-Length: 2\r\nConnection: close\r\n\r\n{}";

// What is above it has fuzz targets of its own.
Answer answer(std::string_view operation, std::string_view body) {
  if (body.size() > most_body_bytes) report("a request is too large", operation);
  return {200, "{}"};
}

std::string answers_of(const HttpServer& server, std::string_view bytes, milliseconds patience) {
  const auto heard = answers_to(server.port(), bytes, patience);
  if (!heard.fault.empty()) report(heard.fault, heard.answers);
  return heard.answers;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto server = HttpServer::start({.address = "127.0.0.1"}, answer);
  if (!server) report("no server", server.error());
  // No answer may be due. Where the machine is busy, one takes longer.
  static milliseconds patience(5);
  answers_of(*server, {reinterpret_cast<const char*>(data), size}, patience);
  const auto begin = std::chrono::steady_clock::now();
  const std::string answers = answers_of(*server, good, std::chrono::minutes(1));
  const auto took = std::chrono::ceil<milliseconds>(std::chrono::steady_clock::now() - begin);
  patience = std::clamp(4 * took, milliseconds(5), milliseconds(1000));
  if (!answers.starts_with("HTTP/1.1 200 ") || !answers.ends_with("{}"))
    report("a good request is not answered", answers);
  return 0;
}
