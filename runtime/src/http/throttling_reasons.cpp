#include "http/throttling_reasons.hpp"

#include "http/raw_json.hpp"

#include <partita/wire/reader.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

namespace partita::inline epoch1 {

std::string_view to_string(ThrottlingLimit limit) {
  switch (limit) {
    case ThrottlingLimit::unknown:
      return "unknown";
    case ThrottlingLimit::provisioned:
      return "provisioned";
    case ThrottlingLimit::on_demand_maximum:
      return "on_demand_maximum";
    case ThrottlingLimit::key_range:
      return "key_range";
    case ThrottlingLimit::account:
      return "account";
  }
  return "unknown";
}

}  // namespace partita::inline epoch1

namespace partita::inline epoch1::http {
namespace {

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

ThrottlingLimit limit_of(std::string_view name) {
  constexpr auto known = std::to_array<std::pair<std::string_view, ThrottlingLimit>>({
      {"ProvisionedThroughputExceeded", ThrottlingLimit::provisioned},
      {"MaxOnDemandThroughputExceeded", ThrottlingLimit::on_demand_maximum},
      {"KeyRangeThroughputExceeded", ThrottlingLimit::key_range},
      {"AccountLimitExceeded", ThrottlingLimit::account},
  });
  const auto* const found =
      std::find_if(known.begin(), known.end(), [name](const auto& each) { return each.first == name; });
  return found == known.end() ? ThrottlingLimit::unknown : found->second;
}

// `IndexWriteKeyRangeThroughputExceeded` is resource, operation and limit.
void read_code(std::string_view code, ThrottlingReason& reason) {
  reason.code = code;
  if (!take_prefix(code, "Table") && !take_prefix(code, "Index")) return;
  reason.write = take_prefix(code, "Write");
  if (!reason.write && !take_prefix(code, "Read")) return;
  reason.limit = limit_of(code);
}

// `arn:aws:dynamodb:eu-west-1:123456789012:table/contacts/index/by_role`
void read_resource(std::string_view arn, ThrottlingReason& reason) {
  constexpr std::string_view table_mark = ":table/";
  constexpr std::string_view index_mark = "/index/";
  const std::size_t at = arn.find(table_mark);
  if (at == std::string_view::npos) return;
  const std::string_view rest = arn.substr(at + table_mark.size());
  const std::size_t slash = rest.find('/');
  reason.table = rest.substr(0, slash);
  if (const std::size_t index = rest.find(index_mark); index != std::string_view::npos) {
    reason.index = rest.substr(index + index_mark.size());
  }
}

std::string_view explained(ThrottlingLimit limit) {
  switch (limit) {
    case ThrottlingLimit::provisioned:
      return "its provisioned capacity";
    case ThrottlingLimit::on_demand_maximum:
      return "its on-demand maximum";
    case ThrottlingLimit::key_range:
      return "one partition's limit, a hot key";
    case ThrottlingLimit::account:
      return "the account's quota";
    case ThrottlingLimit::unknown:
      break;
  }
  return "a limit";
}

}  // namespace

std::vector<ThrottlingReason> throttling_reasons(std::string_view body) {
  std::optional<std::string_view> list;
  for (const std::string_view name : {"ThrottlingReasons", "throttlingReasons"}) {
    if (!list) list = json_member(body, name);
  }
  std::vector<ThrottlingReason> reasons;
  if (!list || !list->starts_with('[')) return reasons;
  wire::TextReader text{*list};
  wire::Reader& in = text.reader();
  in.begin_array();
  while (in.next_element()) {
    const std::string_view element = in.skip_value();
    const auto member = [element](std::string_view name) {
      const auto raw = json_member(element, name);
      return raw ? json_string(*raw).value_or("") : std::string();
    };
    ThrottlingReason reason;
    read_code(member("reason"), reason);
    read_resource(member("resource"), reason);
    if (!reason.code.empty()) reasons.push_back(std::move(reason));
  }
  return reasons;
}

std::string describe(const ThrottlingReason& reason) {
  std::string text = reason.write ? "writes of " : "reads of ";
  if (!reason.index.empty()) text.append("index '").append(reason.index).append("' of ");
  text.append("table '").append(reason.table).append("': ").append(explained(reason.limit));
  return text.append(" (").append(reason.code).append(")");
}

void append_reasons(Error::Details& details, std::string_view table) {
  for (ThrottlingReason& reason : details.throttling) {
    if (reason.table.empty()) reason.table = table;
    details.message.append("; ").append(describe(reason));
  }
}

}  // namespace partita::inline epoch1::http
