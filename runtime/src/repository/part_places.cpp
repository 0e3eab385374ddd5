#include "part_places.hpp"

#include <charconv>

namespace partita::inline epoch1::detail {

namespace {

std::optional<std::size_t> take_number(std::string_view& text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end == text.data() + text.size()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

}  // namespace

// `2;-33:{...}`: how many there are, then of each a '-' if it has ended, else the length of its key and the key.
std::string text_of(const std::vector<PartPlace>& places) {
  std::string text = std::to_string(places.size()) + ";";
  for (const PartPlace& each : places) {
    if (each.ended) {
      text += '-';
    } else {
      text.append(std::to_string(each.key.size())).append(":").append(each.key);
    }
  }
  return text;
}

std::optional<std::vector<PartPlace>> places_of(std::string_view text) {
  const auto count = take_number(text);
  if (!count || *count > text.size() || text.front() != ';') return std::nullopt;
  text.remove_prefix(1);
  std::vector<PartPlace> places(*count);
  for (PartPlace& each : places) {
    each.ended = text.starts_with('-');
    if (each.ended) {
      text.remove_prefix(1);
      continue;
    }
    const auto size = take_number(text);
    if (!size || text.front() != ':' || *size >= text.size()) return std::nullopt;
    each.key = text.substr(1, *size);
    text.remove_prefix(*size + 1);
  }
  if (!text.empty()) return std::nullopt;
  return places;
}

}  // namespace partita::inline epoch1::detail
