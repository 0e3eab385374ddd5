#include "embedded/reply_error.hpp"

#include "embedded/error_answer.hpp"
#include "http/operation.hpp"
#include "http/service_error.hpp"
#include "http/throttling_reasons.hpp"

#include <utility>

namespace partita::inline epoch1::embedded {
namespace {

void fail(const Request& request, Reply& reply, Error::Details details, Applied applied) {
  details.operation = request.operation;
  details.table = request.table;
  details.attempts = reply.facts.attempts;
  details.request_id = reply.facts.request_id;
  details.maybe_applied = applied == Applied::unknown && !http::only_reads(request.operation);
  http::append_reasons(details, request.table);
  reply.applied = applied;
  reply.error.emplace(std::move(details));
}

}  // namespace

void fail_with(const Request& request, Reply& reply, const Refusal& refusal,
               std::chrono::system_clock::time_point now) {
  const int status = status_of(refusal);
  reply.facts.status = status;
  http::ServiceError error = http::decode_service_error(status, {}, error_body(refusal), now);
  fail(request, reply, std::move(error.details), error.applied);
}

void known_not_applied(Reply& reply) {
  Error::Details details = reply.error->details();
  details.maybe_applied = false;
  reply.applied = Applied::no;
  reply.error.emplace(std::move(details));
}

void fail(const Request& request, Reply& reply, ErrorKind kind, std::string message, Applied applied) {
  Error::Details details;
  details.kind = kind;
  details.message = std::move(message);
  fail(request, reply, std::move(details), applied);
}

}  // namespace partita::inline epoch1::embedded
