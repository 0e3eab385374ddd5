// "did you mean": which known word a misspelt one stands for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::diagnostics {

/// The candidate that `word` misspells, if one is clearly nearest: a third of the letters may differ, and no other
/// candidate may be as near. A swap of two neighbours counts as one difference, as does the case of a letter.
std::optional<std::string> closest(std::string_view word, const std::vector<std::string>& candidates);

/// `'a', 'b' and 'c'`, for messages that list what is known.
std::string quoted_list(const std::vector<std::string>& words);

}  // namespace partita::diagnostics
