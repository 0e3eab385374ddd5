// Errors of the engine's transports, made as those of exchanges with the service are.
#pragma once

#include "embedded/refusal.hpp"

#include <partita/transport.hpp>

#include <chrono>
#include <string>

namespace partita::inline epoch1::embedded {

/// What the service refuses a request with, by the way of every other answer of its.
void fail_with(const Request& request, Reply& reply, const Refusal& refusal, std::chrono::system_clock::time_point now);

/// Of a reply that has failed so: nothing was applied, which its answer does not say.
void known_not_applied(Reply& reply);

/// What no answer says.
void fail(const Request& request, Reply& reply, ErrorKind kind, std::string message, Applied applied);

}  // namespace partita::inline epoch1::embedded
