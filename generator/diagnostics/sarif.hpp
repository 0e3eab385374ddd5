// Diagnostics as a SARIF 2.1.0 log, for code scanning services.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "source/source_set.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace partita::diagnostics {

/// One run with a rule for each id that occurs. Accepted findings are results with a suppression. Relative paths stay
/// relative, for the service to resolve against the root of the repository.
///
/// Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
std::string render_sarif(const std::vector<Diagnostic>& diagnostics, const source::SourceSet& sources,
                         std::string_view tool_version);

}  // namespace partita::diagnostics
