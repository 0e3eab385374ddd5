// DynamoDB in the process: takes the bodies of the service's requests and gives the bodies of its answers.
#pragma once

#include "embedded/expiry.hpp"
#include "embedded/index_delay.hpp"
#include "embedded/patience.hpp"
#include "embedded/refusal.hpp"
#include "embedded/request_tokens.hpp"
#include "embedded/store/store.hpp"
#include "embedded/tables/catalog.hpp"

#include <partita/embedded_faults.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

struct OperationInput;

/// What the service does and a server of one's own need not, on request.
struct Conditions {
  std::chrono::milliseconds index_delay{0};  ///< for a store in memory alone: see EmbeddedOptions
  bool cut_batch_gets = false;
  std::chrono::milliseconds expiry_interval{0};  ///< between two looks for items past their time to live; 0: they stay
};

/// Thread-safe: operations on one engine may run at once, as far as its store lets them.
class Engine {
 public:
  using Clock = std::function<std::chrono::system_clock::time_point()>;

  /// `log` hears of what goes wrong in the background.
  Engine(std::unique_ptr<Store> store, Clock clock, Conditions conditions = {}, LogSink log = {});

  /// Appends the answer to one request, as `GetItem`; what stands in `answer` after a refusal is of no use. A write
  /// that waits for another one of its file gives up when the patience is over: see `gave_up`.
  Checked<void> run(std::string_view operation, std::string_view body, std::string& answer,
                    const Patience& patience = {});
  /// The same of a batch, but that every second of its entries for the tables of the fault is left undone, once nothing
  /// of the whole is refused.
  Checked<void> run_in_part(std::string_view operation, std::string_view body, const EmbeddedFault& fault,
                            std::string& answer, const Patience& patience = {});

  // For operations.

  Store& store() { return *store_; }
  Catalog& catalog() { return catalog_; }
  RequestTokens& tokens() { return tokens_; }
  IndexDelay& index_delay() { return index_delay_; }
  const Conditions& conditions() const { return conditions_; }
  std::chrono::system_clock::time_point now() const { return clock_(); }

 private:
  Checked<void> run(std::string_view operation, const OperationInput& input, const EmbeddedFault* fault,
                    std::string& answer);

  std::unique_ptr<Store> store_;
  Catalog catalog_;
  RequestTokens tokens_;
  Clock clock_;
  Conditions conditions_;
  IndexDelay index_delay_;
  Expiry expiry_;  // the last member: its thread uses the others
};

}  // namespace partita::inline epoch1::embedded
