// Which requests each kind of fault is for.
#pragma once

#include <partita/embedded_faults.hpp>

#include <string_view>

namespace partita::inline epoch1::embedded {

/// Whether the operation can fail so.
bool can_have(std::string_view operation, FaultKind kind);

/// Whether the fault is for this table.
bool is_for(const EmbeddedFault& fault, std::string_view table);

/// `throttling`
std::string_view name_of(FaultKind kind);

}  // namespace partita::inline epoch1::embedded
