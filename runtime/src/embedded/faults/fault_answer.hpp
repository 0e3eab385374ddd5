// What the service refuses requests with that a fault is asked for.
#pragma once

#include "embedded/refusal.hpp"

#include <partita/embedded_faults.hpp>

#include <string_view>

namespace partita::inline epoch1::embedded {

/// Of the kinds that are refusals: throttling, server_error, conflict and expired_credentials.
Refusal refusal_of(const EmbeddedFault& fault, std::string_view operation, std::string_view body);

}  // namespace partita::inline epoch1::embedded
