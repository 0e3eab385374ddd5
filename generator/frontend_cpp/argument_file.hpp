// Arguments that stand in files, as build systems pass them.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace partita::frontend_cpp {

/// Replaces each `@FILE` by the arguments in FILE, which holds one a line, as it is: no quoting, no escapes (the format
/// of compile_flags.txt). A line that starts with `SHELL:` holds several, quoted as for a shell; that is how CMake
/// writes options that belong together. One that starts with `DEFINE:` is a macro for -D; behind it may be nothing, and
/// then it is none. Returns what is wrong if a file cannot be read.
std::optional<std::string> expand_argument_files(std::vector<std::string>& arguments);

}  // namespace partita::frontend_cpp
