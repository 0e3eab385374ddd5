// The includes that a generated text needs, found by the names it uses.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace partita::plan {

/// Adds the standard headers and Partita's headers of plain types that declare the names in `text`: `<string>`,
/// `<partita/timestamp.hpp>`.
void add_includes_of(std::string_view text, std::set<std::string>& headers);

/// Blocks of includes with empty lines between them: the first `quoted` header, the other ones, Partita's, standard
/// ones; each block sorted.
std::string include_text(const std::vector<std::string>& quoted, const std::set<std::string>& headers);

}  // namespace partita::plan
