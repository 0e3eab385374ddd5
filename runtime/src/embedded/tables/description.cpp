#include "embedded/tables/description.hpp"

#include "embedded/json_object.hpp"
#include "embedded/tables/schema_text.hpp"

#include <algorithm>
#include <ctime>

namespace partita::inline epoch1::embedded {
namespace {

constexpr std::string_view arn_prefix = "arn:aws:dynamodb:partita:000000000000:table/";

// Seconds, with three digits behind the point.
void write_time(JsonObject& object, std::string_view name, std::int64_t milliseconds) {
  const std::string fraction = std::to_string(milliseconds % 1000);
  object.member(name).raw(std::to_string(milliseconds / 1000) + "." + std::string(3 - fraction.size(), '0') + fraction);
}

// 2026-01-31T23:59:59.000, the label of a stream.
std::string label(std::int64_t milliseconds) {
  const std::time_t seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.", &parts);
  const std::string fraction = std::to_string(milliseconds % 1000);
  return std::string(text, length) + std::string(3 - fraction.size(), '0') + fraction;
}

void write_throughput(JsonObject& object, const Throughput& throughput) {
  JsonObject written(object.member("ProvisionedThroughput"));
  written.number("NumberOfDecreasesToday", 0);
  written.number("ReadCapacityUnits", throughput.read);
  written.number("WriteCapacityUnits", throughput.write);
}

void write_index(wire::Writer& out, const Table& table, const Index& index, Reader& reader) {
  JsonObject object(out);
  object.text("IndexName", index.name);
  write_key_schema(object, index.key);
  write_projection(object, index);
  if (!index.local) {
    object.text("IndexStatus", "ACTIVE");
    write_throughput(object, index.throughput);
  }
  const Reader::Extent extent = reader.extent(index.entries);
  object.number("IndexSizeBytes", static_cast<std::int64_t>(extent.size));
  object.number("ItemCount", static_cast<std::int64_t>(extent.rows));
  object.text("IndexArn", table_arn(table.name) + "/index/" + index.name);
}

void write_indexes(JsonObject& object, std::string_view name, bool local, const Table& table, Reader& reader) {
  std::vector<const Index*> indexes;
  for (const Index& each : table.indexes) {
    if (each.local == local) indexes.push_back(&each);
  }
  if (indexes.empty()) return;
  object.list(name, indexes, [&](const Index* each) { write_index(object.out(), table, *each, reader); });
}

}  // namespace

std::string table_arn(std::string_view table) {
  return std::string(arn_prefix).append(table);
}

std::string_view table_of_arn(std::string_view arn_or_name) {
  // arn:partition:dynamodb:region:account:table/name, of which partitions are aws, aws-cn and their like
  constexpr std::string_view kind = "table/";
  std::string_view rest = arn_or_name;
  const auto take_part = [&rest] {
    const std::string_view part = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    return part;
  };
  const bool is_arn = take_part() == "arn" && take_part().starts_with("aws") && take_part() == "dynamodb" &&
                      !take_part().empty() && !take_part().empty() && rest.starts_with(kind);
  return is_arn ? rest.substr(kind.size()) : arn_or_name;
}

void write_description(wire::Writer& out, const Table& table, std::string_view status, Reader& reader) {
  JsonObject object(out);
  write_attributes(object, table.attributes);
  object.text("TableName", table.name);
  write_key_schema(object, table.key);
  object.text("TableStatus", status);
  write_time(object, "CreationDateTime", table.created);
  write_throughput(object, table.throughput);
  const Reader::Extent extent = reader.extent(table.items);
  object.number("TableSizeBytes", static_cast<std::int64_t>(extent.size));
  object.number("ItemCount", static_cast<std::int64_t>(extent.rows));
  object.text("TableArn", table_arn(table.name));
  object.text("TableId", table.id);
  if (table.on_demand_since != 0) {
    JsonObject billing(object.member("BillingModeSummary"));
    billing.text("BillingMode", table.on_demand ? "PAY_PER_REQUEST" : "PROVISIONED");
    write_time(billing, "LastUpdateToPayPerRequestDateTime", table.on_demand_since);
  }
  write_indexes(object, "LocalSecondaryIndexes", true, table, reader);
  write_indexes(object, "GlobalSecondaryIndexes", false, table, reader);
  if (!table.stream.empty()) {
    {
      JsonObject stream(object.member("StreamSpecification"));
      stream.flag("StreamEnabled", true);
      stream.text("StreamViewType", table.stream);
    }
    object.text("LatestStreamLabel", label(table.streamed_since));
    object.text("LatestStreamArn", table_arn(table.name) + "/stream/" + label(table.streamed_since));
  }
  if (table.encrypted) {
    JsonObject encryption(object.member("SSEDescription"));
    encryption.text("Status", "ENABLED");
    encryption.text("SSEType", "KMS");
  }
  if (!table.table_class.empty()) {
    JsonObject written(object.member("TableClassSummary"));
    written.text("TableClass", table.table_class);
  }
  object.flag("DeletionProtectionEnabled", table.deletion_protection);
}

}  // namespace partita::inline epoch1::embedded
