// Credentials as programs print them, and as containers and instances answer them.
#pragma once

#include <partita/credentials.hpp>

#include <string>
#include <string_view>

namespace partita::inline epoch1::config {

/// Reads `AccessKeyId`, `SecretAccessKey`, the session token (`token_name`) and `Expiration` of a JSON object. `who`
/// begins the errors, such as "config:3: 'credential_process' printed". The text is never quoted: it holds a secret.
Result<Credentials> parse_credentials(std::string_view json, std::string_view token_name, const std::string& who);

}  // namespace partita::inline epoch1::config
