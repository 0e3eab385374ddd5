#include "http/libcurl.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <cstdlib>
#include <mutex>

namespace partita::inline epoch1::http {

// libcurl wants to be set up once, before the first handle and from one thread.
void set_up_libcurl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

curl_socket_t open_socket(void* error, curlsocktype, curl_sockaddr* address) {
  const curl_socket_t opened = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (opened < 0 && error != nullptr) *static_cast<int*>(error) = errno;
  return opened;
}

std::unique_ptr<CURL, FreeCurl> new_easy_handle() {
  set_up_libcurl();
  std::unique_ptr<CURL, FreeCurl> easy(curl_easy_init());
  if (!easy) std::abort();  // out of memory
  curl_easy_setopt(easy.get(), CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_NOPROGRESS, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  curl_easy_setopt(easy.get(), CURLOPT_QUICK_EXIT,
                   1L);  // else a call that is out of time waits for its name to resolve
  return easy;
}

void require_tls(CURL* easy, const std::string& ca_bundle) {
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  if (ca_bundle.empty()) return;
  curl_easy_setopt(easy, CURLOPT_CAINFO, ca_bundle.c_str());
  // Where libcurl was built with a directory of certificates, that directory keeps it from caching the parsed file:
  // 15 ms a connection.
  curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
}

}  // namespace partita::inline epoch1::http
