#include <partita/wire/writer.hpp>

#include "iso_time.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <utility>

namespace partita::inline epoch1::wire {

Writer::Writer(Writer&& other) noexcept {
  *this = std::move(other);
}

Writer& Writer::operator=(Writer&& other) noexcept {
  if (this == &other) return *this;
  memory_ = std::move(other.memory_);
  at_ = std::exchange(other.at_, nullptr);
  limit_ = std::exchange(other.limit_, nullptr);
  error_ = std::exchange(other.error_, std::nullopt);
  frame = std::exchange(other.frame, nullptr);
  elements = std::exchange(other.elements, 0);
  return *this;
}

void Writer::clear() {
  at_ = memory_.get();
  error_.reset();
}

void Writer::grow(std::size_t size) {
  const std::size_t used = view().size();
  const std::size_t capacity = std::max({used + size + 1, used + used / 2, std::size_t{1024}});
  std::unique_ptr<char[]> fresh(new char[capacity + slack]);
  if (used != 0) std::memcpy(fresh.get(), memory_.get(), used);
  memory_ = std::move(fresh);
  at_ = memory_.get() + used;
  limit_ = memory_.get() + capacity;
}

void Writer::string(std::string_view text) {
  const char* from = text.data();
  const char* const end = from + text.size();
  char* to = room(text.size());
  // Copies first and looks then: the slack takes what is too much.
  while (end - from >= 16) {
    const Scan16 found = scan16(from);
    if ((found.special | found.high) != 0) break;
    std::memcpy(to, from, 16);
    from += 16;
    to += 16;
  }
  if (end - from < 16) {
    // The rest, in a block that may be read as a whole.
    char rest[16] = {'0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0'};
    const auto count = static_cast<std::size_t>(end - from);
    if (count != 0) std::memcpy(rest, from, count);
    const Scan16 found = scan16(rest);
    if ((found.special | found.high) == 0) [[likely]] {
      std::memcpy(to, rest, 16);
      at_ = to + count;
      return;
    }
  }
  at_ = to;
  escape(text.substr(static_cast<std::size_t>(from - text.data())));
}

void Writer::escape(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto c = static_cast<unsigned char>(text[at]);
    char* to = room(8);
    if (c >= 0x80) {
      const std::size_t length = utf8_sequence(text.data() + at, text.size() - at);
      if (length == 0) return fail("is not valid UTF-8, which a String must be; store bytes as Binary");
      std::memcpy(to, text.data() + at, length);
      at_ = to + length;
      at += length;
      continue;
    }
    ++at;
    if (c >= ' ' && c != '"' && c != '\\') {
      *to = static_cast<char>(c);
      at_ = to + 1;
      continue;
    }
    *to++ = '\\';
    switch (c) {
      case '"':
      case '\\':
        *to++ = static_cast<char>(c);
        break;
      case '\b':
        *to++ = 'b';
        break;
      case '\f':
        *to++ = 'f';
        break;
      case '\n':
        *to++ = 'n';
        break;
      case '\r':
        *to++ = 'r';
        break;
      case '\t':
        *to++ = 't';
        break;
      default:
        for (const char literal : {'u', '0', '0'}) *to++ = literal;
        *to++ = static_cast<char>('0' + (c >> 4U));
        *to++ = "0123456789abcdef"[c & 15U];
    }
    at_ = to;
  }
}

void Writer::long_member(const Member& member) {
  json_string(member.name);
  raw(':');
  raw(opening_of(member.tag));
}

void Writer::base64(const std::byte* bytes, std::size_t size) {
  constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char* to = room((size + 2) / 3 * 4);
  const auto at = [&](std::size_t i) { return i < size ? static_cast<unsigned>(bytes[i]) : 0U; };
  for (std::size_t i = 0; i < size; i += 3) {
    const unsigned group = at(i) << 16U | at(i + 1) << 8U | at(i + 2);
    to[0] = letters[group >> 18U];
    to[1] = letters[group >> 12U & 63U];
    to[2] = i + 1 < size ? letters[group >> 6U & 63U] : '=';
    to[3] = i + 2 < size ? letters[group & 63U] : '=';
    to += 4;
  }
  at_ = to;
}

void Writer::iso_time(std::int64_t milliseconds) {
  char* to = room(iso_size);
  if (!write_iso(milliseconds, to)) return fail("is outside of the years 0000 to 9999, which its ISO form can hold");
  at_ = to + iso_size;
}

void Writer::fail(std::string_view what) {
  if (error_) return;
  error_.emplace(ErrorKind::invalid_argument, describe(frame, elements) + " " + std::string(what));
}

void Writer::fail_empty_set() {
  fail("is an empty set, which DynamoDB cannot store inside a list or map");
}

void Writer::refuse(const Error& reason) {
  if (!error_) error_ = reason;
}
void Writer::fail_tenant(std::string_view name) {
  if (error_) return;
  error_.emplace(ErrorKind::invalid_argument, "attribute '" + std::string(name) +
                                                  "' is not the tenant that the repository is for; make a repository " +
                                                  "for the item's tenant");
}

void Writer::fail_key(const Member& member, std::size_t size) {
  const bool partition = member.need.key == KeyPart::partition;
  std::string what = partition ? "is the partition key of " : "is the sort key of ";
  what += member.need.key_of;
  if (size == 0) {
    what += " and must not be empty";
  } else {
    what += " and is " + std::to_string(size) + " bytes long; DynamoDB allows " +
            std::to_string(max_key_size(member.need.key));
  }
  fail(what);
}

void Writer::fail_enumerator(std::int64_t value) {
  fail("holds " + (is_hidden(frame) ? "a number" : std::to_string(value)) + ", which is none of its enumerators");
}

}  // namespace partita::inline epoch1::wire
