#pragma once

namespace partita::benchmarks {

/// Microseconds of one call over TLS, connecting included where a client is opened for it.
struct TlsTimes {
  double kept = 0;             ///< over one client, whose connection is open
  double one_certificate = 0;  ///< a client a call, which trusts one certificate
  double system_bundle = 0;    ///< a client a call, which trusts the system's certificates and that one
};

TlsTimes tls_times();

}  // namespace partita::benchmarks
