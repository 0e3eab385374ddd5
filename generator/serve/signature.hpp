// Whether a request carries the signature that AWS Signature Version 4 asks for.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
#pragma once

#include "embedded/refusal.hpp"

#include <partita/credentials.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace partita::serve {

/// The value of a header, by its name in lower case; nullopt: it was not sent.
using HeaderOf = std::function<std::optional<std::string_view>(const std::string& name)>;

/// What the service refuses a request with that `POST / HTTP/1.1` began; nullopt: `credentials` have signed it, no more
/// than 5 minutes from `now`.
std::optional<embedded::Refusal> check_signature(const HeaderOf& header, std::string_view body,
                                                 const Credentials& credentials,
                                                 std::chrono::system_clock::time_point now);

}  // namespace partita::serve
