// The actions of one TransactWriteItems request, and why they were cancelled.
#pragma once

#include <partita/error.hpp>
#include <partita/recorded_write.hpp>

#include "cancellation.hpp"
#include "companion_write.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::detail {

struct Action {
  CompanionWrite::Step step;
  std::size_t write = 0;   ///< position of the write that it is part of
  std::size_t origin = 0;  ///< the same among the caller's actions: one may be several writes
};

/// Why DynamoDB would refuse them. `asked` is how many the caller named.
std::optional<Error> refused_actions(const std::vector<Action>& actions, std::size_t asked);

/// What failed on a companion, whose item is nothing that a caller could read.
std::string told_of(const Companion& companion);

/// The body of the request.
std::string transaction_body(const std::vector<Action>& actions, const std::string& token);

/// The error with the reason that nothing but a change by the caller can mend, if there is one; else the first.
/// `is_single`: the caller asked for one write, and knows of no actions.
Error explained(const Error& error, const std::vector<CancellationReason>& reasons, const std::vector<Action>& actions,
                bool is_single);

}  // namespace partita::inline epoch1::detail
