#include "http/cancellation_reasons.hpp"

#include <partita/wire/reader.hpp>

namespace partita::inline epoch1::http {

ErrorKind kind_of(const CancellationReason& reason) {
  if (reason.is_condition()) return ErrorKind::condition_failed;
  if (reason.code == "TransactionConflict") return ErrorKind::conflict;
  if (reason.code == "ProvisionedThroughputExceeded" || reason.code == "ThrottlingError") return ErrorKind::throttled;
  if (reason.code == "ItemCollectionSizeLimitExceeded") return ErrorKind::too_large;
  if (reason.code == "AccessDenied") return ErrorKind::access_denied;
  return ErrorKind::validation;
}

bool may_pass(ErrorKind kind) {
  return kind == ErrorKind::conflict || kind == ErrorKind::throttled;
}

std::vector<CancellationReason> cancellation_reasons(std::string_view json) {
  std::vector<CancellationReason> reasons;
  wire::TextReader text{json};
  wire::Reader& in = text.reader();
  in.begin_array();
  while (in.next_element()) {
    CancellationReason& reason = reasons.emplace_back();
    std::string_view key;
    in.begin_object();
    while (in.next_key(key)) {
      const bool is_message = key == "Message" || key == "message";  // the service and its copies differ
      if (key == "Code" || is_message) {
        const bool is_code = key == "Code";
        const std::string_view value = in.skip_value();
        if (!value.starts_with('"')) continue;
        wire::TextReader string{value};
        (is_code ? reason.code : reason.message) = string.reader().read_plain_string();
      } else if (key == "Item") {
        reason.item = in.skip_value();
      } else {
        in.skip_value();
      }
    }
  }
  if (!in.ok()) reasons.clear();
  return reasons;
}

std::optional<std::size_t> chosen_reason(const std::vector<CancellationReason>& reasons) {
  std::optional<std::size_t> chosen;
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    if (reasons[i].code.empty() || reasons[i].code == "None") continue;
    if (!chosen || (may_pass(kind_of(reasons[*chosen])) && !may_pass(kind_of(reasons[i])))) {
      chosen = i;
    }
  }
  return chosen;
}

}  // namespace partita::inline epoch1::http
