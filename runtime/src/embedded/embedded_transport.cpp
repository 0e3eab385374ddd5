#include "embedded/embedded_transport.hpp"

#include "embedded/error_answer.hpp"
#include "http/operation.hpp"
#include "http/service_error.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace partita::inline epoch1::embedded {

namespace {

using std::chrono::steady_clock;

void fail(const Request& request, Reply& reply, Error::Details details, Applied applied) {
  details.operation = request.operation;
  details.table = request.table;
  details.attempts = reply.facts.attempts;
  details.request_id = reply.facts.request_id;
  details.maybe_applied = applied == Applied::unknown && !http::only_reads(request.operation);
  reply.applied = applied;
  reply.error.emplace(std::move(details));
}

void fail(const Request& request, Reply& reply, ErrorKind kind, std::string message) {
  Error::Details details;
  details.kind = kind;
  details.message = std::move(message);
  fail(request, reply, std::move(details), Applied::no);
}

}  // namespace

void EmbeddedTransport::send(const Request& request, Reply& reply) noexcept {
  reply.reset();
  const auto begin = steady_clock::now();
  if (request.context.stop.requested()) {
    fail(request, reply, ErrorKind::cancelled, "cancelled by the caller's stop token");
  } else if (request.context.deadline && *request.context.deadline <= begin) {
    fail(request, reply, ErrorKind::deadline, "the call's deadline had passed before it began");
  } else {
    answer(request, reply);
  }
  reply.facts.elapsed = steady_clock::now() - begin;
}

void EmbeddedTransport::answer(const Request& request, Reply& reply) {
  reply.facts.attempts = 1;
  reply.facts.bytes_sent = request.body.size();
  reply.facts.request_id = "embedded-" + std::to_string(++requests_);
  std::string body;
  const Checked<void> result = engine_->run(request.operation, request.body, body);
  if (result) {
    reply.facts.status = 200;
    reply.body.assign(body);
    return;
  }
  // By the way of every other answer of the service, so that errors are the same.
  const int status = status_of(result.error());
  reply.facts.status = status;
  http::ServiceError error = http::decode_service_error(status, {}, error_body(result.error()), engine_->now());
  fail(request, reply, std::move(error.details), error.applied);
}

}  // namespace partita::inline epoch1::embedded
