// Keys that are composed from attributes: `CTX#{context_id}#{id}`, `{count:10}`.
//
// A template is a constant that generated code fills in. What is done with it exists once, whatever the types of the
// parts: values come as PartValues. `<partita/wire/composed.hpp>` holds what depends on types.
#pragma once

#include <partita/wire/members.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::wire {

/// How the value of a part stands in the key.
enum class PartForm : std::uint8_t {
  plain,    ///< as it is; text that holds a delimiter is refused. Empty text is, in every form
  padded,   ///< a number with leading zeros, so that the order of keys is the order of numbers
  escaped,  ///< text in which delimiters and '%' are %XX
};

/// The form of a part, and how many digits a padded one has.
struct PartLayout {
  PartForm form = PartForm::plain;
  std::uint8_t digits = 0;
  /// Not empty: instead of its value the number of the write shard that it chooses. How many shards there were, oldest
  /// first; keys are composed with the last number, and recognised with each.
  ///
  /// The number is the FNV-1a hash (64 bits) of the value's text, modulo how many shards there are, in decimal digits.
  /// The text is that of a plain part: a string's own bytes, an integer's digits, an enumerator's name, a point in time
  /// as `2026-11-21T08:00:00.000Z`. This is how items are stored: it never changes.
  std::span<const std::uint64_t> shards = {};
};
inline constexpr PartLayout escaped{PartForm::escaped, 0};
consteval PartLayout padded(std::uint8_t digits) {
  return {PartForm::padded, digits};
}
template <std::uint64_t... Counts>
inline constexpr std::uint64_t shard_counts[] = {Counts...};
template <std::uint64_t... Counts>
inline constexpr PartLayout sharded{PartForm::plain, 0, shard_counts<Counts...>};
template <std::uint64_t... Counts>
consteval PartLayout padded_shard(std::uint8_t digits) {
  return {PartForm::padded, digits, shard_counts<Counts...>};
}

/// One part, and the literal text before it.
struct TemplatePart {
  std::string_view before;
  std::string_view name;  ///< of the attribute; of a write shard, the one that chooses it
  PartLayout layout = {};
};

/// A KeyTemplate of any size.
struct TemplateView {
  std::span<const TemplatePart> parts;
  std::string_view tail;
  const std::uint64_t* delimiters;

  bool is_delimiter(unsigned char c) const { return c < 128 && (delimiters[c / 64] >> (c % 64) & 1U) != 0; }
  /// What follows a part: the literal before the next one, or the tail.
  std::string_view after(std::size_t part) const { return part + 1 == parts.size() ? tail : parts[part + 1].before; }
  /// `CTX#{context_id}#{id}`, for messages.
  std::string text() const;
};

/// The parts of a composed key, and the literal text behind the last. What parts them are its delimiters: the
/// characters that are neither letters, digits nor underscores in the literals behind a part, and as the last of the
/// literal before the first part.
template <std::size_t N>
struct KeyTemplate {
  TemplatePart parts[N];
  std::string_view tail;
  std::uint64_t delimiters[2]{};

  consteval KeyTemplate(const TemplatePart (&list)[N], std::string_view behind_last = {}) : tail(behind_last) {
    for (std::size_t i = 0; i < N; ++i) {
      parts[i] = list[i];
      // Every key begins with the first literal, so that only its end parts something.
      const std::string_view before = list[i].before;
      add_delimiters(i == 0 && !before.empty() ? before.substr(before.size() - 1) : before);
    }
    add_delimiters(behind_last);
  }

  constexpr TemplateView view() const { return {parts, tail, delimiters}; }

 private:
  consteval void add_delimiters(std::string_view literal) {
    for (const char each : literal) {
      const auto c = static_cast<unsigned char>(each);
      const bool is_word =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c >= 128;
      if (!is_word) delimiters[c / 64] |= std::uint64_t{1} << (c % 64);
    }
  }
};

enum class PartKind : std::uint8_t {
  text,
  number,
  time,
  no_enumerator,  ///< of an enumeration, but none of its values: refused
};

/// The value of a part.
struct PartValue {
  PartKind kind = PartKind::text;
  std::string_view text = {};
  bool negative = false;          ///< of a number
  std::uint64_t magnitude = 0;    ///< of a number
  std::int64_t milliseconds = 0;  ///< of a point in time, since the epoch

  static PartValue of(std::string_view text) { return {PartKind::text, text, false, 0, 0}; }
  static PartValue of_signed(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return {PartKind::number, {}, value < 0, value < 0 ? 0 - bits : bits, 0};
  }
  static PartValue of_unsigned(std::uint64_t value) { return {PartKind::number, {}, false, value, 0}; }
  static PartValue of_time(std::int64_t milliseconds) { return {PartKind::time, {}, false, 0, milliseconds}; }
  static PartValue no_enumerator() { return {PartKind::no_enumerator, {}, false, 0, 0}; }
};

/// The text of a key under construction. What is more than any key can hold is counted, not kept.
class KeyText {
 public:
  static constexpr std::size_t capacity = max_key_size(KeyPart::partition);

  // The text stays uninitialised: most keys are short.
  KeyText() {}

  void append(std::string_view text);
  std::size_t size() const { return size_; }
  /// As much as fits.
  std::string_view view() const { return {text_, size_ < capacity ? size_ : capacity}; }

 private:
  std::size_t size_ = 0;
  char text_[capacity];
};

/// Appends literals and values up to the last value given, and the tail if it is that of the last part. Returns what
/// is wrong with a value, as the end of a sentence about the key: "its part 'id' must not be empty".
std::optional<std::string> compose(const TemplateView& key, std::span<const PartValue> values, KeyText& out);

/// The keys that the values make with each number of write shards that there was, the newest first and each once: the
/// first is the one in force. Empty if a value can't be in a key.
std::vector<std::string> keys_of_each_age(const TemplateView& key, std::span<const PartValue> values);

/// The most write shards that there ever were at one time; 1 without any.
std::uint64_t most_shards(const TemplateView& key);
/// As `compose`, for a key in a write shard of that number. `values` are those of the parts that are no shard.
std::optional<std::string> compose_in_shard(const TemplateView& key, std::span<const PartValue> values,
                                            std::uint64_t shard, KeyText& out);

/// True if the values make this key, with any of the numbers of write shards that there were.
bool is_composed_of(const TemplateView& key, std::string_view text, std::span<const PartValue> values);

/// A part as it stands in a key.
struct PartText {
  PartKind kind = PartKind::text;
  std::string_view text = {};  ///< set by decompose: not yet unescaped, refers to the key
};

/// Finds the parts of a key. False if it was not composed by this template.
bool decompose(const TemplateView& key, std::string_view text, std::span<PartText> parts);

// Values from the text of a part. False, or none, if it is not what a value of that type is composed to.

bool read_text(const TemplateView& key, const TemplatePart& part, std::string_view text, std::string& value);
std::optional<std::int64_t> read_signed(const TemplatePart& part, std::string_view text, std::int64_t low,
                                        std::int64_t high);
std::optional<std::uint64_t> read_unsigned(const TemplatePart& part, std::string_view text, std::uint64_t high);
/// Milliseconds since the epoch.
std::optional<std::int64_t> read_time(std::string_view text);

}  // namespace partita::inline epoch1::wire
