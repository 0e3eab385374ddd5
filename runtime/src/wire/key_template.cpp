#include <partita/wire/key_template.hpp>

#include "iso_time.hpp"
#include "key_parts.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>

namespace partita::inline epoch1::wire {

namespace {

std::string shown(unsigned char c) {
  if (c > ' ' && c < 0x7F) return {'\'', static_cast<char>(c), '\''};
  return "byte " + std::to_string(c);
}

std::optional<std::string> append_text(const TemplateView& key, const TemplatePart& part, std::string_view text,
                                       KeyText& out) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  const bool is_escaped = part.layout.form == PartForm::escaped;
  if (text.empty()) return its_part(part, "must not be empty");
  std::size_t plain = 0;  // from here on nothing is appended yet
  for (std::size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c >= 0x80) {
      const std::size_t length = utf8_sequence(text.data() + at, text.size() - at);
      if (length == 0) return its_part(part, "is not valid UTF-8, which a String must be");
      if (text.substr(at, length) == last_character) {
        return its_part(part, "holds U+10FFFF, which is no character and ends ranges of keys");
      }
      at += length;
      continue;
    }
    const bool is_delimiter = key.is_delimiter(c);
    if (is_delimiter && !is_escaped) {
      return its_part(part, "holds " + shown(c) + ", which parts the key; '{" + std::string(part.name) +
                                ":escaped}' in the template would escape it");
    }
    if (is_delimiter || (is_escaped && c == '%')) {
      out.append(text.substr(plain, at - plain));
      const char escape[] = {'%', hex[c >> 4U], hex[c & 15U]};
      out.append({escape, sizeof escape});
      plain = at + 1;
    }
    ++at;
  }
  out.append(text.substr(plain));
  return std::nullopt;
}

std::optional<std::string> append_number(const TemplatePart& part, const PartValue& value, KeyText& out) {
  char digits[20];
  const auto size =
      static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, value.magnitude).ptr - digits);
  if (part.layout.form == PartForm::padded) {
    constexpr std::string_view zeros = "00000000000000000000000000000000000000";
    if (value.negative) return its_part(part, "is negative, which a number padded with zeros cannot be");
    if (size > part.layout.digits) {
      return its_part(
          part, "has " + std::to_string(size) + " digits; the key has room for " + std::to_string(part.layout.digits));
    }
    out.append(zeros.substr(0, part.layout.digits - size));
  } else if (value.negative) {
    out.append("-");
  }
  out.append({digits, size});
  return std::nullopt;
}

std::optional<std::string> append_time(const TemplatePart& part, std::int64_t milliseconds, KeyText& out) {
  char time[iso_size];
  if (!write_iso(milliseconds, time)) {
    return its_part(part, "is outside of the years 0000 to 9999, which a key can hold");
  }
  out.append({time, iso_size});
  return std::nullopt;
}

// Where items are stored depends on it: it never changes.
std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 14'695'981'039'346'656'037U;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1'099'511'628'211U;
  }
  return hash;
}

// The number of the write shard, out of `count`, that the value chooses.
std::optional<std::string> append_shard(const TemplatePart& part, const PartValue& value, std::uint64_t count,
                                        KeyText& out) {
  KeyText digits;
  std::string_view text = value.text;
  if (value.kind != PartKind::text) {
    const TemplatePart plain{{}, part.name, {}};
    auto fault = value.kind == PartKind::number ? append_number(plain, value, digits)
                                                : append_time(plain, value.milliseconds, digits);
    if (fault) return fault;
    text = digits.view();
  }
  return append_number(part, PartValue::of_unsigned(fnv1a(text) % count), out);
}

// `age`: by how many changes of the number of write shards the key is older than the current one.
std::optional<std::string> append_value(const TemplateView& key, const TemplatePart& part, const PartValue& value,
                                        std::size_t age, KeyText& out) {
  if (value.kind == PartKind::no_enumerator) return its_part(part, "holds none of its enumerators");
  const auto& shards = part.layout.shards;
  if (!shards.empty()) {
    return append_shard(part, value, shards[shards.size() - 1 - std::min(age, shards.size() - 1)], out);
  }
  if (value.kind == PartKind::text) return append_text(key, part, value.text, out);
  if (value.kind == PartKind::number) return append_number(part, value, out);
  return append_time(part, value.milliseconds, out);
}

std::optional<std::string> compose_of_age(const TemplateView& key, std::span<const PartValue> values, std::size_t age,
                                          KeyText& out) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    out.append(key.parts[i].before);
    if (auto fault = append_value(key, key.parts[i], values[i], age, out)) return fault;
  }
  if (values.size() == key.parts.size()) out.append(key.tail);
  return std::nullopt;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// How many bytes of `text` belong to the part that it begins with.
std::size_t extent(const TemplateView& key, const TemplatePart& part, PartKind kind, std::string_view text) {
  if (kind == PartKind::time) return std::min(text.size(), iso_size);
  if (kind == PartKind::number && part.layout.form == PartForm::padded) {
    return std::min<std::size_t>(text.size(), part.layout.digits);
  }
  if (kind == PartKind::number) {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
  }
  const auto end =
      std::find_if(text.begin(), text.end(), [&](char c) { return key.is_delimiter(static_cast<unsigned char>(c)); });
  return static_cast<std::size_t>(end - text.begin());
}

// One spelling a number: no sign before zero, no zero before other digits, and padded ones have their width.
bool is_spelt_as_composed(const TemplatePart& part, std::string_view digits, bool negative) {
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return false;
  if (part.layout.form == PartForm::padded) return !negative && digits.size() == part.layout.digits;
  return digits.front() != '0' || (digits.size() == 1 && !negative);
}

template <class T>
std::optional<T> number(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// The value of %XX; none if it does not escape what has to be.
std::optional<char> unescaped(const TemplateView& key, std::string_view escape) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  if (escape.size() < 3) return std::nullopt;
  const std::size_t high = hex.find(escape[1]);
  const std::size_t low = hex.find(escape[2]);
  if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
  const auto c = static_cast<unsigned char>(high * 16 + low);
  if (!key.is_delimiter(c) && c != '%') return std::nullopt;
  return static_cast<char>(c);
}

std::size_t ages_of(const TemplateView& key) {
  std::size_t ages = 1;
  for (const TemplatePart& part : key.parts) ages = std::max(ages, part.layout.shards.size());
  return ages;
}

}  // namespace

std::string its_part(const TemplatePart& part, std::string_view what) {
  return "its part '" + std::string(part.name) + "' " + std::string(what);
}

std::optional<std::string> append_part(const TemplateView& key, const TemplatePart& part, const PartValue& value,
                                       KeyText& out) {
  return append_value(key, part, value, 0, out);
}

std::string TemplateView::text() const {
  std::string text;
  for (const TemplatePart& part : parts) {
    text.append(part.before).append("{").append(part.layout.shards.empty() ? part.name : "shard");
    if (part.layout.form == PartForm::padded) text.append(":").append(std::to_string(part.layout.digits));
    if (part.layout.form == PartForm::escaped) text += ":escaped";
    text += '}';
  }
  return text.append(tail);
}

void KeyText::append(std::string_view text) {
  if (size_ < capacity && !text.empty())
    std::memcpy(text_ + size_, text.data(), std::min(text.size(), capacity - size_));
  size_ += text.size();
}

std::optional<std::string> compose(const TemplateView& key, std::span<const PartValue> values, KeyText& out) {
  return compose_of_age(key, values, 0, out);
}

std::vector<std::string> keys_of_each_age(const TemplateView& key, std::span<const PartValue> values) {
  std::vector<std::string> keys;
  for (std::size_t age = 0; age < ages_of(key); ++age) {
    KeyText made;
    if (compose_of_age(key, values, age, made) || made.size() > KeyText::capacity) return {};
    if (std::find(keys.begin(), keys.end(), made.view()) == keys.end()) keys.emplace_back(made.view());
  }
  return keys;
}

std::uint64_t most_shards(const TemplateView& key) {
  std::uint64_t count = 1;
  for (const TemplatePart& part : key.parts) {
    for (const std::uint64_t each : part.layout.shards) count = std::max(count, each);
  }
  return count;
}

std::optional<std::string> compose_in_shard(const TemplateView& key, std::span<const PartValue> values,
                                            std::uint64_t shard, KeyText& out) {
  std::size_t given = 0;
  for (const TemplatePart& part : key.parts) {
    out.append(part.before);
    auto fault = part.layout.shards.empty() ? append_value(key, part, values[given++], 0, out)
                                            : append_number(part, PartValue::of_unsigned(shard), out);
    if (fault) return fault;
  }
  out.append(key.tail);
  return std::nullopt;
}

bool is_composed_of(const TemplateView& key, std::string_view text, std::span<const PartValue> values) {
  for (std::size_t age = 0; age < ages_of(key); ++age) {
    KeyText made;
    if (!compose_of_age(key, values, age, made) && made.size() <= KeyText::capacity && made.view() == text) return true;
  }
  return false;
}

bool decompose(const TemplateView& key, std::string_view text, std::span<PartText> parts) {
  const auto skip = [&](std::string_view literal) {
    if (!text.starts_with(literal)) return false;
    text.remove_prefix(literal.size());
    return true;
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!skip(key.parts[i].before)) return false;
    // A key of one part has nothing to look for: whatever stands before the tail is its value.
    const bool takes_rest = parts[i].kind == PartKind::text && i + 1 == parts.size() && key.tail.empty();
    const std::size_t size = takes_rest ? text.size() : extent(key, key.parts[i], parts[i].kind, text);
    parts[i].text = text.substr(0, size);
    text.remove_prefix(size);
  }
  return skip(key.tail) && text.empty();
}

bool read_text(const TemplateView& key, const TemplatePart& part, std::string_view text, std::string& value) {
  value.clear();
  if (text.empty()) return false;
  const bool is_escaped = part.layout.form == PartForm::escaped;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (key.is_delimiter(static_cast<unsigned char>(c))) return false;
    if (!is_escaped || c != '%') {
      value += c;
      continue;
    }
    const auto meant = unescaped(key, text.substr(at));
    if (!meant) return false;
    value += *meant;
    at += 2;
  }
  return true;
}

std::optional<std::int64_t> read_signed(const TemplatePart& part, std::string_view text, std::int64_t low,
                                        std::int64_t high) {
  const bool negative = text.starts_with('-');
  if (!is_spelt_as_composed(part, text.substr(negative ? 1 : 0), negative)) return std::nullopt;
  const auto value = number<std::int64_t>(text);
  if (!value || *value < low || *value > high) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> read_unsigned(const TemplatePart& part, std::string_view text, std::uint64_t high) {
  if (!is_spelt_as_composed(part, text, false)) return std::nullopt;
  const auto value = number<std::uint64_t>(text);
  if (!value || *value > high) return std::nullopt;
  return value;
}

std::optional<std::int64_t> read_time(std::string_view text) {
  return read_iso(text);
}

}  // namespace partita::inline epoch1::wire
