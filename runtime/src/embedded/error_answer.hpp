// What the service answers when it refuses.
#pragma once

#include "embedded/refusal.hpp"

#include <string>

namespace partita::inline epoch1::embedded {

/// HTTP status: 500 if the fault is not the request's.
int status_of(const Refusal& refusal);

/// `{"__type":"...#ValidationException","message":"..."}`
std::string error_body(const Refusal& refusal);

}  // namespace partita::inline epoch1::embedded
