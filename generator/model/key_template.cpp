#include "model/key_template.hpp"

#include "model/limits.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace partita::model {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// What follows the colon in `{count:10}`.
std::optional<std::string> read_form(std::string_view form, TemplatePart& part) {
  if (form == "escaped") {
    part.form = PartForm::escaped;
    return std::nullopt;
  }
  const auto [end, error] = std::from_chars(form.data(), form.data() + form.size(), part.digits);
  const bool is_number = error == std::errc() && end == form.data() + form.size();
  if (!is_number) {
    return "unknown form '" + std::string(form) +
           "' in a key template; after the colon stands 'escaped', or how many digits a number is padded to";
  }
  if (part.digits == 0 || part.digits > limits::number_digits) {
    return "a number in a key template is padded to 1 to " + std::to_string(limits::number_digits) + " digits, not " +
           std::string(form);
  }
  part.form = PartForm::padded;
  return std::nullopt;
}

}  // namespace

std::string KeyTemplate::delimiters() const {
  std::string result;
  const auto add = [&](char c) {
    if (!is_word(c) && result.find(c) == std::string::npos) result += c;
  };
  if (!literals.front().empty()) add(literals.front().back());
  for (std::size_t i = 1; i < literals.size(); ++i) std::for_each(literals[i].begin(), literals[i].end(), add);
  return result;
}

std::variant<TemplateSyntax, TemplateError> parse_key_template(std::string_view text) {
  TemplateSyntax result;
  result.key.text = text;
  result.key.literals.emplace_back();
  if (text.empty())
    return TemplateError{"a key template is empty; write text, or '{...}' with an attribute name", 0, 0};
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '}') {
      return TemplateError{"'}' without '{' in a key template; an attribute stands in it as '{name}'", at, at + 1};
    }
    if (text[at] != '{') {
      result.key.literals.back() += text[at++];
      continue;
    }
    const std::size_t close = text.find_first_of("{}", at + 1);
    if (close == std::string_view::npos || text[close] == '{') {
      return TemplateError{"'{' without '}' in a key template; an attribute stands in it as '{name}'", at, at + 1};
    }
    const std::string_view inside = text.substr(at + 1, close - at - 1);
    // The last colon: names can hold colons.
    const std::size_t colon = inside.rfind(':');
    TemplatePart part;
    part.attribute.text = inside.substr(0, colon);
    if (part.attribute.text.empty()) {
      return TemplateError{"'{}' in a key template names no attribute", at, close + 1};
    }
    if (colon != std::string_view::npos) {
      if (std::optional<std::string> message = read_form(inside.substr(colon + 1), part)) {
        return TemplateError{*std::move(message), at + 2 + colon, close};
      }
    }
    result.part_bytes.emplace_back(at + 1, at + 1 + part.attribute.text.size());
    result.key.parts.push_back(std::move(part));
    result.key.literals.emplace_back();
    at = close + 1;
  }
  return result;
}

bool are_apart(const KeyHead& one, const KeyHead& other) {
  const bool one_goes_on = one.text.starts_with(other.text);
  const bool other_goes_on = other.text.starts_with(one.text);
  if (one.is_whole && other.is_whole) return one.text != other.text;
  if (one.is_whole) return !one_goes_on;
  if (other.is_whole) return !other_goes_on;
  return !one_goes_on && !other_goes_on;
}

}  // namespace partita::model
