#include "embedded/tables/definition_text.hpp"

#include "embedded/request_tree.hpp"
#include "embedded/tables/schema_text.hpp"

#include <algorithm>

namespace partita::inline epoch1::embedded {
namespace {

void write_throughput(JsonObject& object, const Throughput& throughput) {
  JsonObject written(object.member("ProvisionedThroughput"));
  written.number("ReadCapacityUnits", throughput.read);
  written.number("WriteCapacityUnits", throughput.write);
}

void write_index(wire::Writer& out, const Index& index) {
  JsonObject object(out);
  object.text("IndexName", index.name);
  object.flag("Local", index.local);
  write_key_schema(object, index.key);
  write_projection(object, index);
  write_throughput(object, index.throughput);
  object.number("Entries", static_cast<std::int64_t>(index.entries));
}

std::string text_of(const RequestValue& value) {
  return value.string().value_or(std::string());
}
std::int64_t number_of(const RequestValue& value) {
  return value.integer().value_or(0);
}

KeySchema read_key_schema(const RequestValue& value, const std::vector<KeyAttribute>& attributes) {
  KeySchema key;
  for (const RequestValue& element : value.list()) {
    const std::string name = text_of(element["AttributeName"]);
    const auto found =
        std::find_if(attributes.begin(), attributes.end(), [&](const KeyAttribute& each) { return each.name == name; });
    if (found == attributes.end()) continue;
    (text_of(element["KeyType"]) == "HASH" ? key.partition : key.sort).push_back(*found);
  }
  return key;
}

Throughput read_throughput(const RequestValue& value) {
  return {number_of(value["ReadCapacityUnits"]), number_of(value["WriteCapacityUnits"])};
}

Index read_index(const RequestValue& value, const std::vector<KeyAttribute>& attributes) {
  Index index;
  index.name = text_of(value["IndexName"]);
  index.local = value["Local"].boolean().value_or(false);
  index.key = read_key_schema(value["KeySchema"], attributes);
  index.projection = projection_named(text_of(value["Projection"]["ProjectionType"]));
  index.included = value["Projection"]["NonKeyAttributes"].strings();
  index.throughput = read_throughput(value["ProvisionedThroughput"]);
  index.entries = Space{number_of(value["Entries"])};
  return index;
}

}  // namespace

std::string to_text(const Table& table) {
  wire::Writer out;
  {
    JsonObject object(out);
    object.text("TableName", table.name);
    object.text("TableId", table.id);
    object.number("Items", static_cast<std::int64_t>(table.items));
    object.number("Created", table.created);
    write_attributes(object, table.attributes);
    write_key_schema(object, table.key);
    object.list("Indexes", table.indexes, [&out](const Index& each) { write_index(out, each); });
    object.flag("OnDemand", table.on_demand);
    object.number("OnDemandSince", table.on_demand_since);
    write_throughput(object, table.throughput);
    object.text("Stream", table.stream);
    object.number("StreamedSince", table.streamed_since);
    object.flag("DeletionProtection", table.deletion_protection);
    object.text("TableClass", table.table_class);
    object.flag("Encrypted", table.encrypted);
    object.text("TimeToLive", table.ttl);
    object.list("Tags", table.tags, [&out](const auto& each) {
      JsonObject tag(out);
      tag.text("Key", each.first);
      tag.text("Value", each.second);
    });
  }
  return std::string(out.view());
}

std::optional<Table> table_from(std::string_view text) {
  const RequestTree stored(text);
  Table table;
  table.name = text_of(stored["TableName"]);
  table.id = text_of(stored["TableId"]);
  table.items = Space{number_of(stored["Items"])};
  table.created = number_of(stored["Created"]);
  for (const RequestValue& each : stored["AttributeDefinitions"].list()) {
    table.attributes.push_back({text_of(each["AttributeName"]), key_type_named(text_of(each["AttributeType"]))});
  }
  table.key = read_key_schema(stored["KeySchema"], table.attributes);
  for (const RequestValue& each : stored["Indexes"].list()) {
    table.indexes.push_back(read_index(each, table.attributes));
  }
  table.on_demand = stored["OnDemand"].boolean().value_or(false);
  table.on_demand_since = number_of(stored["OnDemandSince"]);
  table.throughput = read_throughput(stored["ProvisionedThroughput"]);
  table.stream = text_of(stored["Stream"]);
  table.streamed_since = number_of(stored["StreamedSince"]);
  table.deletion_protection = stored["DeletionProtection"].boolean().value_or(false);
  table.table_class = text_of(stored["TableClass"]);
  table.encrypted = stored["Encrypted"].boolean().value_or(false);
  table.ttl = text_of(stored["TimeToLive"]);
  for (const RequestValue& each : stored["Tags"].list()) {
    table.tags.emplace_back(text_of(each["Key"]), text_of(each["Value"]));
  }
  const auto whole = [](const KeySchema& key) { return !key.partition.empty(); };
  const bool good =
      !stored.refusal() && !table.name.empty() && whole(table.key) &&
      std::all_of(table.indexes.begin(), table.indexes.end(), [&](const Index& each) { return whole(each.key); });
  if (!good) return std::nullopt;
  return table;
}

}  // namespace partita::inline epoch1::embedded
