// Findings that the model itself accepts, with a reason.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"

namespace partita::sema {

/// Each suppression names a diagnostic that can be suppressed, and says why.
void check_suppressions(const model::Declared& declared, diagnostics::Sink& sink);

/// Accepts every finding whose place lies in the scope of a suppression of its id.
void apply_suppressions(const model::Declared& declared, diagnostics::Sink& sink);

/// Reports the suppressions that accepted nothing. Asks for a sink that holds all findings of the run.
void report_unused_suppressions(const model::Declared& declared, diagnostics::Sink& sink);

/// Says of each finding in which entity, type, view or collection it stands.
void place_findings(const model::Declared& declared, diagnostics::Sink& sink);

}  // namespace partita::sema
