#include "embedded/faults/fault_answer.hpp"

#include "embedded/faults/fault_kinds.hpp"
#include "embedded/faults/request_tables.hpp"
#include "embedded/tables/description.hpp"
#include "embedded/values/value_text.hpp"
#include "http/operation.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace partita::inline epoch1::embedded {
namespace {

constexpr std::string_view too_fast =
    "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning "
    "level with the UpdateTable API.";

bool is_transaction(std::string_view operation) {
  return operation.starts_with("Transact");
}

bool is_about_items(std::string_view operation) {
  constexpr std::array<std::string_view, 8> all{"GetItem", "PutItem",      "UpdateItem",     "DeleteItem",
                                                "Query",   "BatchGetItem", "BatchWriteItem", "Scan"};
  return std::find(all.begin(), all.end(), operation) != all.end();
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors
// The first action of the tables that the fault is for has the reason, the others have none.
Refusal cancelled(const EmbeddedFault& fault, const std::vector<std::string>& tables, std::string_view code,
                  std::string_view text) {
  std::string codes;
  std::string reasons;
  bool told = false;
  for (const std::string& table : tables) {
    const bool has_it = !told && is_for(fault, table);
    told = told || has_it;
    codes.append(codes.empty() ? "" : ", ").append(has_it ? code : "None");
    reasons.append(reasons.empty() ? "" : ",").append(R"({"Code":")").append(has_it ? code : "None").append("\"");
    if (has_it) append_json_string(text, reasons.append(R"(,"Message":)"));
    reasons += "}";
  }
  return {"TransactionCanceledException",
          "Transaction cancelled, please refer cancellation reasons for specific reasons [" + codes + "]",
          "\"CancellationReasons\":[" + reasons + "]"};
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ThrottlingReason.html
// A partition's limit is the one that tables of both billing modes have:
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TroubleshootingThrottling.html
std::string throttling_reasons(const EmbeddedFault& fault, const std::vector<std::string>& tables, bool reads) {
  std::string reasons;
  for (const std::string& table : std::set<std::string>(tables.begin(), tables.end())) {
    if (!is_for(fault, table)) continue;
    reasons.append(reasons.empty() ? "" : ",").append(R"({"reason":"Table)").append(reads ? "Read" : "Write");
    append_json_string(table_arn(table), reasons.append(R"(KeyRangeThroughputExceeded","resource":)"));
    reasons += "}";
  }
  return "\"ThrottlingReasons\":[" + reasons + "]";
}

Refusal throttled(const EmbeddedFault& fault, std::string_view operation, const std::vector<std::string>& tables) {
  if (is_transaction(operation)) return cancelled(fault, tables, "ProvisionedThroughputExceeded", too_fast);
  if (!is_about_items(operation)) {
    return {"ThrottlingException", "Rate of requests exceeds the allowed throughput."};
  }
  return {"ProvisionedThroughputExceededException", std::string(too_fast),
          throttling_reasons(fault, tables, http::only_reads(operation))};
}

}  // namespace

Refusal refusal_of(const EmbeddedFault& fault, std::string_view operation, std::string_view body) {
  switch (fault.kind) {
    case FaultKind::throttling:
      return throttled(fault, operation, tables_of(body));
    case FaultKind::conflict: {
      constexpr std::string_view text = "Transaction is ongoing for the item";
      if (is_transaction(operation)) return cancelled(fault, tables_of(body), "TransactionConflict", text);
      return {"TransactionConflictException", std::string(text)};
    }
    case FaultKind::expired_credentials:
      // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html
      return {"ExpiredTokenException", "The security token included in the request is expired"};
    default:
      return {"InternalServerError", "Internal server error"};
  }
}

}  // namespace partita::inline epoch1::embedded
