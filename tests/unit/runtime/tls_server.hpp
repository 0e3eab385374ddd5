// An HTTPS server with a certificate of its own making.
#pragma once

#include <memory>
#include <string>

namespace partita::test {

/// Answers every request on 127.0.0.1 with status 200 and `{}`. Its certificate is self-signed, for `localhost` and
/// 127.0.0.1.
class TlsServer {
 public:
  TlsServer();
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  int port() const;
  /// The certificate in PEM form: what a client has to trust.
  const std::string& certificate() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace partita::test
