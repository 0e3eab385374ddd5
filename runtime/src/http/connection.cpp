#include "http/connection.hpp"

#include "async/fiber.hpp"
#include "http/fiber_exchange.hpp"
#include "waiting.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace partita::inline epoch1::http {
namespace {

constexpr std::size_t receive_buffer = std::size_t{512} << 10;         // one read for most of a 1 MB page
constexpr std::size_t trusted_content_length = std::size_t{32} << 20;  // twice the largest answer there is

CURLM* new_multi() {
  set_up_libcurl();
  CURLM* const multi = curl_multi_init();
  if (multi == nullptr) std::abort();  // out of memory
  return multi;
}

// Until the one transfer has ended; false: the stop signal asked for its end.
bool run_on_this_thread(CURLM* multi, const StopSignal* stop) {
  for (int running = 1;;) {
    if (curl_multi_perform(multi, &running) != CURLM_OK || running == 0) return true;
    if (stop != nullptr && stop->requested()) return false;
    curl_multi_poll(multi, nullptr, 0, static_cast<int>(stop_poll.count()), nullptr);
  }
}

}  // namespace

Connection::Connection(const ConnectionSettings& settings)
    : multi_(new_multi()), easy_(new_easy_handle()), signer_(settings.endpoint.host, settings.region) {
  CURL* const easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_URL, settings.endpoint.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, settings.endpoint.tls ? "https" : "http");
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, static_cast<long>(receive_buffer));
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_text_.data());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Connection::on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Connection::on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &Connection::on_request);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
  if (settings.endpoint.loopback) curl_easy_setopt(easy, CURLOPT_PROXY, "");  // a proxy cannot know our loopback
  if (settings.endpoint.tls) require_tls(easy, settings.ca_bundle);

  curl_easy_setopt(easy_.get(), CURLOPT_OPENSOCKETDATA, &open_error_);
  header_lines_[0] = "Content-Type: " + std::string(SigV4Signer::content_type);
  header_lines_[1] = settings.user_agent;
  header_lines_[2] = "Expect:";  // no round trip before large bodies
}

void Connection::set_header(std::size_t index, std::string_view name, std::string_view value) {
  header_lines_[index].assign(name).append(value);
}

ExchangeResult Connection::exchange(const Message& message, Buffer& body, ResponseHeaders& headers) {
  set_header(3, "X-Amz-Target: ", message.target);
  set_header(4, "X-Amz-Date: ", message.signature.date);
  set_header(5, "Authorization: ", message.signature.authorization);
  const std::size_t count = message.security_token.empty() ? 6 : 7;
  if (count == 7) set_header(6, "X-Amz-Security-Token: ", message.security_token);
  for (std::size_t i = 0; i < count; ++i) {
    header_list_[i] = {header_lines_[i].data(), i + 1 < count ? &header_list_[i + 1] : nullptr};
  }

  CURL* const easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, header_list_.data());
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(message.body.size()));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS,
                   message.body.data());  // NOLINT(bugprone-suspicious-stringview-data-usage): the size is set above
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(message.connect_timeout.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(message.timeout.count()));

  begin(body, headers, message.resend_on_dead_connection ? 2 : 1);
  ExchangeResult result;
  result.code = drive(message.timeout, message.stop, result.cancelled);
  long request_bytes = 0;
  long new_connections = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &result.status);
  curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &request_bytes);
  curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &new_connections);
  result.bytes_sent = static_cast<std::size_t>(request_bytes);
  result.sent = std::min(sent_, allowed_);
  result.too_large = too_large_;
  result.open_error = open_error_;
  result.reused = result.sent > 0 && new_connections == 0;
  if (sent_ > allowed_) {
    result.failure = "a connection that had been used before was closed without an answer";
  } else if (result.code != CURLE_OK) {
    result.failure = error_text_[0] != '\0' ? error_text_.data() : curl_easy_strerror(result.code);
  }
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, "");  // nothing of the caller's is kept
  return result;
}

std::string Connection::open(std::chrono::milliseconds timeout, const StopSignal& stop) {
  CURL* const easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, nullptr);
  curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeout.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  Buffer body;
  ResponseHeaders headers;
  begin(body, headers, 2);
  bool cancelled = false;
  const CURLcode code = drive(timeout, &stop, cancelled);
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  if (code == CURLE_OK) return {};
  return error_text_[0] != '\0' ? error_text_.data() : curl_easy_strerror(code);
}

void Connection::begin(Buffer& body, ResponseHeaders& headers, int allowed) {
  body_ = &body;
  headers_ = &headers;
  sent_ = 0;
  allowed_ = allowed;
  too_large_ = false;
  open_error_ = 0;
  error_text_[0] = '\0';
}

// What curl_easy_perform does, but with an eye on the stop signal, and letting a fiber's thread go.
CURLcode Connection::drive(std::chrono::milliseconds timeout, const StopSignal* stop, bool& cancelled) {
  CURLM* const multi = multi_.get();
  std::optional<FiberExchange> on_fiber;
  if (async::Fiber* const fiber = async::Fiber::current(); fiber != nullptr)
    on_fiber.emplace(*fiber, multi, easy_.get(), timeout, open_error_);
  if (curl_multi_add_handle(multi, easy_.get()) != CURLM_OK) return CURLE_FAILED_INIT;
  cancelled = on_fiber ? !on_fiber->run(stop) : !run_on_this_thread(multi, stop);
  CURLcode code = cancelled ? CURLE_ABORTED_BY_CALLBACK : CURLE_FAILED_INIT;
  int left = 0;
  if (const CURLMsg* const message = curl_multi_info_read(multi, &left); message != nullptr) {
    code = message->data.result;
  }
  on_fiber.reset();
  curl_multi_remove_handle(multi, easy_.get());
  return code;
}

std::size_t Connection::on_body(char* data, std::size_t, std::size_t size, void* self) {
  auto* const connection = static_cast<Connection*>(self);
  Buffer& body = *connection->body_;
  const std::size_t announced = connection->headers_->content_length.value_or(0);
  connection->too_large_ = std::max(announced, body.size() + size) > largest_answer;
  if (connection->too_large_) return 0;  // libcurl ends the exchange and closes the connection
  body.append({data, size});
  return size;
}

std::size_t Connection::on_header(char* data, std::size_t, std::size_t size, void* self) {
  auto* const connection = static_cast<Connection*>(self);
  const std::string_view line(data, size);
  ResponseHeaders& headers = *connection->headers_;
  if (line.starts_with("HTTP/")) {
    headers.clear();  // an interim answer such as 100 came before
  } else if (line == "\r\n" || line == "\n") {
    if (headers.content_length) connection->body_->reserve(std::min(*headers.content_length, trusted_content_length));
  } else {
    headers.add(line);
  }
  return size;
}

// Called each time the request is about to be written. libcurl writes it again, unasked, when a reused connection
// died without an answer; whether that is safe is not for it to decide.
int Connection::on_request(void* self, char*, char*, int, int) {
  auto* const connection = static_cast<Connection*>(self);
  return ++connection->sent_ > connection->allowed_ ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

}  // namespace partita::inline epoch1::http
