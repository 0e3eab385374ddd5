// What all libcurl handles have in common.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>

namespace partita::inline epoch1::http {

struct FreeCurl {
  void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};

/// Once, before the first handle.
void set_up_libcurl();

/// What handles open sockets with, unless told otherwise: programs that are started meanwhile do not inherit them.
/// `error`, if it is not null, is an int that is told why there was none.
curl_socket_t open_socket(void* error, curlsocktype purpose, curl_sockaddr* address);

/// Never null. No signals, no redirects.
std::unique_ptr<CURL, FreeCurl> new_easy_handle();

/// TLS 1.2 at least and a certificate that is verified. `ca_bundle` is a file; empty: libcurl's own default.
void require_tls(CURL* easy, const std::string& ca_bundle);

}  // namespace partita::inline epoch1::http
