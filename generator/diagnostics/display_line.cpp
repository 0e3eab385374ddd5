#include "diagnostics/display_line.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace partita::diagnostics {

namespace {

constexpr std::size_t tab_stop = 8;  // clang's default

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;  ///< 0: not UTF-8
};

CodePoint decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 && lead < 0xF5   ? 4
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                                                           : 0;
  if (length == 0 || text.size() < length) return {};
  char32_t value = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    value = (value << 6) | (byte(i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  if (value < smallest[length] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return {};
  return {value, length};
}

struct Range {
  char32_t first;
  char32_t last;
};

bool in(char32_t c, const auto& ranges) {
  return std::any_of(ranges.begin(), ranges.end(), [c](Range r) { return c >= r.first && c <= r.last; });
}

std::size_t width(char32_t c) {
  constexpr std::array<Range, 4> combining{{{0x0300, 0x036F}, {0x200B, 0x200D}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};
  constexpr std::array<Range, 8> wide{{{0x1100, 0x115F},
                                       {0x2E80, 0xA4CF},
                                       {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF},
                                       {0xFE30, 0xFE6F},
                                       {0xFF00, 0xFF60},
                                       {0x1F300, 0x1FAFF},
                                       {0x20000, 0x3FFFD}}};
  return in(c, combining) ? 0 : in(c, wide) ? 2 : 1;
}

/// Characters that would move the cursor, colour the terminal or turn the text round.
bool is_control(char32_t c) {
  constexpr std::array<Range, 5> controls{
      {{0x00, 0x1F}, {0x7F, 0x9F}, {0x200E, 0x200F}, {0x202A, 0x202E}, {0x2066, 0x2069}}};
  return in(c, controls);
}

}  // namespace

DisplayLine display_line(std::string_view line) {
  DisplayLine shown;
  shown.columns.reserve(line.size() + 1);
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size();) {
    const CodePoint c = decode(line.substr(i));
    const std::size_t bytes = std::max<std::size_t>(c.bytes, 1);
    shown.columns.insert(shown.columns.end(), bytes, column);
    std::array<char, 16> escape{};
    if (line[i] == '\t') {
      const std::size_t blanks = tab_stop - column % tab_stop;
      shown.text.append(blanks, ' ');
      column += blanks;
    } else if (c.bytes == 0 || is_control(c.value)) {
      const char* format = c.bytes == 0 ? "<%02X>" : "<U+%04X>";
      const auto value = c.bytes == 0 ? static_cast<unsigned char>(line[i]) : static_cast<unsigned>(c.value);
      column += static_cast<std::size_t>(std::snprintf(escape.data(), escape.size(), format, value));
      shown.text += escape.data();
    } else {
      shown.text.append(line.substr(i, bytes));
      column += width(c.value);
    }
    i += bytes;
  }
  shown.columns.push_back(column);
  return shown;
}

std::string as_utf8(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t bytes = decode(text.substr(i)).bytes;
    result += bytes == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(i, bytes);
    i += std::max<std::size_t>(bytes, 1);
  }
  return result;
}

}  // namespace partita::diagnostics
