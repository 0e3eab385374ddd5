#include "embedded/violations.hpp"

#include <algorithm>

namespace partita::inline epoch1::embedded {

void Violations::add(std::string_view value, std::string_view path, std::string_view constraint) {
  // The service stops at ten.
  if (++count_ > 10) return;
  const bool quoted = value != "null";
  text_.append(text_.empty() ? "Value " : "; Value ").append(quoted ? "'" : "").append(value).append(quoted ? "'" : "");
  text_.append(" at '").append(path).append("' failed to satisfy constraint: Member must ").append(constraint);
}

void Violations::required(bool given, std::string_view path) {
  if (!given) add("null", path, "not be null");
}

void Violations::one_of(const std::optional<std::string>& value, std::string_view path,
                        std::initializer_list<std::string_view> values) {
  if (!value || std::find(values.begin(), values.end(), *value) != values.end()) return;
  std::string set;
  for (const std::string_view each : values) set.append(set.empty() ? "" : ", ").append(each);
  add(*value, path, "satisfy enum value set: [" + set + "]");
}

void Violations::at_least(const std::optional<std::int64_t>& value, std::string_view path, std::int64_t low) {
  if (value && *value < low) {
    add(std::to_string(*value), path, "have value greater than or equal to " + std::to_string(low));
  }
}

void Violations::at_most(const std::optional<std::int64_t>& value, std::string_view path, std::int64_t high) {
  if (value && *value > high) {
    add(std::to_string(*value), path, "have value less than or equal to " + std::to_string(high));
  }
}

void Violations::at_least_long(std::size_t size, std::string_view value, std::string_view path, std::size_t low) {
  if (size < low) add(value, path, "have length greater than or equal to " + std::to_string(low));
}

void Violations::at_most_long(std::size_t size, std::string_view value, std::string_view path, std::size_t high) {
  if (size > high) add(value, path, "have length less than or equal to " + std::to_string(high));
}

void Violations::name(const std::optional<std::string>& value, std::string_view path) {
  if (!value) return;
  const bool good = !value->empty() && std::all_of(value->begin(), value->end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '-';
  });
  if (!good) add(*value, path, "satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
  at_least_long(value->size(), *value, path, 3);
  at_most_long(value->size(), *value, path, 255);
}

std::optional<Refusal> Violations::refusal() const {
  if (count_ == 0) return std::nullopt;
  const int shown = std::min(count_, 10);
  return Refusal{
      "ValidationException",
      std::to_string(shown) + (shown == 1 ? " validation error detected: " : " validation errors detected: ") + text_};
}

}  // namespace partita::inline epoch1::embedded
