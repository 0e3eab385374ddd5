// Walks through JSON in its stored form. Reads nothing behind the end, whatever the text is.
#pragma once

#include "http/raw_json.hpp"

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

class StoredText {
 public:
  explicit StoredText(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

  const char* at() const { return at_; }
  bool take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  /// Consumes `c`, and everything up to it.
  void skip_to(char c) {
    while (at_ != end_ && *at_ != c) ++at_;
    take(c);
  }
  /// What is between the quotes ahead, as it is written.
  std::string_view raw_string() {
    if (!take('"')) return {};
    const char* const start = at_;
    while (at_ != end_) {
      const void* const quote = std::memchr(at_, '"', static_cast<std::size_t>(end_ - at_));
      if (quote == nullptr) break;
      at_ = static_cast<const char*>(quote);
      const char* behind = at_;
      while (behind != start && behind[-1] == '\\') --behind;
      ++at_;
      if ((at_ - 1 - behind) % 2 == 0) return {start, static_cast<std::size_t>(at_ - 1 - start)};
    }
    at_ = end_;
    return {};
  }
  /// The same as it was meant.
  std::string string() { return unescaped(raw_string()); }
  static std::string unescaped(std::string_view raw) {
    if (raw.find('\\') == std::string_view::npos) return std::string(raw);
    std::string quoted = "\"";
    return http::json_string(quoted.append(raw).append("\"")).value_or(std::string());
  }
  std::string_view skip_value() {
    const char* const start = at_;
    std::size_t depth = 0;
    while (at_ != end_) {
      const char c = *at_;
      if (c == '"') {
        raw_string();
        continue;
      }
      if (depth == 0 && (c == ',' || c == ']' || c == '}')) break;
      ++at_;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) break;
    }
    return {start, static_cast<std::size_t>(at_ - start)};
  }

 private:
  const char* at_;
  const char* end_;
};

}  // namespace partita::inline epoch1::embedded
