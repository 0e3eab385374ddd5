// What the readers of headers, files and URLs share, and the writers of messages: ASCII only, whatever the locale says.
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

namespace partita::inline epoch1::text {

/// Without the blanks and line ends around it.
inline std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

inline std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

inline std::string ms(std::chrono::milliseconds time) {
  return std::to_string(time.count()) + " ms";
}

/// What would end a header line early, and let the rest of a value become a header of its own.
inline bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; });
}

}  // namespace partita::inline epoch1::text
