// The text of single parts of composed keys.
#pragma once

#include <partita/wire/key_template.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::wire {

/// U+10FFFF stands for the end of a range of keys: no part may hold it, and every other text sorts before it.
inline constexpr std::string_view last_character = "\xF4\x8F\xBF\xBF";

/// Appends one value. Returns what is wrong with it.
std::optional<std::string> append_part(const TemplateView& key, const TemplatePart& part, const PartValue& value,
                                       KeyText& out);

/// `its part 'id' must not be empty`.
std::string its_part(const TemplatePart& part, std::string_view what);

}  // namespace partita::inline epoch1::wire
