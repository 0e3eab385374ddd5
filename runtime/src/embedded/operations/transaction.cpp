#include "embedded/operations/transaction.hpp"

#include "embedded/operations/answer_object.hpp"
#include "embedded/operations/item_request.hpp"
#include "embedded/values/value_text.hpp"
#include "embedded/violations.hpp"

#include <utility>

namespace partita::inline epoch1::embedded {

std::optional<Refusal> refuse_action_count(bool given, std::size_t count) {
  Violations violations;
  violations.required(given, "transactItems");
  if (given) {
    violations.at_least_long(count, "[]", "transactItems", 1);
    violations.at_most_long(count, "[...]", "transactItems", most_actions);
  }
  return violations.refusal();
}

Refusal transaction_too_large() {
  return {"ValidationException",
          "Collection size of items exceeded, which can also be caused by the aggregate size of the items in the "
          "transaction exceeding the 4MB limit"};
}

Refusal item_twice() {
  return {"ValidationException", "Transaction request cannot include multiple operations on one item"};
}

void CancellationReasons::add(Refusal refusal) {
  any_ = true;
  refusals_.emplace_back(std::move(refusal));
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html
std::optional<Refusal> CancellationReasons::refusal() const {
  if (!any_) return std::nullopt;
  std::string codes;
  std::string reasons;
  for (const std::optional<Refusal>& each : refusals_) {
    const bool is_condition = each && each->type == "ConditionalCheckFailedException";
    const std::string code = !each ? "None" : is_condition ? "ConditionalCheckFailed" : "ValidationError";
    codes.append(codes.empty() ? "" : ", ").append(code);
    reasons += reasons.empty() ? "" : ",";
    AnswerObject reason(reasons);
    append_json_string(code, reason.member("Code"));
    if (!each) continue;
    append_json_string(each->message, reason.member("Message"));
    if (!each->members.empty()) reasons.append(",").append(each->members);
  }
  return Refusal{"TransactionCanceledException",
                 "Transaction cancelled, please refer cancellation reasons for specific reasons [" + codes + "]",
                 "\"CancellationReasons\":[" + reasons + "]"};
}

}  // namespace partita::inline epoch1::embedded
