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
