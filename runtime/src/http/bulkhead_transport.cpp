#include "http/bulkhead_transport.hpp"

#include "http/operation.hpp"
#include "http/turn.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace partita::inline epoch1::http {
namespace {

using std::chrono::steady_clock;

constexpr std::string_view name_of(OperationClass which) {
  switch (which) {
    case OperationClass::reads:
      return "reads";
    case OperationClass::writes:
      return "writes";
    case OperationClass::long_reads:
      return "long_reads";
  }
  return "";
}

}  // namespace

OperationClass class_of(std::string_view operation) {
  if (!only_reads(operation)) return OperationClass::writes;
  const bool is_long =
      operation == "Query" || operation == "Scan" || operation == "BatchGetItem" || operation == "TransactGetItems";
  return is_long ? OperationClass::long_reads : OperationClass::reads;
}

BulkheadTransport::BulkheadTransport(std::shared_ptr<Transport> next, const BulkheadOptions& options)
    : next_(std::move(next)) {
  const std::array limits{options.reads, options.writes, options.long_reads};
  for (std::size_t i = 0; i < limits.size(); ++i) rooms_[i].limit = limits[i];
}

void BulkheadTransport::send(const Request& request, Reply& reply) noexcept {
  const OperationClass which = class_of(request.operation);
  Room& room = rooms_[static_cast<std::size_t>(which)];
  if (room.limit.max_in_flight == 0) return next_->send(request, reply);
  if (const auto refusal = enter(room, request.context)) {
    refuse(request, reply, which, room, *refusal);
  } else {
    next_->send(request, reply);
    leave(room);
  }
}

std::optional<BulkheadTransport::Refusal> BulkheadTransport::enter(Room& room, const CallContext& context) {
  std::unique_lock lock(room.mutex);
  if (room.owner != getpid()) {  // in a forked child, of whose parent's calls none ends here
    room.waiters.clear();
    room.in_flight = 0;
    room.owner = getpid();
  }
  if (room.in_flight < room.limit.max_in_flight && room.waiters.empty()) {
    ++room.in_flight;
    return std::nullopt;
  }
  if (room.waiters.size() >= room.limit.max_waiting) {
    ++room.refused;
    return Refusal::full;
  }
  Waiter self;
  room.waiters.push_back(&self);
  const auto until = steady_clock::now() + std::min(room.limit.queue_wait, century);
  const auto no_turn = wait_for_turn(self.ready, lock, context, until, [&] { return self.granted; });
  if (self.granted) return std::nullopt;
  std::erase(room.waiters, &self);
  switch (*no_turn) {
    case NoTurn::waited:
      ++room.refused;
      return Refusal::waited;
    case NoTurn::deadline:
      return Refusal::deadline;
    case NoTurn::cancelled:
      break;
  }
  return Refusal::cancelled;
}

void BulkheadTransport::leave(Room& room) {
  const std::lock_guard lock(room.mutex);
  if (room.waiters.empty()) {
    --room.in_flight;
    return;
  }
  Waiter& first = *room.waiters.front();
  room.waiters.pop_front();
  first.granted = true;
  first.ready.notify_one();  // under the lock: the waiter lives on its caller's stack
}

void BulkheadTransport::refuse(const Request& request, Reply& reply, OperationClass which, const Room& room,
                               Refusal refusal) {
  reply.reset();
  Error::Details details;
  details.operation = request.operation;
  details.table = request.table;
  const std::string name = "BulkheadOptions::" + std::string(name_of(which));
  const std::string under_way = std::to_string(room.limit.max_in_flight) + " requests of this kind under way";
  switch (refusal) {
    case Refusal::full:
      details.kind = ErrorKind::overloaded;
      details.message = "not sent, as there are " + under_way + " and " + std::to_string(room.limit.max_waiting) +
                        " that wait; see " + name;
      break;
    case Refusal::waited:
      details.kind = ErrorKind::overloaded;
      details.message = "not sent, as there were " + under_way + " for " +
                        std::to_string(room.limit.queue_wait.count()) + " ms; see " + name;
      break;
    case Refusal::deadline:
      details.kind = ErrorKind::deadline;
      details.message = "the call's deadline passed while there were " + under_way + "; see " + name;
      break;
    case Refusal::cancelled:
      details.kind = ErrorKind::cancelled;
      details.message = "cancelled by the caller's stop token";
      break;
  }
  reply.error.emplace(std::move(details));
}

BulkheadCounts BulkheadTransport::counts(OperationClass which) const {
  const Room& room = rooms_[static_cast<std::size_t>(which)];
  const std::lock_guard lock(room.mutex);
  return {.in_flight = room.in_flight,
          .waiting = room.waiters.size(),
          .max_in_flight = room.limit.max_in_flight,
          .refused = room.refused};
}

}  // namespace partita::inline epoch1::http
