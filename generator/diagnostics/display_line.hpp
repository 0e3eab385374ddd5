// A source line as a terminal shows it: tabs expanded, control characters and broken UTF-8 spelt out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace partita::diagnostics {

struct DisplayLine {
  std::string text;
  std::vector<std::size_t> columns;  ///< of each byte of the source line, and of its end: the column on screen, from 0
};

DisplayLine display_line(std::string_view line);

/// The text of a message with U+FFFD in place of each byte that is not UTF-8, as the JSON formats show it: names are
/// quoted from the source, which may hold anything.
std::string as_utf8(std::string_view text);

}  // namespace partita::diagnostics
