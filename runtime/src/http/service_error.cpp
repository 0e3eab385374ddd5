#include "http/service_error.hpp"

#include "http/cancellation_reasons.hpp"
#include "http/raw_json.hpp"
#include "http/throttling_reasons.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace partita::inline epoch1::http {
namespace {

using namespace std::chrono_literals;

constexpr auto tolerated_skew = 5min;  // SigV4 requests are valid for that long

struct KnownException {
  std::string_view code;
  ErrorKind kind;
};

constexpr auto known_exceptions = std::to_array<KnownException>({
    {"ConditionalCheckFailedException", ErrorKind::condition_failed},
    {"ResourceNotFoundException", ErrorKind::not_found},
    {"TableNotFoundException", ErrorKind::not_found},
    {"IndexNotFoundException", ErrorKind::not_found},
    {"BackupNotFoundException", ErrorKind::not_found},
    {"ResourceInUseException", ErrorKind::already_exists},
    {"TableAlreadyExistsException", ErrorKind::already_exists},
    {"TableInUseException", ErrorKind::already_exists},
    {"TableAlreadyExists", ErrorKind::already_exists},
    {"ValidationException", ErrorKind::validation},
    {"ValidationError", ErrorKind::validation},
    {"SerializationException", ErrorKind::validation},
    {"IdempotentParameterMismatchException", ErrorKind::validation},
    {"ProvisionedThroughputExceededException", ErrorKind::throttled},
    {"ThrottlingException", ErrorKind::throttled},
    {"ThrottledException", ErrorKind::throttled},
    {"Throttling", ErrorKind::throttled},
    {"RequestLimitExceeded", ErrorKind::throttled},
    {"RequestThrottled", ErrorKind::throttled},
    {"RequestThrottledException", ErrorKind::throttled},
    {"TooManyRequestsException", ErrorKind::throttled},
    {"LimitExceededException", ErrorKind::throttled},
    {"SlowDown", ErrorKind::throttled},
    {"TransactionConflictException", ErrorKind::conflict},
    {"TransactionInProgressException", ErrorKind::conflict},
    {"ReplicatedWriteConflictException", ErrorKind::conflict},
    {"ItemCollectionSizeLimitExceededException", ErrorKind::too_large},
    {"RequestEntityTooLarge", ErrorKind::too_large},
    {"AccessDeniedException", ErrorKind::access_denied},
    {"AccessDenied", ErrorKind::access_denied},
    {"OptInRequired", ErrorKind::access_denied},
    {"UnrecognizedClientException", ErrorKind::credentials},
    {"InvalidClientTokenId", ErrorKind::credentials},
    {"ExpiredTokenException", ErrorKind::credentials},
    {"ExpiredToken", ErrorKind::credentials},
    {"InvalidSignatureException", ErrorKind::credentials},
    {"SignatureDoesNotMatch", ErrorKind::credentials},
    {"IncompleteSignature", ErrorKind::credentials},
    {"IncompleteSignatureException", ErrorKind::credentials},
    {"MissingAuthenticationToken", ErrorKind::credentials},
    {"MissingAuthenticationTokenException", ErrorKind::credentials},
    {"RequestExpired", ErrorKind::clock_skew},
    {"RequestTimeTooSkewed", ErrorKind::clock_skew},
    {"UnknownOperationException", ErrorKind::unsupported},
    {"InternalServerError", ErrorKind::server},
    {"InternalServerErrorException", ErrorKind::server},
    {"InternalFailure", ErrorKind::server},
    {"ServiceUnavailable", ErrorKind::server},
    {"ServiceUnavailableException", ErrorKind::server},
});

std::string_view after_last(std::string_view text, char mark) {
  const std::size_t at = text.rfind(mark);
  return at == std::string_view::npos ? text : text.substr(at + 1);
}

std::string_view element(std::string_view xml, std::string_view open, std::string_view close) {
  const std::size_t begin = xml.find(open);
  if (begin == std::string_view::npos) return {};
  const std::size_t end = xml.find(close, begin + open.size());
  if (end == std::string_view::npos) return {};
  return xml.substr(begin + open.size(), end - begin - open.size());
}

// One line of bounded length: what a log can take from a body that nobody foresaw. Ends on a whole UTF-8 character.
std::string excerpt(std::string_view text) {
  constexpr std::size_t limit = 300;
  std::string line;
  bool space = false;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= ' ') {
      space = !line.empty();
      continue;
    }
    const bool starts_character = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (line.size() >= limit && starts_character) return line + " ...";
    if (space) line += ' ';
    space = false;
    line += c;
  }
  return line;
}

void read_json(std::string_view body, Error::Details& details) {
  for (const std::string_view name : {"__type", "code"}) {
    const auto raw = json_member(body, name);
    auto text = raw ? json_string(*raw) : std::nullopt;
    // `com.amazonaws.dynamodb.v20120810#Name`; the prefix differs from server to server.
    if (text && details.code.empty()) details.code = after_last(*text, '#');
  }
  for (const std::string_view name : {"message", "Message"}) {
    const auto raw = json_member(body, name);
    auto text = raw ? json_string(*raw) : std::nullopt;
    if (text && details.message.empty()) details.message = std::move(*text);
  }
  details.throttling = throttling_reasons(body);
  if (const auto reasons = json_member(body, "CancellationReasons")) details.cancellation_reasons = *reasons;
  if (const auto item = json_member(body, "Item"); item && item->starts_with('{')) details.item = *item;
}

void read_body(std::string_view body, Error::Details& details) {
  const std::string_view start = body.substr(std::min(body.find_first_not_of(" \t\r\n"), body.size()));
  if (start.starts_with('{')) {
    read_json(body, details);
    if (details.code.empty() && details.message.empty() && !is_json_object(body)) details.message = excerpt(body);
    return;
  }
  if (start.starts_with('<')) {
    if (details.code.empty()) details.code = element(body, "<Code>", "</Code>");
    details.message = excerpt(element(body, "<Message>", "</Message>"));
    if (details.message.empty()) details.message = excerpt(element(body, "<title>", "</title>"));
    if (details.request_id.empty()) {
      details.request_id = element(body, "<RequestId>", "</RequestId>");
      if (details.request_id.empty()) details.request_id = element(body, "<RequestID>", "</RequestID>");
    }
  }
  if (details.message.empty()) details.message = excerpt(body);
}

ErrorKind kind_of_status(int status) {
  switch (status) {
    case 401:
    case 403:
      return ErrorKind::access_denied;
    case 404:
    case 405:
    case 501:
      return ErrorKind::unsupported;
    case 408:
      return ErrorKind::server;
    case 413:
      return ErrorKind::too_large;
    case 429:
      return ErrorKind::throttled;
    default:
      break;
  }
  if (status >= 500) return ErrorKind::server;
  // A redirect or an answer below 300 that is no success: something other than DynamoDB listens there.
  return status < 400 ? ErrorKind::unsupported : ErrorKind::validation;
}

bool says_clock(std::string_view message) {
  return message.find("Signature expired") != std::string_view::npos ||
         message.find("not yet current") != std::string_view::npos;
}

void add_hints(const ResponseHeaders& headers, std::chrono::system_clock::time_point now, Error::Details& details) {
  if (details.kind == ErrorKind::access_denied && details.message.find("/index/") != std::string::npos) {
    details.message +=
        "; a policy that names a table's ARN does not cover its indexes: allow '<table ARN>/index/*' too";
  }
  if (details.kind == ErrorKind::clock_skew && headers.date) {
    const auto ahead = std::chrono::duration_cast<std::chrono::seconds>(now - *headers.date).count();
    details.message.append("; this machine's clock is ").append(std::to_string(ahead < 0 ? -ahead : ahead));
    details.message.append(ahead < 0 ? " s behind the service's" : " s ahead of the service's");
  }
  if (details.kind == ErrorKind::unsupported && details.code.empty()) {
    details.message += "; is this the endpoint of a DynamoDB?";
    if (!headers.location.empty()) details.message += " It redirects to '" + excerpt(headers.location) + "'";
  }
}

}  // namespace

std::optional<ErrorKind> kind_of_exception(std::string_view code) {
  const auto* const known = std::find_if(known_exceptions.begin(), known_exceptions.end(),
                                         [code](const KnownException& each) { return each.code == code; });
  if (known == known_exceptions.end()) return std::nullopt;
  return known->kind;
}

ServiceError decode_service_error(int status, const ResponseHeaders& headers, std::string_view body,
                                  std::chrono::system_clock::time_point now) {
  ServiceError result;
  Error::Details& details = result.details;
  details.status = status;
  details.request_id = headers.request_id;
  details.code = after_last(headers.error_type, '#');
  read_body(body, details);

  const auto known = kind_of_exception(details.code);
  details.kind = known.value_or(kind_of_status(status));
  if (!details.cancellation_reasons.empty()) {
    // As the action that was in the way would have failed: who counts, logs and repeats knows no other kind.
    const auto reasons = cancellation_reasons(details.cancellation_reasons);
    if (const auto chosen = chosen_reason(reasons)) details.kind = kind_of(reasons[*chosen]);
  }
  if (details.kind == ErrorKind::credentials) {
    const bool skewed = headers.date && std::chrono::abs(now - *headers.date) > tolerated_skew;
    // An expired session token stays what it is, whatever the clock says.
    if (says_clock(details.message) || (skewed && !details.code.starts_with("ExpiredToken"))) {
      details.kind = ErrorKind::clock_skew;
    }
  }
  const std::string answered = "the endpoint answered with HTTP status " + std::to_string(status);
  if (details.message.empty()) {
    details.message = answered + (details.code.empty() ? " and nothing else" : " and no text");
  } else if (details.code.empty()) {
    // A gateway's page, most likely, of which the status may say more than the text.
    details.message.insert(0, answered + ": ");
  }
  add_hints(headers, now, details);

  // A refusal proves that nothing was done. A failure of the service, or of a gateway before it, proves nothing; nor
  // does the news that this very transaction is under way.
  const bool refused = details.kind != ErrorKind::server && details.code != "TransactionInProgressException";
  result.applied = refused ? Applied::no : Applied::unknown;
  return result;
}

}  // namespace partita::inline epoch1::http
