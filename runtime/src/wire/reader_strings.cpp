#include "iso_time.hpp"
#include "utf8.hpp"

#include <partita/wire/reader.hpp>

#include <array>
#include <bit>

namespace partita::inline epoch1::wire {

namespace {

// The value of a base64 letter; 64 and above: not one.
constexpr std::array<unsigned char, 256> base64_values = [] {
  std::array<unsigned char, 256> values{};
  for (unsigned char& value : values) value = 0xFF;
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < letters.size(); ++i) {
    values[static_cast<unsigned char>(letters[i])] = static_cast<unsigned char>(i);
  }
  return values;
}();

void append_utf8(std::string& to, unsigned code) {
  const auto add = [&](unsigned byte) { to += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xC0 | code >> 6U);
    add(0x80 | (code & 0x3FU));
  } else if (code < 0x10000) {
    add(0xE0 | code >> 12U);
    add(0x80 | (code >> 6U & 0x3FU));
    add(0x80 | (code & 0x3FU));
  } else {
    add(0xF0 | code >> 18U);
    add(0x80 | (code >> 12U & 0x3FU));
    add(0x80 | (code >> 6U & 0x3FU));
    add(0x80 | (code & 0x3FU));
  }
}

// The four hexadecimal digits at `text`, or more than 0xFFFF. Stops at a zero.
unsigned hex4(const char* text) {
  unsigned value = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = text[i];
    const char lower = static_cast<char>(c | 0x20);
    if (c >= '0' && c <= '9') {
      value = value * 16 + static_cast<unsigned>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      value = value * 16 + static_cast<unsigned>(lower - 'a' + 10);
    } else {
      return 0x10000;
    }
  }
  return value;
}

struct Extent {
  const char* end;  // the first byte that is special: mostly the closing quote
  bool ascii;
};

inline Extent plain_extent(const char* from) {
  std::uint32_t high = 0;
  for (;; from += 16) {
    const Scan16 found = scan16(from);
    if (found.special == 0) {
      high |= found.high;
      continue;
    }
    const std::uint32_t before = (found.special & (0U - found.special)) - 1;
    high |= found.high & before;
    return {from + std::countr_zero(found.special), high == 0};
  }
}

}  // namespace

void Reader::string(std::string& value) {
  const char* const start = at_;
  const auto [end, ascii] = plain_extent(start);
  const auto size = static_cast<std::size_t>(end - start);
  if (*end == '"' && (ascii || utf8_prefix({start, size}) == size)) [[likely]] {
    value.assign(start, size);
    at_ = end + 1;
    return;
  }
  value.clear();
  (void)unescape(value);
}

std::string_view Reader::text() {
  const char* const start = at_;
  const auto [end, ascii] = plain_extent(start);
  const auto size = static_cast<std::size_t>(end - start);
  if (*end == '"' && (ascii || utf8_prefix({start, size}) == size)) [[likely]] {
    at_ = end + 1;
    return {start, size};
  }
  scratch_.clear();
  if (!unescape(scratch_)) return {};
  return scratch_;
}

// The whole way: runs without escapes, and escapes.
bool Reader::unescape(std::string& value) {
  for (;;) {
    const char* const start = at_;
    const auto [end, ascii] = plain_extent(start);
    const std::string_view run(start, static_cast<std::size_t>(end - start));
    if (!ascii) {
      const std::size_t valid = utf8_prefix(run);
      if (valid != run.size()) {
        at_ += valid;
        fail_syntax("valid UTF-8");
        return false;
      }
    }
    value.append(run);
    at_ = end;
    if (*at_ == '"') {
      ++at_;
      return true;
    }
    if (*at_ != '\\') {
      fail_syntax("a string to end or to go on");
      return false;
    }
    ++at_;
    if (!escape_sequence(value)) return false;
  }
}

bool Reader::escape_sequence(std::string& value) {
  constexpr std::string_view from = "\"\\/bfnrt";
  constexpr std::string_view to = "\"\\/\b\f\n\r\t";
  if (*at_ != 'u') {
    const std::size_t which = *at_ == '\0' ? std::string_view::npos : from.find(*at_);
    if (which == std::string_view::npos) {
      fail_syntax("an escape");
      return false;
    }
    value += to[which];
    ++at_;
    return true;
  }
  unsigned code = hex4(at_ + 1);
  if (code > 0xFFFF) {
    fail_syntax("an escape of four hexadecimal digits");
    return false;
  }
  if (code >= 0xD800 && code <= 0xDFFF) {
    const bool pair = code <= 0xDBFF && at_[5] == '\\' && at_[6] == 'u';
    const unsigned low = pair ? hex4(at_ + 7) : 0;
    if (low < 0xDC00 || low > 0xDFFF) {
      fail_syntax("a surrogate pair");
      return false;
    }
    code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
    at_ += 6;
  }
  append_utf8(value, code);
  at_ += 5;
  return true;
}

void Reader::boolean(bool& value) {
  if (std::string_view(at_, 4) == "true") {
    value = true;
    at_ += 4;
  } else if (std::string_view(at_, 5) == "false") {
    value = false;
    at_ += 5;
  } else {
    fail_syntax("true or false");
  }
}

void Reader::base64(std::vector<std::byte>& value) {
  const std::string_view letters = text();
  const auto at = [&](std::size_t i) { return std::uint32_t{base64_values[static_cast<unsigned char>(letters[i])]}; };
  std::size_t size = letters.size();
  bool good = size % 4 == 0;
  if (good && size != 0 && letters[size - 1] == '=') size -= letters[size - 2] == '=' ? 2U : 1U;
  const std::size_t before = value.size();
  value.resize(before + size / 4 * 3 + (size % 4 == 0 ? 0 : size % 4 - 1));
  std::byte* to = value.data() + before;
  std::size_t i = 0;
  std::uint32_t bad = 0;
  for (; i + 4 <= size; i += 4) {
    const std::uint32_t letter[] = {at(i), at(i + 1), at(i + 2), at(i + 3)};
    bad |= letter[0] | letter[1] | letter[2] | letter[3];
    const std::uint32_t group = letter[0] << 18U | letter[1] << 12U | letter[2] << 6U | letter[3];
    *to++ = static_cast<std::byte>(group >> 16U & 0xFFU);
    *to++ = static_cast<std::byte>(group >> 8U & 0xFFU);
    *to++ = static_cast<std::byte>(group & 0xFFU);
  }
  good = good && bad < 64;
  if (good && i < size) {
    // Two letters for one byte, three for two; the bits left over are zero.
    const std::uint32_t third = i + 2 < size ? at(i + 2) : 0;
    const std::uint32_t group = at(i) << 12U | at(i + 1) << 6U | third;
    good = (at(i) | at(i + 1) | third) < 64 && (group & (i + 2 < size ? 3U : 0xFFFU >> 2U)) == 0;
    *to++ = static_cast<std::byte>(group >> 10U & 0xFFU);
    if (i + 2 < size) *to++ = static_cast<std::byte>(group >> 2U & 0xFFU);
  }
  if (!good && ok()) fail_value("is not valid base64");
}

std::int64_t Reader::iso_time() {
  const std::string_view written = text();
  if (const auto milliseconds = read_iso(written)) return *milliseconds;
  if (ok()) {
    fail_value("is '" + std::string(written.substr(0, 64)) + "', expected a time such as '2026-11-21T04:55:05.123Z'");
  }
  return 0;
}

}  // namespace partita::inline epoch1::wire
