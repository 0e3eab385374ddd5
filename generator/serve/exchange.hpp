// One request and its answer, whatever carried them.
#pragma once

#include "embedded/refusal.hpp"
#include "serve/http_server.hpp"
#include "serve/signature.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace partita::serve {

/// The service refuses larger ones.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html#limits-api
inline constexpr std::size_t most_body_bytes = 16UL * 1024 * 1024;

/// What is asked for, or why it is refused before any table is looked at: no operation, no signature, a wrong one.
struct Asked {
  std::string operation;
  std::optional<embedded::Refusal> refusal;
};

Asked examine(const HeaderOf& header, std::string_view body, const std::optional<Credentials>& credentials,
              std::chrono::system_clock::time_point now);

/// A refusal as the service sends it.
Answer to_answer(const embedded::Refusal& refusal);
Answer too_large();

}  // namespace partita::serve
