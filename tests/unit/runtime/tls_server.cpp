#include "tls_server.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <thread>

namespace partita::test {
namespace {

void require(bool ok) {
  if (!ok) std::abort();
}

X509* make_certificate(EVP_PKEY* key) {
  X509* const certificate = X509_new();
  require(certificate != nullptr);
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* const name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_EXTENSION* const names =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
  X509_add_ext(certificate, names, -1);
  X509_EXTENSION_free(names);
  require(X509_sign(certificate, key, EVP_sha256()) != 0);
  return certificate;
}

}  // namespace

class TlsServer::State {
 public:
  State() {
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to connections that the client has closed
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    require(key != nullptr);
    X509* const own = make_certificate(key);
    BIO* const text = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(text, own);
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(text, &bytes);
    certificate.assign(bytes, static_cast<std::size_t>(size));
    BIO_free(text);
    context_ = SSL_CTX_new(TLS_server_method());
    require(SSL_CTX_use_certificate(context_, own) == 1 && SSL_CTX_use_PrivateKey(context_, key) == 1);
    X509_free(own);
    EVP_PKEY_free(key);

    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    require(bind(listener_, reinterpret_cast<sockaddr*>(&address), length) == 0);
    require(listen(listener_, 8) == 0);
    require(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) == 0);
    port = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }

  ~State() {
    stopping_ = true;
    shutdown(listener_, SHUT_RDWR);
    const int open = connection_;
    if (open >= 0) shutdown(open, SHUT_RDWR);
    thread_.join();
    close(listener_);
    SSL_CTX_free(context_);
  }

  State(const State&) = delete;
  State& operator=(const State&) = delete;

  int port = 0;
  std::string certificate;

 private:
  void serve() {
    while (!stopping_) {
      const int accepted = accept(listener_, nullptr, nullptr);
      if (accepted < 0) return;
      connection_ = accepted;
      const int on = 1;  // else an answer waits for the client's word on the end of the handshake
      setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      SSL* const ssl = SSL_new(context_);
      SSL_set_fd(ssl, accepted);
      if (!stopping_ && SSL_accept(ssl) == 1) answer(ssl);
      SSL_free(ssl);
      connection_ = -1;
      close(accepted);
    }
  }

  // Requests here are small and come one at a time, so the first read with a whole body ends one.
  static void answer(SSL* ssl) {
    constexpr std::string_view reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    std::string request;
    char block[4096];
    for (int size = 0; (size = SSL_read(ssl, block, sizeof block)) > 0;) {
      request.append(block, static_cast<std::size_t>(size));
      if (request.find(request.starts_with("GET") ? "\r\n\r\n" : "\r\n\r\n{}") == std::string::npos) continue;
      request.clear();
      SSL_write(ssl, reply.data(), static_cast<int>(reply.size()));
    }
  }

  SSL_CTX* context_ = nullptr;
  int listener_ = -1;
  std::atomic<int> connection_{-1};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

TlsServer::TlsServer() : state_(std::make_unique<State>()) {}
TlsServer::~TlsServer() = default;
int TlsServer::port() const {
  return state_->port;
}
const std::string& TlsServer::certificate() const {
  return state_->certificate;
}

}  // namespace partita::test
