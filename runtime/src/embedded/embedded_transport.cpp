#include "embedded/embedded_transport.hpp"

#include "embedded/patience.hpp"
#include "embedded/reply_error.hpp"
#include "embedded/store/store_failures.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace partita::inline epoch1::embedded {

using std::chrono::steady_clock;

void EmbeddedTransport::send(const Request& request, Reply& reply) noexcept {
  exchange(request, nullptr, reply);
}

void EmbeddedTransport::send_in_part(const Request& request, const EmbeddedFault& fault, Reply& reply) noexcept {
  exchange(request, &fault, reply);
}

void EmbeddedTransport::exchange(const Request& request, const EmbeddedFault* fault, Reply& reply) {
  reply.reset();
  const auto begin = steady_clock::now();
  if (request.context.stop.requested()) {
    fail(request, reply, ErrorKind::cancelled, "cancelled by the caller's stop token", Applied::no);
  } else if (request.context.deadline && *request.context.deadline <= begin) {
    fail(request, reply, ErrorKind::deadline, "the call's deadline had passed before it began", Applied::no);
  } else {
    answer(request, fault, reply);
  }
  reply.facts.elapsed = steady_clock::now() - begin;
}

void EmbeddedTransport::answer(const Request& request, const EmbeddedFault* fault, Reply& reply) {
  reply.facts.attempts = 1;
  reply.facts.bytes_sent = request.body.size();
  reply.facts.request_id = "embedded-" + std::to_string(++requests_);
  std::string body;
  const Patience patience{request.context.deadline, request.context.stop};
  const Checked<void> result = fault == nullptr
                                   ? engine_->run(request.operation, request.body, body, patience)
                                   : engine_->run_in_part(request.operation, request.body, *fault, body, patience);
  if (result) {
    reply.facts.status = 200;
    reply.body.assign(body);
    return;
  }
  if (result.error().type == gave_up) {
    const bool is_stopped = request.context.stop.requested();
    fail(request, reply, is_stopped ? ErrorKind::cancelled : ErrorKind::deadline,
         std::string(is_stopped ? "cancelled by the caller's stop token" : "the call's deadline passed") +
             " while another write held the file",
         Applied::no);
    return;
  }
  fail_with(request, reply, result.error(), engine_->now());
  // Of the service's nobody knows; of the store's everybody does, and need not try again.
  if (result.error().type == nothing_applied) known_not_applied(reply);
}

}  // namespace partita::inline epoch1::embedded
