// One libcurl handle with its connection and its signer.
#pragma once

#include "http/endpoint.hpp"
#include "http/libcurl.hpp"
#include "http/response_headers.hpp"
#include "http/sigv4.hpp"

#include <partita/buffer.hpp>
#include <partita/call_options.hpp>

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace partita::inline epoch1::http {

/// What does not change from request to request.
struct ConnectionSettings {
  Endpoint endpoint;
  std::string region;
  std::string ca_bundle;   ///< file; empty: the system's
  std::string user_agent;  ///< the whole header line
};

/// How an exchange went, below HTTP's own status.
struct ExchangeResult {
  CURLcode code = CURLE_OK;
  std::string failure;  ///< libcurl's text; empty if code is CURLE_OK
  long status = 0;
  std::size_t bytes_sent = 0;
  int sent = 0;  ///< times the request was begun: 2 if a dead connection was replaced
  bool reused = false;
  bool cancelled = false;  ///< the stop signal ended it
  bool too_large = false;  ///< the body would have passed Connection::largest_answer
  int open_error = 0;      ///< why the process could open no socket, as errno; 0: it could, or had to open none
};

/// One thread at a time.
class Connection {
 public:
  /// Bytes. A body that would be larger is not read on: DynamoDB's largest answer, to BatchGetItem, has 16 MB of items.
  static constexpr std::size_t largest_answer = std::size_t{64} << 20;

  explicit Connection(const ConnectionSettings& settings);

  SigV4Signer& signer() { return signer_; }

  struct Message {
    std::string_view target;
    std::string_view body;
    std::string_view security_token;
    SigV4Signer::Headers signature;
    std::chrono::milliseconds connect_timeout;
    std::chrono::milliseconds timeout;
    bool resend_on_dead_connection = false;
    const StopSignal* stop = nullptr;
  };

  /// Sends and receives; the answer's body is appended to `body`, its headers go to `headers`.
  ExchangeResult exchange(const Message& message, Buffer& body, ResponseHeaders& headers);

  /// Connects, unless it is connected, and asks for what needs no signature: the service tells load balancers at `/`
  /// that it is there. Any answer will do. Empty: there was one.
  std::string open(std::chrono::milliseconds timeout, const StopSignal& stop);

 private:
  struct FreeCurlMulti {
    void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
  };

  void set_header(std::size_t index, std::string_view name, std::string_view value);
  void begin(Buffer& body, ResponseHeaders& headers, int allowed);
  CURLcode drive(std::chrono::milliseconds timeout, const StopSignal* stop, bool& cancelled);

  static std::size_t on_body(char* data, std::size_t one, std::size_t size, void* self);
  static std::size_t on_header(char* data, std::size_t one, std::size_t size, void* self);
  static int on_request(void* self, char* peer_ip, char* own_ip, int peer_port, int own_port);

  // The multi handle owns the connection cache, so it goes last.
  std::unique_ptr<CURLM, FreeCurlMulti> multi_;
  std::unique_ptr<CURL, FreeCurl> easy_;
  SigV4Signer signer_;
  std::array<char, CURL_ERROR_SIZE> error_text_{};
  std::array<std::string, 7> header_lines_;
  std::array<curl_slist, 7> header_list_{};

  // Of the exchange under way.
  Buffer* body_ = nullptr;
  ResponseHeaders* headers_ = nullptr;
  int sent_ = 0;
  int allowed_ = 1;
  bool too_large_ = false;
  int open_error_ = 0;
};

}  // namespace partita::inline epoch1::http
