#include "http/crc32.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace partita::inline epoch1::http {
namespace {

using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr Tables make_tables() {
  Tables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    tables[0][byte] = crc;
  }
  for (std::size_t slice = 1; slice < 8; ++slice) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = tables[slice - 1][byte];
      tables[slice][byte] = (before >> 8) ^ tables[0][before & 0xFFU];
    }
  }
  return tables;
}

constexpr Tables tables = make_tables();

// Works on the inverted checksum, so that pieces can be chained.
std::uint32_t update_portable(std::uint32_t crc, const char* data, std::size_t size) {
  static_assert(std::endian::native == std::endian::little, "the eight-byte step reads little-endian words");
  for (; size >= 8; data += 8, size -= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, data, 8);
    word ^= crc;
    crc = tables[7][word & 0xFFU] ^ tables[6][(word >> 8) & 0xFFU] ^ tables[5][(word >> 16) & 0xFFU] ^
          tables[4][(word >> 24) & 0xFFU] ^ tables[3][(word >> 32) & 0xFFU] ^ tables[2][(word >> 40) & 0xFFU] ^
          tables[1][(word >> 48) & 0xFFU] ^ tables[0][word >> 56];
  }
  for (; size != 0; ++data, --size) crc = (crc >> 8) ^ tables[0][(crc ^ static_cast<unsigned char>(*data)) & 0xFFU];
  return crc;
}

#if defined(__x86_64__)
// Folding by carry-less multiplication, after Intel's "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ".
// The constants are powers of x modulo the polynomial, bit-reflected.
constexpr std::size_t folded_block = 64;

__attribute__((target("pclmul,sse4.1"))) inline __m128i fold(__m128i state, __m128i by, __m128i next) {
  const __m128i low = _mm_clmulepi64_si128(state, by, 0x00);
  const __m128i high = _mm_clmulepi64_si128(state, by, 0x11);
  return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

__attribute__((target("pclmul,sse4.1"))) inline __m128i load(const char* data) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(data));
}

// `size` is a multiple of 16 and at least 64.
__attribute__((target("pclmul,sse4.1"))) std::uint32_t update_folding(std::uint32_t crc, const char* data,
                                                                      std::size_t size) {
  const __m128i by_four = _mm_set_epi64x(0x01C6E41596, 0x0154442BD4);
  const __m128i by_one = _mm_set_epi64x(0x00CCAA009E, 0x01751997D0);

  __m128i a = _mm_xor_si128(load(data), _mm_cvtsi32_si128(static_cast<int>(crc)));
  __m128i b = load(data + 16);
  __m128i c = load(data + 32);
  __m128i d = load(data + 48);
  for (data += folded_block, size -= folded_block; size >= folded_block; data += folded_block, size -= folded_block) {
    a = fold(a, by_four, load(data));
    b = fold(b, by_four, load(data + 16));
    c = fold(c, by_four, load(data + 32));
    d = fold(d, by_four, load(data + 48));
  }
  a = fold(a, by_one, b);
  a = fold(a, by_one, c);
  a = fold(a, by_one, d);
  for (; size != 0; data += 16, size -= 16) a = fold(a, by_one, load(data));

  // 128 bits to 64, then Barrett reduction to 32.
  const __m128i low_half = _mm_setr_epi32(~0, 0, ~0, 0);
  a = _mm_xor_si128(_mm_srli_si128(a, 8), _mm_clmulepi64_si128(a, by_one, 0x10));
  const __m128i to_64 = _mm_set_epi64x(0, 0x0163CD6124);
  a = _mm_xor_si128(_mm_srli_si128(a, 4), _mm_clmulepi64_si128(_mm_and_si128(a, low_half), to_64, 0x00));
  const __m128i barrett = _mm_set_epi64x(0x01F7011641, 0x01DB710641);
  __m128i quotient = _mm_clmulepi64_si128(_mm_and_si128(a, low_half), barrett, 0x10);
  quotient = _mm_clmulepi64_si128(_mm_and_si128(quotient, low_half), barrett, 0x00);
  return static_cast<std::uint32_t>(_mm_extract_epi32(_mm_xor_si128(a, quotient), 1));
}

bool can_fold() {
  return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
}
#endif

}  // namespace

std::uint32_t crc32_portable(std::string_view bytes) {
  return ~update_portable(~0U, bytes.data(), bytes.size());
}

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = ~0U;
#if defined(__x86_64__)
  static const bool folding = can_fold();
  if (folding && bytes.size() >= folded_block) {
    const std::size_t whole = bytes.size() & ~std::size_t{15};
    crc = update_folding(crc, bytes.data(), whole);
    bytes.remove_prefix(whole);
  }
#endif
  return ~update_portable(crc, bytes.data(), bytes.size());
}

}  // namespace partita::inline epoch1::http
