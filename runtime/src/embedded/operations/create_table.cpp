// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
#include "embedded/operations/table_operations.hpp"
#include "embedded/operations/table_request.hpp"
#include "embedded/tables/schema_checks.hpp"
#include "embedded/tables/schema_request.hpp"
#include "embedded/tables/tags.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <utility>

namespace partita::inline epoch1::embedded {
namespace {

tl::unexpected<Refusal> wrong(std::string_view what) {
  return invalid("One or more parameter values were invalid: " + std::string(what));
}

std::string random_id() {
  constexpr std::string_view digits = "0123456789abcdef";
  std::random_device bits;
  std::string id;
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) id += '-';
    id += digits[bits() % 16];
  }
  return id;
}

struct IndexLists {
  bool local_given = false;
  bool global_given = false;
  std::vector<IndexRequest> requests;
};

IndexLists read_indexes(const RequestTree& request, Violations& violations) {
  IndexLists lists;
  const auto read = [&](const char* member, const std::string& path, bool local) {
    const auto list = request[member].list();
    for (std::size_t i = 0; i < list.size(); ++i) {
      lists.requests.push_back(read_index(list[i], path + "." + std::to_string(i + 1) + ".member", local, violations));
    }
    return request[member].given();
  };
  lists.local_given = read("LocalSecondaryIndexes", "localSecondaryIndexes", true);
  lists.global_given = read("GlobalSecondaryIndexes", "globalSecondaryIndexes", false);
  return lists;
}

std::optional<Refusal> refusal_of(const tl::unexpected<Refusal>& refusal) {
  return refusal.value();
}

// How the table is billed, and by what its indexes are.
std::optional<Refusal> check_billing(const std::optional<Throughput>& throughput, const IndexLists& indexes,
                                     const Table& table) {
  if (table.on_demand && throughput) {
    return refusal_of(
        wrong("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
              "PAY_PER_REQUEST"));
  }
  if (!table.on_demand && !throughput) {
    return refusal_of(
        wrong("ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"));
  }
  for (const IndexRequest& each : indexes.requests) {
    if (auto refusal = check_throughput(each, table)) return refusal;
  }
  return std::nullopt;
}

// The table's key and indexes; then no attribute may be left that none of them uses.
std::optional<Refusal> set_keys(const std::vector<KeyElement>& key, const IndexLists& indexes, Table& table) {
  if (auto refusal = check_table_key(key, table)) return refusal;
  if (indexes.local_given && std::none_of(indexes.requests.begin(), indexes.requests.end(),
                                          [](const IndexRequest& each) { return each.local; })) {
    return refusal_of(wrong("List of LocalSecondaryIndexes is empty"));
  }
  if (indexes.global_given && std::all_of(indexes.requests.begin(), indexes.requests.end(),
                                          [](const IndexRequest& each) { return each.local; })) {
    return refusal_of(wrong("List of GlobalSecondaryIndexes is empty"));
  }
  for (const IndexRequest& each : indexes.requests) {
    Checked<Index> index = check_index(each, table);
    if (!index) return index.error();
    table.indexes.push_back(std::move(*index));
  }
  const std::vector<KeyAttribute> used = used_attributes(table);
  if (used.size() == table.attributes.size()) return check_indexes(table);
  return refusal_of(table.indexes.empty()
                        ? wrong("Number of attributes in KeySchema does not exactly match number of attributes defined "
                                "in AttributeDefinitions")
                        : wrong("Some AttributeDefinitions are not used. AttributeDefinitions: " +
                                names_of(table.attributes) + ", keys used: " + names_of(used)));
}

std::optional<Refusal> check_stream(const StreamRequest& stream) {
  if (stream.enabled && !stream.view_type) {
    return refusal_of(wrong("Table is being created with a stream enabled, UpdateViewType is required"));
  }
  if (stream.given && !stream.enabled && stream.view_type) {
    return refusal_of(wrong("Table is being created with a stream disabled, UpdateViewType should not be specified"));
  }
  return std::nullopt;
}

// All that the request says, as far as it can be told without the store.
Checked<Table> read_table(const RequestTree& request) {
  Violations violations;
  Table table;
  table.name = read_table_name(request, violations);
  violations.required(request["AttributeDefinitions"].given(), "attributeDefinitions");
  table.attributes = read_definitions(request["AttributeDefinitions"], "attributeDefinitions", violations);
  const auto key = read_key_schema(request["KeySchema"], "keySchema", 2, violations);
  const IndexLists indexes = read_indexes(request, violations);
  const auto billing = request["BillingMode"].string();
  violations.one_of(billing, "billingMode", {"PROVISIONED", "PAY_PER_REQUEST"});
  const auto throughput = read_throughput(request["ProvisionedThroughput"], "provisionedThroughput", violations);
  const StreamRequest stream = read_stream(request["StreamSpecification"], violations);
  const Checked<EncryptionRequest> encryption = read_encryption(request["SSESpecification"], violations);
  table.deletion_protection = request["DeletionProtectionEnabled"].boolean().value_or(false);
  const auto table_class = request["TableClass"].string();
  const auto tags = read_tags(request["Tags"]);
  const auto absent = refuse_absent(
      request, {"ResourcePolicy", "VectorIndexes", "GlobalTableSourceArn", "GlobalTableSettingsReplicationMode"});
  if (auto good = check_request(request, violations); !good) return tl::unexpected(good.error());
  if (absent) return tl::unexpected(*absent);

  table.on_demand = billing == "PAY_PER_REQUEST";
  table.throughput = throughput.value_or(Throughput());
  table.stream = stream.view_type.value_or(std::string());
  table.table_class = table_class.value_or(std::string());
  std::optional<Refusal> refusal = set_keys(key, indexes, table);
  if (!refusal) refusal = check_billing(throughput, indexes, table);
  if (!refusal) refusal = check_stream(stream);
  if (!refusal && !encryption) refusal = encryption.error();
  if (!refusal) refusal = check_table_class(table_class);
  if (!refusal) refusal = refuse_tags(tags);
  if (!refusal) refusal = add_tags(tags, table);
  if (refusal) return tl::unexpected(*refusal);
  table.encrypted = encryption->enabled;
  return table;
}

}  // namespace

Checked<void> create_table(Engine& engine, const OperationInput& input, std::string& answer) {
  const RequestTree request(input.body);
  Checked<Table> table = read_table(request);
  if (!table) return tl::unexpected(table.error());
  table->created = milliseconds(engine);
  table->id = random_id();
  if (table->on_demand) table->on_demand_since = table->created;
  if (!table->stream.empty()) table->streamed_since = table->created;

  const auto writer = engine.store().begin_write(input.patience);
  const auto existing = engine.catalog().find(*writer, table->name);
  if (!existing) return tl::unexpected(existing.error());
  if (*existing != nullptr) return refuse("ResourceInUseException", "Table already exists: " + table->name);
  table->items = writer->create_space();
  for (Index& each : table->indexes) each.entries = writer->create_space();
  define(*writer, *table);
  write_table(answer, "TableDescription", *table, "ACTIVE", *writer);
  return writer->commit();
}

}  // namespace partita::inline epoch1::embedded
