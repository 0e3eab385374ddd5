// What a run found, as the command line wants it: which findings count, at which level, in which format.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "driver/options.hpp"
#include "source/source_set.hpp"

#include <string>
#include <vector>

namespace partita::driver {

/// With -Werror and -Wno applied; accepted ones included.
std::vector<diagnostics::Diagnostic> findings(const diagnostics::Sink& sink, const Options& options);

bool is_silenced(diagnostics::Id id, const Options& options);

/// Prints them; the exit code says whether there are errors, or that they can't be printed.
int print_findings(const std::vector<diagnostics::Diagnostic>& found, const source::SourceSet& sources, Format format);

/// Writes to stdout all the way; the exit code is that of a failure where it can't, `exit_code` else.
int print(const std::string& text, int exit_code);

/// Writes to stderr. If even that takes nothing, there is nobody left to tell.
void complain(const std::string& text);

}  // namespace partita::driver
