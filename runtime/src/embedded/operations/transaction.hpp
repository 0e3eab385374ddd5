// What the two kinds of transactions have in common.
#pragma once

#include "embedded/refusal.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace partita::inline epoch1::embedded {

inline constexpr std::size_t most_actions = 100;
/// Of all items of a transaction.
inline constexpr std::size_t largest_transaction = std::size_t{4} << 20;

std::optional<Refusal> refuse_action_count(bool given, std::size_t count);
Refusal transaction_too_large();
Refusal item_twice();

/// The outcome of each action, in their order.
class CancellationReasons {
 public:
  void add_success() { refusals_.emplace_back(); }
  void add(Refusal refusal);
  /// `TransactionCanceledException` if any action was refused.
  std::optional<Refusal> refusal() const;

 private:
  std::vector<std::optional<Refusal>> refusals_;
  bool any_ = false;
};

}  // namespace partita::inline epoch1::embedded
