#include "embedded/values/base64.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace partita::inline epoch1::embedded {

namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t no_letter = 0xFF;

constexpr std::array<std::uint8_t, 256> values = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_letter);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    table[static_cast<unsigned char>(letters[i])] = static_cast<std::uint8_t>(i);
  }
  return table;
}();

tl::unexpected<Refusal> refuse_text(std::string_view text, std::string_view why) {
  std::string message = "'";
  message.append(text.substr(0, 64)).append("' can not be converted to a Blob: ").append(why);
  return refuse("SerializationException", std::move(message));
}

}  // namespace

Checked<std::string> decode_base64(std::string_view text) {
  if (text.size() % 4 != 0) {
    return refuse_text(
        text, "Base64 encoded length is expected a multiple of 4 bytes but found: " + std::to_string(text.size()));
  }
  std::size_t size = text.size();
  for (int padding = 0; padding < 2 && size != 0 && text[size - 1] == '='; ++padding) --size;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (const char c : text.substr(0, size)) {
    const std::uint8_t value = values[static_cast<unsigned char>(c)];
    if (value == no_letter) return refuse_text(text, std::string("Invalid Base64 character: '") + c + "'");
    group = group << 6U | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(group >> bits & 0xFFU);
  }
  if ((group & ((1U << bits) - 1)) != 0) {
    return refuse_text(text, "Invalid last non-pad Base64 character dectected");  // the service's spelling
  }
  return bytes;
}

void append_base64(std::string_view bytes, std::string& out) {
  const auto at = [&](std::size_t i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U; };
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::uint32_t group = at(i) << 16U | at(i + 1) << 8U | at(i + 2);
    out += letters[group >> 18U];
    out += letters[group >> 12U & 63U];
    out += i + 1 < bytes.size() ? letters[group >> 6U & 63U] : '=';
    out += i + 2 < bytes.size() ? letters[group & 63U] : '=';
  }
}

}  // namespace partita::inline epoch1::embedded
