#pragma once

#include "fault_proxy.hpp"

namespace partita::test {

/// Forwards half of a batch, and says of the other half, as the service does, that it was left out. Forwards the whole
/// of anything else and of a batch of one.
ScriptedAnswer answer_in_part(const ScriptedRequest& request, const Forward& forward);

}  // namespace partita::test
