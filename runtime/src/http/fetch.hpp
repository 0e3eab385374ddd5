// Small HTTP exchanges beside those with the database: credentials come by them.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace partita::inline epoch1::http {

struct FetchRequest {
  std::string url;
  std::string method = "GET";          ///< GET, PUT or POST
  std::vector<std::string> headers{};  ///< whole lines
  std::string body{};
  std::string ca_bundle{};  ///< file; empty: libcurl's own default
  bool proxy = false;       ///< go by the proxy variables; never for loopback and link-local addresses
  std::chrono::milliseconds connect_timeout{1000};
  std::chrono::milliseconds timeout{1000};  ///< connecting included
};

struct FetchReply {
  long status = 0;
  std::string body{};
  std::string failure{};  ///< why there is no whole answer; empty: there is one, of any status
};

/// One exchange over a connection of its own. Follows no redirect; an answer of more than 256 KB is a failure.
FetchReply fetch(const FetchRequest& request);

}  // namespace partita::inline epoch1::http
