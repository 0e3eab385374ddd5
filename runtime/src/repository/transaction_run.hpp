// One execution of a transaction: makes the actions from what is stored, sends them, and tries again while that helps.
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/recorded_write.hpp>
#include <partita/result.hpp>

#include "companion_write.hpp"
#include "rounds.hpp"
#include "transaction_actions.hpp"

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::detail {

class TransactionRun {
 public:
  /// Sends a write that turned out to need no others, under one more condition.
  using Alone = std::function<Result<void>(const std::optional<Expression>& condition, const CallOptions& options)>;

  /// `token`: empty for a random one, and another when what is stored makes other actions of the writes.
  TransactionRun(const Client& client, std::span<const RecordedWrite> writes, const CallOptions& options,
                 std::string token);

  Result<void> run();
  /// The same for a single write.
  Result<void> run_single(const Alone& alone);

 private:
  // What is known of a write whose item has companions.
  struct Known {
    bool is_read = false;
    std::optional<StoredItem> item{};
    std::set<std::string> foreign{};  // keys of companions that are another item's
  };

  std::optional<Error> prepare();
  std::optional<Error> read(const CompanionWrite& write, std::optional<StoredItem>& item);
  std::optional<Error> read_many(const WriteRules& rules, const std::vector<std::size_t>& writes);
  std::optional<Error> make_actions();
  /// False if it did not help to look at what is stored now.
  bool learn(const std::vector<CancellationReason>& reasons);
  std::optional<Error> send(std::string_view body);
  /// Whether there is another attempt; waits before it.
  bool goes_on(const Error& reason, std::optional<Error>& error);
  Error crowded() const;
  Result<void> ended(std::optional<Error> error);

  Client client_;
  std::span<const RecordedWrite> writes_;
  CallOptions options_;
  std::string token_;
  Rounds reads_;
  Rounds rounds_;
  std::vector<Known> known_;
  std::vector<Action> actions_;
  bool is_single_ = false;
  int attempt_ = 1;
  bool maybe_applied_ = false;  // by any request so far
  Cost other_cost_;
};

/// The table of all writes; empty: there are several.
std::string table_of(std::span<const RecordedWrite> writes);

/// Hexadecimal digits for a ClientRequestToken.
std::string random_token(const Client& client);

}  // namespace partita::inline epoch1::detail
