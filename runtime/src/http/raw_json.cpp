#include "http/raw_json.hpp"

#include <cstddef>
#include <cstdint>

namespace partita::inline epoch1::http {
namespace {

constexpr std::size_t npos = std::string_view::npos;

std::size_t skip_space(std::string_view text, std::size_t at) {
  const std::size_t next = text.find_first_not_of(" \t\r\n", at);
  return next == npos ? text.size() : next;
}

// `at` is on the opening quote. Returns the position after the closing one, or npos.
std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; (at = text.find_first_of("\"\\", at)) != npos; at += 2) {
    if (text[at] == '"') return at + 1;
  }
  return npos;
}

// Returns the position after the value that starts at `at`, or npos.
std::size_t skip_value(std::string_view text, std::size_t at) {
  if (at >= text.size()) return npos;
  if (text[at] == '"') return skip_string(text, at);
  if (text[at] != '{' && text[at] != '[') {
    const std::size_t end = text.find_first_of(",]} \t\r\n", at);
    return end == at ? npos : end == npos ? text.size() : end;
  }
  for (std::size_t depth = 0; (at = text.find_first_of("\"{}[]", at)) != npos;) {
    if (text[at] == '"') {
      at = skip_string(text, at);
      if (at == npos) return npos;
      continue;
    }
    if (text[at] == '{' || text[at] == '[') {
      ++depth;
    } else if (--depth == 0) {
      return at + 1;
    }
    ++at;
  }
  return npos;
}

std::optional<std::uint32_t> hex4(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text.substr(at, 4)) {
    std::uint32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<std::uint32_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<std::uint32_t>(c - 'a' + 10);
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<std::uint32_t>(c - 'A' + 10);
    } else {
      return std::nullopt;
    }
    value = value * 16 + digit;
  }
  return value;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto tail = [&out](std::uint32_t bits) { out += static_cast<char>(0x80U | (bits & 0x3FU)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0U | (code >> 6));
    tail(code);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0U | (code >> 12));
    tail(code >> 6);
    tail(code);
  } else {
    out += static_cast<char>(0xF0U | (code >> 18));
    tail(code >> 12);
    tail(code >> 6);
    tail(code);
  }
}

}  // namespace

std::optional<std::string_view> json_member(std::string_view text, std::string_view name) {
  std::size_t at = skip_space(text, 0);
  if (at == text.size() || text[at] != '{') return std::nullopt;
  at = skip_space(text, at + 1);
  while (at < text.size() && text[at] == '"') {
    const std::size_t key_end = skip_string(text, at);
    if (key_end == npos) return std::nullopt;
    const std::string_view key = text.substr(at + 1, key_end - at - 2);
    at = skip_space(text, key_end);
    if (at == text.size() || text[at] != ':') return std::nullopt;
    at = skip_space(text, at + 1);
    const std::size_t end = skip_value(text, at);
    if (end == npos) return std::nullopt;
    if (key == name) return text.substr(at, end - at);
    at = skip_space(text, end);
    if (at == text.size() || text[at] != ',') return std::nullopt;
    at = skip_space(text, at + 1);
  }
  return std::nullopt;
}

std::optional<std::string> json_string(std::string_view raw) {
  if (raw.size() < 2 || raw.front() != '"' || raw.back() != '"') return std::nullopt;
  raw = raw.substr(1, raw.size() - 2);
  std::string out;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (raw[at] != '\\') {
      out += raw[at];
      continue;
    }
    if (++at == raw.size()) return std::nullopt;
    switch (raw[at]) {
      case '"':
      case '\\':
      case '/':
        out += raw[at];
        break;
      case 'b':
        out += '\b';
        break;
      case 'f':
        out += '\f';
        break;
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case 'u': {
        auto code = hex4(raw, at + 1);
        if (!code) return std::nullopt;
        at += 4;
        if (*code >= 0xD800 && *code < 0xDC00 && raw.substr(at + 1, 2) == "\\u") {
          const auto low = hex4(raw, at + 3);
          if (low && *low >= 0xDC00 && *low < 0xE000) {
            code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
            at += 6;
          }
        }
        // Half a surrogate pair has no UTF-8 form.
        append_utf8(out, *code >= 0xD800 && *code < 0xE000 ? 0xFFFD : *code);
        break;
      }
      default:
        return std::nullopt;
    }
  }
  return out;
}

bool is_json_object(std::string_view text) {
  const std::size_t at = skip_space(text, 0);
  if (at == text.size() || text[at] != '{') return false;
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  return text[last] == '}' && last > at;
}

}  // namespace partita::inline epoch1::http
