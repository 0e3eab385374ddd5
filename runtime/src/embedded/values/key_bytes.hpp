// The bytes by which rows are ordered: theirs compare as the values do.
#pragma once

#include "embedded/values/value.hpp"

#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// Appends the bytes of a string, number or binary. Those of a string or binary are its own.
void append_sort_bytes(const Value& value, std::string& out);
/// The same of a value in its stored form.
void append_sort_bytes(std::string_view json, std::string& out);

/// Appends `bytes` so that what follows can be told from them: an end that sorts below whatever can stand there.
void append_delimited(std::string_view bytes, std::string& out);
/// The same without the end: what all begin with that begin with `bytes`.
void append_escaped(std::string_view bytes, std::string& out);

}  // namespace partita::inline epoch1::embedded
