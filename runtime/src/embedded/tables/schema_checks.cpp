#include "embedded/tables/schema_checks.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace partita::inline epoch1::embedded {
namespace {

Refusal wrong(std::string_view what) {
  return {"ValidationException", "One or more parameter values were invalid: " + std::string(what)};
}
Refusal wrong_schema(std::string_view what) {
  return {"ValidationException", "Invalid KeySchema: " + std::string(what)};
}

constexpr std::string_view same_name =
    "Both the Hash Key and the Range Key element in the KeySchema have the same name";

const KeyAttribute* find(const std::vector<KeyAttribute>& attributes, std::string_view name) {
  const auto found =
      std::find_if(attributes.begin(), attributes.end(), [&](const KeyAttribute& each) { return each.name == name; });
  return found == attributes.end() ? nullptr : &*found;
}

bool all_defined(const std::vector<KeyElement>& elements, const std::vector<KeyAttribute>& attributes) {
  return std::all_of(elements.begin(), elements.end(),
                     [&](const KeyElement& each) { return find(attributes, each.name) != nullptr; });
}

Refusal undefined(const std::vector<KeyElement>& elements, const std::vector<KeyAttribute>& attributes) {
  std::vector<KeyAttribute> keys;
  for (const KeyElement& each : elements) keys.push_back({each.name, wire::Tag::S});
  return wrong("Some index key attributes are not defined in AttributeDefinitions. Keys: " + names_of(keys) +
               ", AttributeDefinitions: " + names_of(attributes));
}

bool has_twice(const std::vector<KeyElement>& elements) {
  std::set<std::string_view> names;
  return std::any_of(elements.begin(), elements.end(),
                     [&](const KeyElement& each) { return !names.insert(each.name).second; });
}

std::size_t count(const std::vector<KeyElement>& elements, bool partition) {
  return static_cast<std::size_t>(std::count_if(elements.begin(), elements.end(),
                                                [&](const KeyElement& each) { return each.partition == partition; }));
}

KeySchema schema_of(const std::vector<KeyElement>& elements, const std::vector<KeyAttribute>& attributes) {
  KeySchema key;
  for (const KeyElement& each : elements) {
    (each.partition ? key.partition : key.sort).push_back(*find(attributes, each.name));
  }
  return key;
}

// Of a table, and of a local index.
std::optional<Refusal> check_pair(const std::vector<KeyElement>& elements) {
  if (has_twice(elements)) return Refusal{"ValidationException", std::string(same_name)};
  if (!elements[0].partition) return wrong_schema("The first KeySchemaElement is not a HASH key type");
  if (elements.size() == 2 && elements[1].partition) {
    return wrong_schema("The second KeySchemaElement is not a RANGE key type");
  }
  return std::nullopt;
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html
std::optional<Refusal> check_global(const std::vector<KeyElement>& elements) {
  if (has_twice(elements)) {
    const bool pair = elements.size() == 2 && count(elements, false) == 1;
    return Refusal{"ValidationException",
                   pair ? std::string(same_name) : "The KeySchema contains multiple key attributes with the same name"};
  }
  if (!elements[0].partition) return wrong_schema("The first KeySchemaElement is not a HASH key type");
  if (!std::is_partitioned(elements.begin(), elements.end(), [](const KeyElement& each) { return each.partition; })) {
    return wrong("All HASH key attributes must precede RANGE key attributes in the KeySchema");
  }
  for (const bool partition : {true, false}) {
    if (count(elements, partition) > 4) {
      return wrong("The KeySchema exceeds the maximum allowed number of " + std::string(partition ? "HASH" : "RANGE") +
                   " key attributes");
    }
  }
  return std::nullopt;
}

std::optional<Refusal> check_local(const IndexRequest& request, const Table& table) {
  if (table.key.sort.empty()) {
    return wrong("Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex");
  }
  if (auto refusal = check_pair(request.key)) return refusal;
  if (request.key.size() != 2) return wrong("Index KeySchema does not have a range key for index: " + request.name);
  const std::string& partition = table.key.partition[0].name;
  if (request.key[0].name != partition) {
    return wrong("Index KeySchema does not have the same leading hash key as table KeySchema for index: " +
                 request.name + ". index hash key: " + request.key[0].name + ", table hash key: " + partition);
  }
  return std::nullopt;
}

std::optional<Refusal> check_projection(const IndexRequest& request) {
  if (!request.projection) return wrong("Unknown ProjectionType: null");
  const bool include = *request.projection == "INCLUDE";
  if (include != request.included.has_value()) {
    return wrong("ProjectionType is " + *request.projection + ", but NonKeyAttributes is " +
                 (include ? "not specified" : "specified"));
  }
  if (!include) return std::nullopt;
  std::set<std::string_view> names;
  for (const std::string& each : *request.included) {
    if (!names.insert(each).second) return wrong("Duplicate element in NonKeyAttributes: " + each);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> check_table_key(const std::vector<KeyElement>& elements, Table& table) {
  std::set<std::string_view> names;
  for (const KeyAttribute& each : table.attributes) {
    if (!names.insert(each.name).second) {
      return Refusal{"ValidationException", "Attribute Name is duplicated: " + each.name};
    }
  }
  if (!all_defined(elements, table.attributes) ||
      (elements.size() == 2 && has_twice(elements) && table.attributes.size() == 1)) {
    return elements.size() == 2 ? wrong_schema("Some index key attribute have no definition")
                                : undefined(elements, table.attributes);
  }
  if (auto refusal = check_pair(elements)) return refusal;
  table.key = schema_of(elements, table.attributes);
  return std::nullopt;
}

Checked<Index> check_index(const IndexRequest& request, const Table& table) {
  if (!all_defined(request.key, table.attributes)) return tl::unexpected(undefined(request.key, table.attributes));
  if (auto refusal = request.local ? check_local(request, table) : check_global(request.key)) {
    return tl::unexpected(*refusal);
  }
  if (auto refusal = check_projection(request)) return tl::unexpected(*refusal);
  Index index;
  index.name = request.name;
  index.local = request.local;
  index.key = schema_of(request.key, table.attributes);
  index.projection = projection_named(*request.projection);
  index.included = request.included.value_or(std::vector<std::string>());
  index.throughput = request.throughput.value_or(Throughput());
  return index;
}

std::optional<Refusal> check_indexes(const Table& table) {
  std::set<std::string_view> names;
  std::size_t local = 0;
  std::size_t included = 0;
  for (const Index& each : table.indexes) {
    if (!names.insert(each.name).second) return wrong("Duplicate index name: " + each.name);
    local += each.local ? 1 : 0;
    included += each.included.size();
  }
  if (local > 5) return wrong("Number of LocalSecondaryIndexes exceeds per-table limit of 5");
  if (table.indexes.size() - local > 20) return wrong("GlobalSecondaryIndex count exceeds the per-table limit of 20");
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
  if (included > 100) return wrong("Number of NonKeyAttributes of all indexes exceeds the per-table limit of 100");
  return std::nullopt;
}

std::optional<Refusal> check_throughput(const IndexRequest& request, const Table& table) {
  if (request.local || request.throughput.has_value() != table.on_demand) return std::nullopt;
  return table.on_demand ? wrong("ProvisionedThroughput should not be specified for index: " + request.name +
                                 " when BillingMode is PAY_PER_REQUEST")
                         : wrong("ProvisionedThroughput is not specified for index: " + request.name);
}

std::string names_of(const std::vector<KeyAttribute>& attributes) {
  std::string text = "[";
  for (const KeyAttribute& each : attributes) text.append(text.size() == 1 ? "" : ", ").append(each.name);
  return text + "]";
}

std::vector<KeyAttribute> used_attributes(const Table& table) {
  std::vector<KeyAttribute> used;
  const auto use = [&used](const std::vector<KeyAttribute>& attributes) {
    for (const KeyAttribute& each : attributes) {
      if (find(used, each.name) == nullptr) used.push_back(each);
    }
  };
  const auto use_key = [&use](const KeySchema& key) {
    use(key.partition);
    use(key.sort);
  };
  use_key(table.key);
  for (const Index& each : table.indexes) use_key(each.key);
  return used;
}

}  // namespace partita::inline epoch1::embedded
