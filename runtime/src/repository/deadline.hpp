// When a call must be over.
#pragma once

#include <partita/call_options.hpp>
#include <partita/transport.hpp>

#include <chrono>
#include <optional>

namespace partita::inline epoch1::detail {

/// The moment at which the time limit of the options ends, or the client's if they have none; if none was fixed, as it
/// would be for a call that begins now.
std::optional<std::chrono::steady_clock::time_point> deadline_of(const Client& client, const CallOptions& options);

/// What a call with these options brings along.
CallContext context_of(const Client& client, const CallOptions& options);

}  // namespace partita::inline epoch1::detail
