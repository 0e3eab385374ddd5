// Puts a client's settings together from the call, the environment and the shared files.
#pragma once

#include "http/http_transport.hpp"
#include "http/retry_transport.hpp"

#include <partita/client_options.hpp>
#include <partita/result.hpp>

#include <optional>
#include <string_view>

namespace partita::inline epoch1::config {

struct Settings {
  http::HttpSettings http;
  http::RetrySettings retry;
};

/// In order: what the caller says, the environment, the profile in the shared files, the default.
/// docs/guide/connection.md is the table. Fails with `invalid_argument` or `credentials`, naming the place of what is
/// wrong.
Result<Settings> resolve_settings(std::optional<std::string_view> url, const ClientOptions& options);

/// Of a client whose engine is in the process: neither the environment nor a file has a say. Fails with
/// `invalid_argument`.
Result<http::RetrySettings> embedded_retries(const ClientOptions& options);

}  // namespace partita::inline epoch1::config
