#include "embedded/tables/table_update.hpp"

#include "embedded/tables/schema_checks.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace partita::inline epoch1::embedded {
namespace {

Refusal refusal(std::string message) {
  return {"ValidationException", std::move(message)};
}
Refusal wrong(std::string_view what) {
  return refusal("One or more parameter values were invalid: " + std::string(what));
}

IndexRequest read_throughput_of_index(const RequestValue& value, const std::string& path, Violations& violations) {
  IndexRequest index;
  violations.required(value["IndexName"].given(), path + ".indexName");
  violations.name(value["IndexName"].string(), path + ".indexName");
  index.name = value["IndexName"].string().value_or(std::string());
  index.throughput = read_throughput(value["ProvisionedThroughput"], path + ".provisionedThroughput", violations);
  return index;
}

IndexUpdate read_index_update(const RequestValue& value, const std::string& path, Violations& violations) {
  IndexUpdate update;
  if (value["Create"].given()) update.create = read_index(value["Create"], path + ".create", false, violations);
  if (const RequestValue limits = value["Update"]; limits.given()) {
    const bool any = limits["ProvisionedThroughput"].given() || limits["OnDemandThroughput"].given() ||
                     limits["WarmThroughput"].given();
    violations.required(any, path + ".update.provisionedThroughput");
    update.update = read_throughput_of_index(value["Update"], path + ".update", violations);
  }
  if (value["Delete"].given()) {
    update.remove = read_throughput_of_index(value["Delete"], path + ".delete", violations).name;
  }
  return update;
}

bool changes_indexes(const TableUpdate& update) {
  return update.indexes && std::any_of(update.indexes->begin(), update.indexes->end(),
                                       [](const IndexUpdate& each) { return each.create || each.remove; });
}

std::optional<Refusal> check_index_updates(const std::vector<IndexUpdate>& updates) {
  if (updates.empty()) return wrong("List of GlobalSecondaryIndexUpdates is empty");
  std::set<std::string_view> names;
  int online = 0;
  for (const IndexUpdate& each : updates) {
    const int actions = int{each.create.has_value()} + int{each.update.has_value()} + int{each.remove.has_value()};
    if (actions == 0) {
      return wrong(
          "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
          "GlobalSecondaryIndexUpdate.Delete must not be null");
    }
    if (actions > 1) {
      return wrong("Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object");
    }
    if (!names.insert(each.name()).second) {
      return wrong("Only one global secondary index update per index is allowed simultaneously. Index: " + each.name());
    }
    online += each.update ? 0 : 1;
  }
  if (online > 1) {
    return Refusal{"LimitExceededException",
                   "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table"};
  }
  return std::nullopt;
}

std::string unchanged(const std::string& of, const Throughput& throughput) {
  const auto units = [](const std::string& name, std::int64_t count, const std::string& kind) {
    return " Current " + name + " provisioned for the " + kind + ": " + std::to_string(count) + ". Requested " + name +
           ": " + std::to_string(count) + ".";
  };
  const std::string kind = of.substr(0, 5);
  return "The provisioned throughput for the " + of +
         " will not change. The requested value equals the current value." +
         units("ReadCapacityUnits", throughput.read, kind) + units("WriteCapacityUnits", throughput.write, kind) +
         " Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.";
}

// How the table is billed from now on.
std::optional<Refusal> apply_billing(const TableUpdate& update, std::int64_t now, Table& table) {
  const bool was_on_demand = table.on_demand;
  if (update.billing) table.on_demand = *update.billing == "PAY_PER_REQUEST";
  if (table.on_demand && update.throughput) {
    return wrong(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
  }
  if (table.on_demand) {
    if (!was_on_demand) table.on_demand_since = now;
    table.throughput = {};
    for (Index& each : table.indexes) each.throughput = {};
    return std::nullopt;
  }
  if (was_on_demand && !update.throughput) {
    return wrong("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  }
  if (was_on_demand) {
    for (const Index& each : table.indexes) {
      const bool given =
          update.indexes && std::any_of(update.indexes->begin(), update.indexes->end(), [&](const auto& other) {
            return other.name() == each.name && (other.remove || (other.update && other.update->throughput));
          });
      if (!each.local && !given) return wrong("ProvisionedThroughput must be specified for index: " + each.name);
    }
  }
  if (!update.throughput) return std::nullopt;
  if (!was_on_demand && *update.throughput == table.throughput) return refusal(unchanged("table", table.throughput));
  table.throughput = *update.throughput;
  return std::nullopt;
}

std::optional<Refusal> create_index(const IndexRequest& request, const std::vector<KeyAttribute>& definitions,
                                    Table& table) {
  if (table.index(request.name) != nullptr) return refusal("Attempting to create an index which already exists");
  if (table.on_demand && request.throughput) {
    return wrong("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: " + request.name +
                 " when BillingMode is PAY_PER_REQUEST");
  }
  if (!table.on_demand && !request.throughput) {
    return wrong("Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: " + request.name);
  }
  // Its key is looked for in the request alone; what the table knows already keeps the type that it has.
  Table defined = table;
  defined.attributes = definitions;
  for (KeyAttribute& each : defined.attributes) {
    for (const KeyAttribute& known : table.attributes) {
      if (known.name == each.name) each.type = known.type;
    }
  }
  Checked<Index> index = check_index(request, defined);
  if (!index) return index.error();
  table.indexes.push_back(std::move(*index));
  if (auto refused = check_indexes(table)) return Refusal{"LimitExceededException", refused->message};
  for (const KeyAttribute& each : defined.attributes) {
    const auto same = [&each](const KeyAttribute& known) { return known.name == each.name; };
    if (std::none_of(table.attributes.begin(), table.attributes.end(), same)) table.attributes.push_back(each);
  }
  return std::nullopt;
}

std::optional<Refusal> update_index(const IndexRequest& request, Index& index, const Table& table) {
  if (table.on_demand && request.throughput) {
    return wrong("The only Updates for index: " + request.name +
                 " when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput");
  }
  if (!request.throughput) return std::nullopt;
  if (*request.throughput == index.throughput) return refusal(unchanged("index " + index.name, index.throughput));
  index.throughput = *request.throughput;
  return std::nullopt;
}

std::optional<Refusal> apply_index(const IndexUpdate& update, const TableUpdate& whole, Table& table) {
  if (update.create) {
    if (!whole.definitions) return wrong("AttributeDefinitions is not specified for index: " + update.name());
    return create_index(*update.create, *whole.definitions, table);
  }
  Index* const index = table.index(update.name());
  if (index == nullptr) return Refusal{"ResourceNotFoundException", "Requested resource not found"};
  if (index->local) {
    return refusal(std::string("Cannot ") + (update.remove ? "delete" : "update") +
                   " an index that is not a GlobalSecondaryIndex: " + index->name);
  }
  if (update.update) return update_index(*update.update, *index, table);
  std::erase_if(table.indexes, [&](const Index& each) { return &each == index; });
  return std::nullopt;
}

std::optional<Refusal> apply_stream(const StreamRequest& stream, std::int64_t now, Table& table) {
  if (stream.enabled == !table.stream.empty()) {
    return refusal((stream.enabled ? "Table already has an enabled stream: TableName: "
                                   : "Table has no stream to disable: TableName: ") +
                   table.name);
  }
  table.stream = stream.view_type.value_or(std::string());
  if (stream.enabled) table.streamed_since = now;
  return std::nullopt;
}

// Those that no key uses any more are forgotten.
void prune_attributes(Table& table) {
  const std::vector<KeyAttribute> used = used_attributes(table);
  std::erase_if(table.attributes, [&](const KeyAttribute& each) {
    return std::none_of(used.begin(), used.end(), [&](const KeyAttribute& other) { return other.name == each.name; });
  });
}

}  // namespace

const std::string& IndexUpdate::name() const {
  return create ? create->name : update ? update->name : *remove;
}

TableUpdate read_table_update(const RequestTree& request, Violations& violations) {
  TableUpdate update;
  update.billing = request["BillingMode"].string();
  violations.one_of(update.billing, "billingMode", {"PROVISIONED", "PAY_PER_REQUEST"});
  update.throughput = read_throughput(request["ProvisionedThroughput"], "provisionedThroughput", violations);
  if (request["AttributeDefinitions"].given()) {
    update.definitions = read_definitions(request["AttributeDefinitions"], "attributeDefinitions", violations);
  }
  if (request["GlobalSecondaryIndexUpdates"].given()) {
    update.indexes.emplace();
    for (const RequestValue& each : request["GlobalSecondaryIndexUpdates"].list()) {
      const std::string at = "globalSecondaryIndexUpdates." + std::to_string(update.indexes->size() + 1) + ".member";
      update.indexes->push_back(read_index_update(each, at, violations));
    }
  }
  update.stream = read_stream(request["StreamSpecification"], violations);
  update.deletion_protection = request["DeletionProtectionEnabled"].boolean();
  update.table_class = request["TableClass"].string();
  update.limits = request["OnDemandThroughput"].given() || request["WarmThroughput"].given();
  update.absent = refuse_absent(request, {"VectorIndexUpdates", "ReplicaUpdates", "MultiRegionConsistency",
                                          "GlobalTableWitnessUpdates", "GlobalTableSettingsReplicationMode"});
  return update;
}

std::optional<Refusal> check_table_update(const TableUpdate& update) {
  if (update.absent) return update.absent;
  const bool units = update.throughput || update.billing || update.limits;
  const bool indexes = update.indexes && !update.indexes->empty();
  const int kinds = int{units} + int{indexes} + int{update.stream.given} + int{update.encryption.given} +
                    int{update.deletion_protection.has_value()} + int{update.table_class.has_value()};
  if (kinds == 0) {
    return refusal(
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, "
        "SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, "
        "DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required");
  }
  if (update.indexes) {
    if (auto refused = check_index_updates(*update.indexes)) return refused;
  }
  const auto alone = [](std::string_view what) {
    return wrong(std::string(what) + " modification must be the only operation in the request");
  };
  if (kinds > 1 && update.encryption.given) return alone("Server-Side Encryption");
  if (kinds > 1 && update.table_class) return alone("TableClass");
  if (kinds > 1 && update.deletion_protection) return alone("DeletionProtection");
  const bool iops = update.throughput && !update.billing;
  if (iops && update.stream.given) return wrong("You cannot modify stream status while updating table IOPS");
  if (changes_indexes(update) && iops) return wrong("You cannot create or delete index while updating table IOPS");
  if (changes_indexes(update) && update.stream.given) {
    return wrong("You cannot create or delete index while changing stream status");
  }
  if (update.stream.enabled && !update.stream.view_type) {
    return wrong("If stream is being enabled then UpdateViewType is required");
  }
  if (update.stream.given && !update.stream.enabled && update.stream.view_type) {
    return wrong("If stream is being disabled, then UpdateViewType must not be specified");
  }
  return check_table_class(update.table_class);
}

std::optional<Refusal> apply(const TableUpdate& update, std::int64_t now, Table& table) {
  if (auto refused = apply_billing(update, now, table)) return refused;
  for (const IndexUpdate& each : update.indexes.value_or(std::vector<IndexUpdate>())) {
    if (auto refused = apply_index(each, update, table)) return refused;
  }
  if (update.stream.given) {
    if (auto refused = apply_stream(update.stream, now, table)) return refused;
  }
  if (update.encryption.given && !update.encryption.enabled && !table.encrypted) {
    return wrong("Table is already encrypted by default");
  }
  if (update.encryption.given) table.encrypted = update.encryption.enabled;
  table.deletion_protection = update.deletion_protection.value_or(table.deletion_protection);
  if (update.table_class) table.table_class = *update.table_class;
  prune_attributes(table);
  return std::nullopt;
}

}  // namespace partita::inline epoch1::embedded
