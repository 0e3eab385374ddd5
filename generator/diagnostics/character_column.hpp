// Positions whose columns count characters (Unicode code points), as SARIF and GitHub want them.
#pragma once

#include "source/source_set.hpp"

namespace partita::diagnostics {

/// Bytes inside a character count for nothing.
source::Position character_position(const source::SourceSet& sources, source::FileId file, std::uint32_t offset);

}  // namespace partita::diagnostics
