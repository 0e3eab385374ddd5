// Picks members out of small JSON texts of any origin: error bodies, the output of a credential process.
//
// Bounded by the text alone (no padding needed) and not recursive, so that nothing a peer sends can hurt. It finds
// where a value ends; it does not validate what lies inside.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::http {

/// The raw text of a member's value; nullopt if `text` is not an object or has no such member.
std::optional<std::string_view> json_member(std::string_view text, std::string_view name);

/// The characters of a raw JSON string, as UTF-8; nullopt if it is something else or malformed.
std::optional<std::string> json_string(std::string_view raw);

/// Whether the text is one whole object, with nothing but white space around it.
bool is_json_object(std::string_view text);

}  // namespace partita::inline epoch1::http
