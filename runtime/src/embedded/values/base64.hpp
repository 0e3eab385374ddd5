// Binaries as they stand in JSON.
#pragma once

#include "embedded/refusal.hpp"

#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// The bytes; refused unless `text` is the one way to write them.
Checked<std::string> decode_base64(std::string_view text);

void append_base64(std::string_view bytes, std::string& out);

}  // namespace partita::inline epoch1::embedded
