#include "plan/literals.hpp"

namespace partita::plan {

std::string string_literal(std::string_view text) {
  std::string literal = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      literal += {'\\', c};
    } else if (byte < 0x20 || byte == 0x7F) {
      // Three octal digits end the escape whatever comes next; a hexadecimal one would run on.
      literal += {'\\', static_cast<char>('0' + (byte >> 6U)), static_cast<char>('0' + ((byte >> 3U) & 7U)),
                  static_cast<char>('0' + (byte & 7U))};
    } else {
      literal += c;
    }
  }
  return literal + '"';
}

std::string raw_literal(std::string_view text) {
  std::string delimiter;
  if (text.find(")\"") != std::string_view::npos) delimiter = "json";
  // An attribute name may hold anything, even the end of our literal.
  while (text.find(")" + delimiter + "\"") != std::string_view::npos) delimiter += '_';
  return "R\"" + delimiter + "(" + std::string(text) + ")" + delimiter + "\"";
}

std::string json_string(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string json = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      json += {'\\', c};
    } else if (byte < 0x20 || byte == 0x7F) {
      json.append("\\u00") += {digits[byte >> 4U], digits[byte & 15U]};
    } else {
      json += c;
    }
  }
  return json + '"';
}

}  // namespace partita::plan
