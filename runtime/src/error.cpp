#include <partita/error.hpp>

#include <utility>

namespace partita::inline epoch1 {

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid_argument:
      return "invalid_argument";
    case ErrorKind::condition_failed:
      return "condition_failed";
    case ErrorKind::not_found:
      return "not_found";
    case ErrorKind::already_exists:
      return "already_exists";
    case ErrorKind::validation:
      return "validation";
    case ErrorKind::throttled:
      return "throttled";
    case ErrorKind::conflict:
      return "conflict";
    case ErrorKind::too_large:
      return "too_large";
    case ErrorKind::access_denied:
      return "access_denied";
    case ErrorKind::credentials:
      return "credentials";
    case ErrorKind::clock_skew:
      return "clock_skew";
    case ErrorKind::transport:
      return "transport";
    case ErrorKind::deadline:
      return "deadline";
    case ErrorKind::outcome_unknown:
      return "outcome_unknown";
    case ErrorKind::server:
      return "server";
    case ErrorKind::decode:
      return "decode";
    case ErrorKind::cancelled:
      return "cancelled";
    case ErrorKind::pool_exhausted:
      return "pool_exhausted";
    case ErrorKind::circuit_open:
      return "circuit_open";
    case ErrorKind::overloaded:
      return "overloaded";
    case ErrorKind::unsupported:
      return "unsupported";
  }
  return "unknown";
}

namespace {
Error::Details details_of(ErrorKind kind, std::string message) {
  Error::Details details;
  details.kind = kind;
  details.message = std::move(message);
  return details;
}
}  // namespace

Error::Error(ErrorKind kind, std::string message) : Error(details_of(kind, std::move(message))) {}

std::string Error::to_string() const {
  const Details& d = *details_;
  std::string text{partita::to_string(d.kind)};
  text += ": ";
  if (!d.operation.empty()) text += d.operation;
  if (!d.table.empty()) text.append(d.operation.empty() ? "table '" : " on '").append(d.table).append("'");
  if (!d.operation.empty() || !d.table.empty()) text += ": ";
  text += d.message.empty() ? d.code : d.message;

  std::string facts;
  const auto add = [&facts](std::string_view fact) { facts.append(facts.empty() ? "" : ", ").append(fact); };
  if (!d.request_id.empty()) add("request id " + d.request_id);
  if (d.attempts > 1) add(std::to_string(d.attempts) + " attempts");
  if (d.maybe_applied) add("may have been applied");
  if (!facts.empty()) text.append(" (").append(facts).append(")");
  return text;
}

}  // namespace partita::inline epoch1
