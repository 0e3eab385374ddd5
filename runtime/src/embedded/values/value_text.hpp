// Values and items between their stored form and trees. What is stored was checked when it came: this trusts it, and of
// a text that someone else spoilt it makes some value or other.
#pragma once

#include "embedded/values/value.hpp"

#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

Value parse_value(std::string_view json);
Map parse_item(std::string_view json);

void append_text(const Value& value, std::string& out);
void append_text(const Map& item, std::string& out);
/// A JSON string, quotes included, of valid UTF-8.
void append_json_string(std::string_view text, std::string& out);

}  // namespace partita::inline epoch1::embedded
