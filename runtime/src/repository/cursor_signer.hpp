// Signs the places where queries go on, and opens what was signed.
#pragma once

#include <partita/client.hpp>
#include <partita/cursor.hpp>
#include <partita/result.hpp>

#include <string>
#include <string_view>

namespace partita::inline epoch1 {

/// `scope` is all that the query is made of. `place` is the key of the last item that was given out, as a request has
/// it; empty for the beginning. The client must outlive the signer.
class CursorSigner {
 public:
  explicit CursorSigner(const Client& client) : client_(client) {}

  Result<Cursor> sign(std::string_view place, std::string_view scope) const;
  /// The place. Fails with `invalid_argument` if the cursor was not signed by a key of the client for this scope.
  Result<std::string> open(const Cursor& cursor, std::string_view scope) const;

 private:
  const Client& client_;
};

}  // namespace partita::inline epoch1
