// Items past their time to live, which the service deletes days later.
#pragma once

#include <partita/client.hpp>
#include <partita/expression.hpp>

namespace partita::inline epoch1 {

namespace wire {
class Reader;
}

namespace detail {

/// Whether the item ahead is past its time to live, by the client's clock. If so, it is skipped.
bool skip_expired(wire::Reader& in, const AttributeName& ttl, const Client& client);

}  // namespace detail

}  // namespace partita::inline epoch1
