// Sends raw requests, and brings the answers into a form in which equal ones are equal.
#pragma once

#include "raw_requests.hpp"

#include <partita/client.hpp>

#include <string>
#include <vector>

namespace differential {

/// An engine or a server.
struct RawServer {
  std::string name;
  partita::Client client;
};

/// Numbers by value, sets sorted; without times, ids, byte counts and names of resources.
struct RawAnswer {
  std::string code;     ///< of an error: `ValidationException`; empty: the request succeeded
  std::string message;  ///< of an error, as it came
  Json body;            ///< the whole answer, or what an error tells beside its message

  bool ok() const { return code.empty(); }
  /// The service's texts differ from server to server, so that they do not count.
  bool same_as(const RawAnswer& other) const { return code == other.code && body == other.body; }
};

/// Gives equal values one form: numbers by value, sets sorted, without what differs by the time or the place.
void normalise(Json& value);

/// Sends the bytes once.
RawAnswer send(const RawServer& server, const std::string& operation, const std::string& body);

/// As a caller would, who wants everything: pages of scans and of indexes, in whose order nothing is promised, are
/// followed to the end and all segments of a scan are read, which makes one answer.
RawAnswer ask(const RawServer& server, const RawRequest& request);

}  // namespace differential
