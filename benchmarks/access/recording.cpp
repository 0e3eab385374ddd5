#include "recording.hpp"

#include <thread>

namespace partita::benchmarks {

void FixedLatency::send(const Request& /*request*/, Reply& reply) noexcept {
  std::this_thread::sleep_for(latency_);
  reply.body.assign(replies_[next_]);
  next_ = (next_ + 1) % replies_.size();
  reply.facts.status = 200;
  reply.facts.attempts = 1;
}

}  // namespace partita::benchmarks
