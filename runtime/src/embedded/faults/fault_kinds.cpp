#include "embedded/faults/fault_kinds.hpp"

#include <algorithm>
#include <array>

namespace partita::inline epoch1::embedded {

bool can_have(std::string_view operation, FaultKind kind) {
  if (kind == FaultKind::unprocessed) return operation == "BatchGetItem" || operation == "BatchWriteItem";
  if (kind != FaultKind::conflict) return true;
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
  constexpr std::array<std::string_view, 5> can{"PutItem", "UpdateItem", "DeleteItem", "TransactGetItems",
                                                "TransactWriteItems"};
  return std::find(can.begin(), can.end(), operation) != can.end();
}

bool is_for(const EmbeddedFault& fault, std::string_view table) {
  return fault.tables.empty() || std::find(fault.tables.begin(), fault.tables.end(), table) != fault.tables.end();
}

std::string_view name_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::throttling:
      return "throttling";
    case FaultKind::server_error:
      return "server_error";
    case FaultKind::lost_answer:
      return "lost_answer";
    case FaultKind::unprocessed:
      return "unprocessed";
    case FaultKind::conflict:
      return "conflict";
    case FaultKind::expired_credentials:
      return "expired_credentials";
    case FaultKind::latency:
      return "latency";
  }
  return {};
}

}  // namespace partita::inline epoch1::embedded
