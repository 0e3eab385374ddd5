#include "http/fetch.hpp"

#include "http/libcurl.hpp"

#include <array>
#include <cstddef>
#include <memory>

namespace partita::inline epoch1::http {
namespace {

constexpr std::size_t largest_answer = std::size_t{256} << 10;

struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

std::size_t on_body(char* data, std::size_t, std::size_t size, void* into) {
  auto& body = *static_cast<std::string*>(into);
  if (body.size() + size > largest_answer) return 0;  // libcurl ends the exchange
  body.append(data, size);
  return size;
}

}  // namespace

FetchReply fetch(const FetchRequest& request) {
  const auto handle = new_easy_handle();
  CURL* const easy = handle.get();
  FetchReply reply;
  std::array<char, CURL_ERROR_SIZE> error_text{};
  std::unique_ptr<curl_slist, FreeList> headers;
  const auto add = [&headers](const char* line) {
    if (curl_slist* const longer = curl_slist_append(headers.get(), line)) {
      (void)headers.release();
      headers.reset(longer);
    }
  };
  for (const std::string& line : request.headers) add(line.c_str());
  add("Expect:");  // no round trip before a body
  if (request.method != "POST") add("Content-Type:");

  const bool tls = request.url.starts_with("https:");
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, tls ? "https" : "http");
  if (request.method != "GET") {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "partita/" PARTITA_VERSION);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_text.data());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &reply.body);
  if (!request.proxy) curl_easy_setopt(easy, CURLOPT_PROXY, "");
  if (tls) require_tls(easy, request.ca_bundle);

  const CURLcode code = curl_easy_perform(easy);
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &reply.status);
  if (code == CURLE_WRITE_ERROR) {
    reply.failure = "the answer is larger than 256 KB";
  } else if (code == CURLE_OPERATION_TIMEDOUT) {
    reply.failure = "no answer within " + std::to_string(request.timeout.count()) + " ms";
  } else if (code != CURLE_OK) {
    reply.failure = error_text[0] != '\0' ? error_text.data() : curl_easy_strerror(code);
  }
  return reply;
}

}  // namespace partita::inline epoch1::http
