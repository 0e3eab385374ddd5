// Requests that one of the servers cannot read, in a form that means the same and that it reads.
#pragma once

#include "raw_requests.hpp"

namespace differential {

/// DynamoDB Local fails above the largest `int`, which no table here holds items for.
RawRequest restated_for_local(const RawRequest& request);

/// dynoxide refuses a member that comes twice, of which the last one counts
/// (https://www.rfc-editor.org/rfc/rfc8259), and reads members of other operations (`unknown-members` in
/// tests/servers.json).
RawRequest restated_for_dynoxide(const RawRequest& request);

}  // namespace differential
