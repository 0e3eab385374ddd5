// Diagnostics as JSON, one object a line, for tools.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "source/source_set.hpp"

#include <string>
#include <vector>

namespace partita::diagnostics {

/// `{"id", "level", "message", "file", "line", "column", "end_line", "end_column", "entity", "fix", "notes"}`, a line
/// each. Lines and columns count from 1, columns in bytes; the end is exclusive. A place, `entity`, `notes` and `fix`
/// are there only where there is one. `fix` holds a place and the `text` that replaces it, and in `also` the other
/// places of the same change. What is not UTF-8 is replaced by U+FFFD.
std::string render_json(const std::vector<Diagnostic>& diagnostics, const source::SourceSet& sources);

}  // namespace partita::diagnostics
