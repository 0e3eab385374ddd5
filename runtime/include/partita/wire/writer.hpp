// Appends DynamoDB JSON to a buffer of its own.
#pragma once

#include <partita/error.hpp>
#include <partita/wire/members.hpp>
#include <partita/wire/path.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace partita::inline epoch1 {

class decimal;

namespace wire {

/// Builds one request body, from front to back. Not thread-safe; movable; keeps its memory over `clear`.
///
/// Errors stick: after the first value that DynamoDB cannot store, `failed` is true, `error` names the attribute, and
/// what is written is of no use.
class Writer {
 public:
  Writer() = default;
  Writer(Writer&& other) noexcept;
  Writer& operator=(Writer&& other) noexcept;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() = default;

  std::string_view view() const { return {memory_.get(), static_cast<std::size_t>(at_ - memory_.get())}; }
  void clear();
  bool failed() const { return error_.has_value(); }
  /// Of kind `invalid_argument`. Only after a failure.
  const Error& error() const { return *error_; }  // NOLINT(bugprone-unchecked-optional-access)

  /// Text that is JSON already.
  void raw(std::string_view json) {
    char* to = room(json.size());
    std::memcpy(to, json.data(), json.size());
    at_ = to + json.size();
  }
  void raw(char c) {
    *room(1) = c;
    ++at_;
  }
  /// A JSON string, quotes included. Fails if `text` is not UTF-8.
  void json_string(std::string_view text) {
    raw('"');
    string(text);
    raw('"');
  }

  // Payloads: what stands between the opening and the closing of a value, without quotes.

  void string(std::string_view text);
  void integer(std::int64_t value);
  void integer(std::uint64_t value);
  void number(double value);
  void number(float value);
  void number(const decimal& value);
  void boolean(bool value) { raw(value ? std::string_view("true") : std::string_view("false")); }
  void base64(const std::byte* bytes, std::size_t size);
  void iso_time(std::int64_t milliseconds);
  template <class E, std::size_t N>
  void enumerator(const EnumNames<E, N>& names, E value) {
    for (const EnumName<E>& each : names.list) {
      if (each.value == value) return string(each.name);
    }
    fail_enumerator(static_cast<std::int64_t>(static_cast<std::underlying_type_t<E>>(value)));
  }

  // Called by the templates of values.hpp and object.hpp.

  /// The separator and what precedes a member's value.
  void member(const Member& member, char separator) {
    char* to = room(1 + Member::cell_size);
    *to++ = separator;
    at_ = to;
    if (!member.has_cell) [[unlikely]]
      return long_member(member);
    std::memcpy(to, member.cell, Member::cell_size);
    at_ = to + member.length;
  }
  /// Fails if the value, of `size` bytes, cannot be (part of) a key.
  void check_key(const Member& member, std::size_t size) {
    if (size == 0 || size > max_key_size(member.need.key)) [[unlikely]]
      fail_key(member, size);
  }
  void fail_empty_set();
  /// Fails since an item, by its attribute `name`, is of another tenant than the repository it is given to.
  void fail_tenant(std::string_view name);

  /// `what` follows the name of the attribute: "is NaN, which DynamoDB cannot store".
  void fail(std::string_view what);
  /// The same for a value that was refused elsewhere.
  void refuse(const Error& reason);

  Frame* frame = nullptr;
  int elements = 0;  // lists and maps open inside the frame

 private:
  // Bytes kept free behind whatever is asked for, so that whole vectors can be stored.
  static constexpr std::size_t slack = 64;

  char* room(std::size_t size) {
    if (static_cast<std::size_t>(limit_ - at_) <= size) [[unlikely]]
      grow(size);
    return at_;
  }
  void grow(std::size_t size);
  void long_member(const Member& member);
  void escape(std::string_view text);
  void fail_key(const Member& member, std::size_t size);
  void fail_enumerator(std::int64_t value);
  template <class T>
  void shortest(T value);

  std::unique_ptr<char[]> memory_;
  char* at_ = nullptr;
  char* limit_ = nullptr;  // the slack begins here
  std::optional<Error> error_;
};

}  // namespace wire

}  // namespace partita::inline epoch1
