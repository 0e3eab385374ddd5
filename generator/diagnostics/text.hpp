// Diagnostics as text, laid out as clang lays out its own.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "source/source_set.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace partita::diagnostics {

enum class Colour : std::uint8_t { off, on };

/// Each diagnostic with its source line, caret and notes, as clang prints them:
///
///     contact.hpp:5:53: error: index 'by_account' has a sort key but no partition key [index-without-partition]
///         5 |   partita::sort_key<std::int64_t, partita::gsi_sort<"by_account">> created;
///           |                                                     ^~~~~~~~~~~~
std::string render_text(const std::vector<Diagnostic>& diagnostics, const source::SourceSet& sources, Colour colour);

/// `2 errors generated.`, as clang says it; empty when there is nothing to count.
std::string summary(const std::vector<Diagnostic>& diagnostics);

}  // namespace partita::diagnostics
