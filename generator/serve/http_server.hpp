// DynamoDB's protocol over HTTP/1.1: one POST a request, the operation in a header, JSON both ways.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
#pragma once

#include <partita/credentials.hpp>

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace partita::serve {

/// An answer of the service: HTTP status, and JSON.
struct Answer {
  int status = 200;
  std::string body;
};

struct ServerOptions {
  std::string address;
  std::uint16_t port = 0;  ///< 0: any free one
  bool verbose = false;
  std::optional<Credentials> credentials{};  ///< that must have signed each request; none: any Authorization will do
};

/// Listens from when it is made until it is destroyed, which waits until the requests that have come are answered, for
/// ten seconds at most. Threads of its own call `answer`, several at a time.
class HttpServer {
 public:
  using Answering = std::function<Answer(std::string_view operation, std::string_view body)>;

  /// The server, or why the address cannot be used.
  static tl::expected<HttpServer, std::string> start(const ServerOptions& options, Answering answer);
  HttpServer(HttpServer&& other) noexcept;
  HttpServer& operator=(HttpServer&&) = delete;
  ~HttpServer();

  std::uint16_t port() const;

 private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace partita::serve
