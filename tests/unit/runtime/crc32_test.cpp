#include "http/crc32.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <string>
#include <string_view>

using partita::http::crc32;
using partita::http::crc32_portable;

namespace {
// The definition, a bit at a time.
std::uint32_t by_bits(std::string_view bytes) {
  std::uint32_t crc = ~0U;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}
}  // namespace

TEST_CASE("crc32 has its check value") {
  CHECK(crc32("123456789") == 0xCBF43926U);
  CHECK(crc32_portable("123456789") == 0xCBF43926U);
  CHECK(crc32("") == 0);
  CHECK(crc32("{}") == 2745614147U);  // what DynamoDB sends with an empty answer
}

TEST_CASE("crc32 is right at every length and alignment") {
  std::string bytes;
  std::uint32_t state = 1;
  for (int i = 0; i < 1200; ++i) bytes += static_cast<char>((state = state * 1664525U + 1013904223U) >> 24);
  for (std::size_t size = 0; size <= 1100; ++size) {
    const std::string_view part = std::string_view(bytes).substr(size % 17, size);
    REQUIRE(crc32(part) == by_bits(part));
    REQUIRE(crc32_portable(part) == by_bits(part));
  }
}
