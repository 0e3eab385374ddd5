// Scans DynamoDB JSON in one pass, without building a tree.
#pragma once

#include <partita/buffer.hpp>
#include <partita/error.hpp>
#include <partita/wire/members.hpp>
#include <partita/wire/path.hpp>
#include <partita/wire/tag.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace partita::inline epoch1 {

class decimal;

namespace wire {

/// Reads one reply from front to back. Not thread-safe. The buffer must outlive the reader and stay as it is.
///
/// The padding of Buffer is what makes it fast: every load of 32 bytes is in bounds, and the zero behind the text ends
/// each loop, since no JSON text holds one. Nothing ever steps over a zero.
///
/// Errors stick: after the first one `ok` is false, the position is the end, and all further calls do nothing and
/// return empty values. So loops end, and a check after the last call is enough.
class Reader {
 public:
  explicit Reader(const Buffer& text) : begin_(text.data()), end_(begin_ + text.size()), at_(begin_) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  bool ok() const { return !error_.has_value(); }
  /// Of kind `decode`. Only after a failure.
  const Error& error() const { return *error_; }  // NOLINT(bugprone-unchecked-optional-access)

  // Plain JSON: the reply around the items.

  /// Consumes `{`. False after an error.
  bool begin_object();
  /// Consumes a key and its colon; the view is valid until the next call. False at the end of the object, which is
  /// consumed, and after an error.
  bool next_key(std::string_view& key);
  /// The same for `[` and elements.
  bool begin_array();
  bool next_element();
  /// The first character of what is ahead, which stays to be read: it tells the kind of a value.
  char peek() {
    skip_space();
    return *at_;
  }
  /// Consumes one value of any kind and returns its text.
  std::string_view skip_value();
  std::string read_plain_string();
  double read_double();
  std::int64_t read_int64();
  bool read_bool();
  /// Fails if anything but white space is left.
  void end();
  /// What the item ahead holds as its string attribute `name`, which stays to be read; nullopt if it has none, and
  /// after an error. Valid until the next call.
  std::optional<std::string_view> peek_string(std::string_view name);
  /// Whether the item ahead, which stays to be read, holds a number `name` that is not above `seconds`.
  bool peek_expired(std::string_view name, std::int64_t seconds);

  /// Reports `message` as it is.
  void fail(std::string message);

  // Payloads of values: the reader stands behind the opening quote of S, N, B, or at the first character of others.

  void string(std::string& value);
  /// The payload as it was meant, without a copy if it has no escapes; valid until the next call.
  std::string_view text();
  /// Whether the text lies in what is read, and so stays valid as long as the buffer.
  bool keeps(std::string_view text) const { return text.data() >= begin_ && text.data() < end_; }
  void boolean(bool& value);
  void number(double& value);
  void number(float& value);
  void number(decimal& value);
  template <class T>
  void integer(T& value) {
    if constexpr (std::is_signed_v<T>) {
      value = static_cast<T>(signed_integer(std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
    } else {
      value = static_cast<T>(unsigned_integer(std::numeric_limits<T>::max()));
    }
  }
  /// Appends the decoded bytes.
  void base64(std::vector<std::byte>& value);
  /// Milliseconds since the epoch.
  std::int64_t iso_time();
  std::int64_t signed_integer(std::int64_t low, std::int64_t high);
  std::uint64_t unsigned_integer(std::uint64_t high);
  template <class E, std::size_t N>
  void enumerator(const EnumNames<E, N>& names, E& value) {
    const std::string_view name = text();
    for (const EnumName<E>& each : names.list) {
      if (each.name == name) {
        value = each.value;
        return;
      }
    }
    std::string known;
    for (const EnumName<E>& each : names.list) known.append(known.empty() ? "'" : ", '").append(each.name).append("'");
    fail_enumerator(name, known);
  }

  // Called by the templates of values.hpp and object.hpp.

  /// Consumes the opening of a value inside a list or map.
  void open(Tag tag);
  /// Consumes the `}` behind a payload.
  void close() {
    if (*at_ == '}') [[likely]] {
      ++at_;
    } else {
      close_slowly();
    }
  }
  /// Consumes `[` or `,` before an element (`first` says which), and looks no further; false at the end.
  bool next_element(bool first) {
    if (*at_ == (first ? '[' : ',') && at_[1] != ']' && at_[1] > ' ') [[likely]] {
      ++at_;
      return true;
    }
    return next_element_slowly(first);
  }
  /// Consumes the opening quote of a member of a set.
  bool quote() {
    if (*at_ == '"') [[likely]] {
      ++at_;
      return true;
    }
    return quote_slowly();
  }
  /// The key of a map, and its colon; false at the end. `first` as above.
  bool next_map_key(bool first, std::string& key);
  void enter() {
    ++elements;
    if (++depth_ > max_depth) [[unlikely]]
      fail_depth();
  }
  void leave() {
    --elements;
    --depth_;
  }

  /// Reports what is wrong with the value of the current attribute: "is 'x', expected a time". Of a sensitive one it
  /// says no more than that.
  void fail_value(std::string_view what);
  void fail_missing(const Member& member);
  /// `reason` is what a converter says.
  void fail_conversion(const Error& reason);
  void fail_tag(Tag found, Tag expected);
  void fail_duplicate();
  void fail_length(std::size_t found, std::size_t expected);

  const void* tenant = nullptr;  // whose items these are, of the type that the codec knows; null: of none
  bool any_tenant = false;       // whoever's they are
  Frame* frame = nullptr;
  int elements = 0;      // lists and maps open inside the frame
  std::string_view entity{};  // for errors
  std::size_t item = 0;  // of the page, from 1; 0: not a page

 private:
  friend class ObjectReaderBase;

  /// Lists and maps nested in an item, which is one level itself.
  /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html ("Nested attribute depth")
  static constexpr int max_depth = 33;

  void skip_space() {
    while (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t') ++at_;
  }
  bool expect(char c);
  void fail_syntax(std::string_view expected);
  /// As fail_value, for texts that show no value.
  void fail_attribute(std::string_view what);
  void fail_with(std::string message);
  void fail_depth();
  void fail_enumerator(std::string_view found, std::string_view known);
  void fail_integer(std::string_view found, std::string_view limits);
  bool next_element_slowly(bool first);
  bool quote_slowly();
  void close_slowly();
  /// Consumes `{ "TAG" :` and, where the payload is quoted, its quote.
  bool open_any(Tag& tag);
  /// The string or number `name` of the item ahead; of another type, an empty text.
  std::optional<std::string_view> peek(std::string_view name, Tag& tag);
  bool string_slowly(std::string& value);
  bool unescape(std::string& value);
  bool escape_sequence(std::string& value);
  std::string_view plain_number();
  template <class T>
  void floating(T& value);
  bool integral(std::string_view found, decimal& value);

  const char* begin_;
  const char* end_;
  const char* at_;
  const char* opened_ = nullptr;  // behind the bracket opened last: nothing read since if it is at_
  int depth_ = 0;
  std::string scratch_;
  std::optional<Error> error_;
};

/// A Reader over a copy of a text that is not in a Buffer.
class TextReader {
 public:
  explicit TextReader(std::string_view text) : buffer_(text), reader_(buffer_) {}
  TextReader(const TextReader&) = delete;
  TextReader& operator=(const TextReader&) = delete;

  Reader& reader() { return reader_; }

 private:
  Buffer buffer_;
  Reader reader_;
};

}  // namespace wire

}  // namespace partita::inline epoch1
