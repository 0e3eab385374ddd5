// Validity of UTF-8, and a scan for what cannot stand in a JSON string as it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace partita::inline epoch1::wire {

/// The length of the well-formed sequence at `text`, which has at least `size` bytes; 0 if there is none. Refuses
/// overlong forms, surrogates and what is beyond U+10FFFF (Unicode 15, table 3-7).
inline std::size_t utf8_sequence(const char* text, std::size_t size) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto in = [&](std::size_t i, unsigned low, unsigned high) { return i < size && at(i) >= low && at(i) <= high; };
  if (size == 0) return 0;
  const unsigned lead = at(0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return in(1, 0x80, 0xBF) ? 2 : 0;
  if (lead < 0xF0) {
    const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : 0xBF;
    return in(1, low, high) && in(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (lead > 0xF4) return 0;
  const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
  const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
  return in(1, low, high) && in(2, 0x80, 0xBF) && in(3, 0x80, 0xBF) ? 4 : 0;
}

/// The position of the first byte that is not part of well-formed UTF-8, or the size.
inline std::size_t utf8_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = utf8_sequence(text.data() + at, text.size() - at);
    if (length == 0) break;
    at += length;
  }
  return at;
}

/// Writes the character before the one that `text` begins with, and returns its length; 0: there is none.
inline std::size_t utf8_before(std::string_view text, char* to) {
  const auto at = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::size_t length = utf8_sequence(text.data(), text.size());
  std::uint32_t code = length == 1 ? at(0) : at(0) & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) code = code << 6U | (at(i) & 0x3FU);
  if (code == 0) return 0;
  code = code == 0xE000 ? 0xD7FF : code - 1;  // no text holds a surrogate
  const std::size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  constexpr std::uint32_t leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (std::size_t i = size; i-- > 1; code >>= 6U) to[i] = static_cast<char>(0x80U | (code & 0x3FU));
  to[0] = static_cast<char>(leads[size] | code);
  return size;
}

/// What 16 bytes hold, a bit a byte.
struct Scan16 {
  std::uint32_t special;  ///< quote, backslash or control character
  std::uint32_t high;     ///< not ASCII
};

inline Scan16 scan16(const char* text) {
#ifdef __SSE2__
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
  const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
  const __m128i special = _mm_or_si128(_mm_or_si128(quote, backslash), control);
  return {static_cast<std::uint32_t>(_mm_movemask_epi8(special)), static_cast<std::uint32_t>(_mm_movemask_epi8(bytes))};
#else
  Scan16 found{0, 0};
  for (unsigned i = 0; i < 16; ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '"' || c == '\\' || c < 0x20) found.special |= 1U << i;
    if (c >= 0x80) found.high |= 1U << i;
  }
  return found;
#endif
}

}  // namespace partita::inline epoch1::wire
