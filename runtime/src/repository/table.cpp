#include <partita/table.hpp>

#include <partita/call.hpp>

#include "deadline.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace partita::inline epoch1 {

namespace {

void read_description(wire::Reader& in, void* target) {
  auto& description = *static_cast<TableDescription*>(target);
  const std::string_view raw = in.skip_value();
  description.raw = raw;
  wire::TextReader text{raw};
  wire::Reader& member = text.reader();
  std::string_view key;
  member.begin_object();
  while (member.next_key(key)) {
    if (key == "TableName") {
      description.name = member.read_plain_string();
    } else if (key == "TableStatus") {
      description.status = member.read_plain_string();
    } else if (key == "ItemCount") {
      description.item_count = member.read_int64();
    } else if (key == "TableSizeBytes") {
      description.size_bytes = member.read_int64();
    } else {
      member.skip_value();
    }
  }
  if (!member.ok()) in.fail(std::string(member.error().message()));
}

Result<TableDescription> exchange(const Client& client, std::string_view operation, std::string_view table,
                                  std::string_view definition, std::string_view member, RetryClass retry,
                                  const CallOptions& options) {
  detail::Exchange exchange{client, operation, table, retry};
  if (!definition.empty()) exchange.body().raw(',');
  if (!definition.empty()) exchange.body().raw(definition);
  exchange.body().raw('}');
  TableDescription description;
  if (auto error = exchange.send(options, member, read_description, &description)) {
    return Result<TableDescription>(*std::move(error)).with_cost(exchange.cost());
  }
  return Result<TableDescription>(std::move(description)).with_cost(exchange.cost());
}

// `created`: the table was just created, and DescribeTable, which is eventually consistent, may not know it yet.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
Result<TableDescription> wait(const Client& client, std::string_view table, CallOptions options, bool created) {
  using namespace std::chrono_literals;
  if (!options.has_timeout()) options.timeout(5min);
  options.fix_deadline();
  const auto end = *detail::deadline_of(client, options);
  std::chrono::nanoseconds pause = 100ms;
  Cost cost;
  for (;;) {
    auto described = describe_table(client, table, options);
    cost += described.cost();
    const bool unknown_yet = created && !described && described.error().kind() == ErrorKind::not_found;
    if (!unknown_yet && (!described || described->status == "ACTIVE")) return std::move(described).with_cost(cost);
    const bool is_late = std::chrono::steady_clock::now() + pause > end;
    if (is_late || !client.sleep(pause, options.stop_signal())) {
      Error::Details details;
      details.kind = is_late ? ErrorKind::deadline : ErrorKind::cancelled;
      details.operation = "DescribeTable";
      details.table = client.table_name(table);
      details.message = unknown_yet ? "the table cannot be seen yet" : "the table is still " + described->status;
      return Result<TableDescription>(Error(std::move(details))).with_cost(cost);
    }
    pause = std::min<std::chrono::nanoseconds>(pause * 2, 5s);
  }
}

}  // namespace

Result<TableDescription> create_table(const Client& client, std::string_view table, std::string_view definition,
                                      const CallOptions& options) {
  CallOptions call = options;
  call.fix_deadline();
  auto created = exchange(client, "CreateTable", table, definition, "TableDescription", RetryClass::conditional, call);
  // A repeated request may meet the table that its first attempt created.
  const bool ours = created || (created.error().kind() == ErrorKind::already_exists && created.error().maybe_applied());
  if (!ours) return created;
  auto active = wait(client, table, call, true);
  Cost cost = created.cost();
  cost += active.cost();
  return std::move(active).with_cost(cost);
}

Result<TableDescription> describe_table(const Client& client, std::string_view table, const CallOptions& options) {
  return exchange(client, "DescribeTable", table, {}, "Table", RetryClass::idempotent, options);
}

Result<TableDescription> wait_until_active(const Client& client, std::string_view table, const CallOptions& options) {
  return wait(client, table, options, false);
}

Result<void> delete_table(const Client& client, std::string_view table, const CallOptions& options) {
  auto deleted = exchange(client, "DeleteTable", table, {}, "TableDescription", RetryClass::conditional, options);
  if (!deleted) return Result<void>(deleted.error()).with_cost(deleted.cost());
  return Result<void>().with_cost(deleted.cost());
}

}  // namespace partita::inline epoch1
