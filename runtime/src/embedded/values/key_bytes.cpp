#include "embedded/values/key_bytes.hpp"

#include "embedded/values/base64.hpp"
#include "embedded/values/item_members.hpp"
#include "embedded/values/number.hpp"
#include "embedded/values/stored_text.hpp"

namespace partita::inline epoch1::embedded {

void append_sort_bytes(const Value& value, std::string& out) {
  if (const auto* const text = value.as<std::string>()) out += *text;
  if (const auto* const binary = value.as<Binary>()) out += binary->bytes;
  if (const auto* const number = value.as<decimal>()) append_sort_bytes(digits_of(*number), out);
}

void append_sort_bytes(std::string_view json, std::string& out) {
  const wire::Tag tag = tag_of(json);
  StoredText in(json);
  in.skip_to(':');
  const std::string_view payload = in.raw_string();
  if (tag == wire::Tag::N) {
    append_sort_bytes(digits_of(payload), out);
  } else if (tag == wire::Tag::B) {
    out += decode_base64(payload).value_or(std::string());
  } else if (payload.find('\\') != std::string_view::npos) {
    out += StoredText::unescaped(payload);
  } else {
    out += payload;
  }
}

// 00 becomes 00 FF, and the end is 00 01: it sorts below any byte that a longer text has there, and no text holds it.
void append_escaped(std::string_view bytes, std::string& out) {
  for (std::size_t zero = bytes.find('\0'); zero != std::string_view::npos; zero = bytes.find('\0')) {
    out.append(bytes.substr(0, zero + 1)).append("\xFF");
    bytes.remove_prefix(zero + 1);
  }
  out.append(bytes);
}

void append_delimited(std::string_view bytes, std::string& out) {
  append_escaped(bytes, out);
  out.append(std::string_view("\0\x01", 2));
}

}  // namespace partita::inline epoch1::embedded
