// Signature Version 4 as its specification reads, with nothing cached: what the fast signer is compared with.
#pragma once

#include <string>
#include <string_view>

namespace partita::test {

std::string sha256_hex(std::string_view text);

/// `date` is YYYYMMDDTHHMMSSZ. Returns the signature in hex.
std::string one_shot_signature(std::string_view canonical_request, std::string_view date, std::string_view region,
                               std::string_view service, std::string_view secret);

}  // namespace partita::test
