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

}  // namespace partita::diagnostics
