#include "diagnostics/character_column.hpp"

#include <algorithm>
#include <string_view>

namespace partita::diagnostics {

source::Position character_position(const source::SourceSet& sources, source::FileId file, std::uint32_t offset) {
  const source::Position at = sources.position(file, offset);
  const std::string_view line = sources.line(file, at.line);
  const std::string_view before = line.substr(0, std::min<std::size_t>(at.column - 1, line.size()));
  const auto inner = std::count_if(before.begin(), before.end(),
                                   [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; });
  return {at.line, at.column - static_cast<std::uint32_t>(inner)};
}

}  // namespace partita::diagnostics
