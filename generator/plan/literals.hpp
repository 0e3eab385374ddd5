// Text of requests and names as C++ literals.
#pragma once

#include <string>
#include <string_view>

namespace partita::plan {

/// `"text"`, escaped.
std::string string_literal(std::string_view text);

/// `R"(text)"`; the delimiter is `json` where the text itself holds `)"`.
std::string raw_literal(std::string_view text);

/// A JSON string with its quotes.
std::string json_string(std::string_view text);

}  // namespace partita::plan
