#include "diagnostics/suggestion.hpp"

#include <algorithm>
#include <cstddef>

namespace partita::diagnostics {
namespace {

// Longer words are not typed by hand, and the distance costs the product of both lengths.
constexpr std::size_t longest_word = 255;

// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], before_last[j - 2] + 1);
      }
    }
    before_last = last;
    last = current;
  }
  return last[b.size()];
}

}  // namespace

std::optional<std::string> closest(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.empty() || word.size() > longest_word) return std::nullopt;
  std::size_t best = (word.size() + 2) / 3 + 1;
  const std::string* found = nullptr;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > longest_word) continue;
    const std::size_t d = distance(word, candidate);
    // As many differences as letters is another word, not a misspelling.
    if (d >= std::max(word.size(), candidate.size())) continue;
    if (d < best) {
      best = d;
      found = &candidate;
    } else if (d == best) {
      found = nullptr;
    }
  }
  if (found == nullptr) return std::nullopt;
  return *found;
}

std::string quoted_list(const std::vector<std::string>& words) {
  std::string result;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) result += i + 1 == words.size() ? " and " : ", ";
    result += "'" + words[i] + "'";
  }
  return result;
}

}  // namespace partita::diagnostics
