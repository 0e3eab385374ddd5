#include "embedded/faults/faulty_transport.hpp"

#include "embedded/faults/fault_answer.hpp"
#include "embedded/reply_error.hpp"
#include "text.hpp"
#include "waiting.hpp"

#include <algorithm>
#include <utility>

namespace partita::inline epoch1::embedded {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::steady_clock;

FaultyTransport::FaultyTransport(std::shared_ptr<EmbeddedTransport> next, std::string url, const ClientOptions& options)
    : next_(std::move(next)),
      url_(std::move(url)),
      request_timeout_(options.request_timeout),
      clock_(options.clock ? options.clock : [] { return std::chrono::system_clock::now(); }),
      sleep_(options.sleep ? options.sleep : &sleep_on_this_thread),
      rules_(options.embedded.faults, options.embedded.seed) {}

void FaultyTransport::send(const Request& request, Reply& reply) noexcept {
  const CallContext& context = request.context;
  const auto begun = steady_clock::now();
  // Never on its way: the transport below says so.
  if (context.stop.requested() || (context.deadline && *context.deadline <= begun)) return next_->send(request, reply);
  const Fate fate = rules_.next(request);
  answer(request, reply, fate);
  if (fate.latency > nanoseconds(0)) delay(request, reply, fate.latency);
  reply.facts.elapsed = steady_clock::now() - begun;
}

// What is known of an exchange without an answer.
void FaultyTransport::begin(const Request& request, Reply& reply) const {
  reply.reset();
  reply.facts.attempts = 1;
  reply.facts.bytes_sent = request.body.size();
}

void FaultyTransport::answer(const Request& request, Reply& reply, const Fate& fate) {
  if (fate.fault == nullptr) return next_->send(request, reply);
  if (fate.fault->kind == FaultKind::unprocessed) return next_->send_in_part(request, *fate.fault, reply);
  if (fate.fault->kind == FaultKind::lost_answer) {
    next_->send(request, reply);
    begin(request, reply);
    return fail(request, reply, ErrorKind::transport,
                "the exchange with '" + url_ + "' broke: Recv failure: Connection reset by peer", Applied::unknown);
  }
  begin(request, reply);
  reply.facts.request_id = "embedded-fault-" + std::to_string(++refusals_);
  fail_with(request, reply, refusal_of(*fate.fault, request.operation, request.body), clock_());
}

// The answer is on its way for so long, unless nobody waits for it any more.
void FaultyTransport::delay(const Request& request, Reply& reply, nanoseconds latency) {
  const CallContext& context = request.context;
  nanoseconds wait = std::min<nanoseconds>(latency, request_timeout_);
  bool by_deadline = false;
  bool in_hurry = false;
  if (context.deadline) {
    const auto left = std::max(nanoseconds(0), nanoseconds(*context.deadline - steady_clock::now()));
    by_deadline = left < wait;
    in_hurry = is_hurry(std::chrono::floor<milliseconds>(left), request_timeout_);
    wait = std::min(wait, left);
  }
  const bool lost = wait < latency;
  const bool stopped = !sleep_(wait, context.stop);
  if (!lost && !stopped) return;
  begin(request, reply);
  if (stopped) {
    return fail(request, reply, ErrorKind::cancelled, "cancelled by the caller's stop token", Applied::unknown);
  }
  reply.facts.cut_short = by_deadline && in_hurry;
  fail(request, reply, ErrorKind::deadline,
       "no answer from '" + url_ + "' " +
           (by_deadline ? "before the call's deadline" : "within " + text::ms(request_timeout_)),
       Applied::unknown);
}

}  // namespace partita::inline epoch1::embedded
