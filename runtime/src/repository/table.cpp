#include <partita/table.hpp>

#include <partita/call.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

namespace partita::inline epoch1 {

namespace {

using Clock = std::chrono::steady_clock;

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
                                  std::string_view body, std::string_view member, RetryClass retry,
                                  const CallOptions& options) {
  detail::Exchange exchange{client, operation, table, retry};
  if (body.empty()) {
    exchange.body().raw(R"({"TableName":)");
    exchange.body().json_string(table);
    exchange.body().raw("}");
  } else {
    exchange.body().raw(body);
  }
  TableDescription description;
  if (auto error = exchange.send(options, member, read_description, &description)) {
    return Result<TableDescription>(*std::move(error)).with_cost(exchange.cost());
  }
  return Result<TableDescription>(std::move(description)).with_cost(exchange.cost());
}

Error gave_up(ErrorKind kind, std::string_view table, const std::string& status) {
  Error::Details details;
  details.kind = kind;
  details.operation = "DescribeTable";
  details.table = table;
  details.message = "the table is still " + status;
  return Error(std::move(details));
}

}  // namespace

Result<TableDescription> create_table(const Client& client, std::string_view table, std::string_view body,
                                      const CallOptions& options) {
  auto created = exchange(client, "CreateTable", table, body, "TableDescription", RetryClass::conditional, options);
  if (!created) return created;
  auto active = wait_until_active(client, table, options);
  Cost cost = created.cost();
  cost += active.cost();
  return std::move(active).with_cost(cost);
}

Result<TableDescription> describe_table(const Client& client, std::string_view table, const CallOptions& options) {
  return exchange(client, "DescribeTable", table, {}, "Table", RetryClass::idempotent, options);
}

Result<TableDescription> wait_until_active(const Client& client, std::string_view table, const CallOptions& options) {
  using namespace std::chrono_literals;
  const auto limit = options.timeout_ns() > 0 ? std::chrono::nanoseconds(options.timeout_ns()) : 5min;
  const Clock::time_point deadline = Clock::now() + limit;
  std::chrono::nanoseconds pause = 100ms;
  Cost cost;
  for (;;) {
    auto described = describe_table(client, table, options);
    cost += described.cost();
    if (!described || described->status == "ACTIVE") return std::move(described).with_cost(cost);
    if (Clock::now() + pause > deadline) {
      return Result<TableDescription>(gave_up(ErrorKind::deadline, table, described->status)).with_cost(cost);
    }
    // In small steps, so that a stop is noticed.
    for (const auto wake = Clock::now() + pause; Clock::now() < wake;) {
      if (options.stop_signal().requested()) {
        return Result<TableDescription>(gave_up(ErrorKind::cancelled, table, described->status)).with_cost(cost);
      }
      std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(50ms, pause));
    }
    pause = std::min<std::chrono::nanoseconds>(pause * 2, 5s);
  }
}

Result<void> delete_table(const Client& client, std::string_view table, const CallOptions& options) {
  auto deleted =
      exchange(client, "DeleteTable", table, {}, "TableDescription", RetryClass::conditional, options);
  if (!deleted) return Result<void>(deleted.error()).with_cost(deleted.cost());
  return Result<void>().with_cost(deleted.cost());
}

}  // namespace partita::inline epoch1
