#include "embedded/engine.hpp"

#include "embedded/operations/operations.hpp"

#include <algorithm>
#include <utility>

namespace partita::inline epoch1::embedded {

Engine::Engine(std::unique_ptr<Store> store, Clock clock, Conditions conditions, LogSink log)
    : store_(std::move(store)),
      clock_(std::move(clock)),
      conditions_(conditions),
      index_delay_(*store_, conditions.index_delay, clock_),
      expiry_(*this, conditions.expiry_interval, std::move(log)) {}

Checked<void> Engine::run(std::string_view operation, std::string_view body, std::string& answer,
                          const Patience& patience) {
  return run(operation, OperationInput{body, patience}, nullptr, answer);
}

Checked<void> Engine::run_in_part(std::string_view operation, std::string_view body, const EmbeddedFault& fault,
                                  std::string& answer, const Patience& patience) {
  return run(operation, OperationInput{body, patience}, &fault, answer);
}

Checked<void> Engine::run(std::string_view operation, const OperationInput& input, const EmbeddedFault* fault,
                          std::string& answer) {
  const auto& all = operations();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Operation& each) { return each.name == operation; });
  if (found == all.end()) return refuse("UnknownOperationException", "An unknown operation was requested.");
  Checked<void> done = fault != nullptr && found->run_in_part != nullptr
                           ? found->run_in_part(*this, input, *fault, answer)
                           : found->run(*this, input, answer);
  if (catalog_.has_expiring()) expiry_.begin();
  return done;
}

}  // namespace partita::inline epoch1::embedded
