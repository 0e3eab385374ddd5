#include "serve/exchange.hpp"

#include "embedded/error_answer.hpp"

namespace partita::serve {

using embedded::Refusal;

Asked examine(const HeaderOf& header, std::string_view body, const std::optional<Credentials>& credentials,
              std::chrono::system_clock::time_point now) {
  constexpr std::string_view service = "DynamoDB_20120810.";
  const auto target = header("x-amz-target");
  if (!target || !target->starts_with(service)) return {{}, Refusal{"UnknownOperationException", ""}};
  Asked asked{std::string(target->substr(service.size())), {}};
  if (!header("authorization")) {
    asked.refusal = Refusal{"MissingAuthenticationTokenException",
                            "Request must contain either a valid (registered) AWS access key ID or X.509 certificate."};
  } else if (credentials) {
    asked.refusal = check_signature(header, body, *credentials, now);
  }
  return asked;
}

Answer to_answer(const Refusal& refusal) {
  return {embedded::status_of(refusal), embedded::error_body(refusal)};
}

Answer too_large() {
  return {
      413,
      R"({"__type":"com.amazon.coral.service#RequestEntityTooLargeException","message":"a request has 16 MB at most"})"};
}

}  // namespace partita::serve
