#include "embedded/tables/schema_request.hpp"

#include <utility>

namespace partita::inline epoch1::embedded {
namespace {

std::string join(std::string_view path, std::string_view name) {
  return std::string(path).append(".").append(name);
}
std::string member(std::string_view path, std::size_t index) {
  return std::string(path).append(".").append(std::to_string(index + 1)).append(".member");
}

// A list as the service shows it.
template <class List, class Show>
std::string shown(const List& list, const Show& show) {
  std::string text;
  for (const auto& each : list) text.append(text.empty() ? "[" : ", ").append(show(each));
  return text.empty() ? "[]" : text + "]";
}

std::string read_required(const RequestValue& value, const std::string& path, Violations& violations) {
  violations.required(value.given(), path);
  return value.string().value_or(std::string());
}

// Attributes that are keys or projected.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeDefinition.html
std::string read_attribute_name(const RequestValue& value, const std::string& path, Violations& violations) {
  const std::string name = read_required(value, path, violations);
  if (value.given()) violations.at_least_long(name.size(), name, path, 1);
  violations.at_most_long(name.size(), name, path, 255);
  return name;
}

std::optional<std::string> read_enumerator(const RequestValue& value, const std::string& path,
                                           std::initializer_list<std::string_view> values, Violations& violations) {
  const std::optional<std::string> name = value.string();
  violations.one_of(name, path, values);
  return name;
}

}  // namespace

std::vector<KeyAttribute> read_definitions(const RequestValue& value, std::string_view path, Violations& violations) {
  std::vector<KeyAttribute> definitions;
  for (const RequestValue& each : value.list()) {
    const std::string at = member(path, definitions.size());
    std::string name = read_attribute_name(each["AttributeName"], join(at, "attributeName"), violations);
    violations.required(each["AttributeType"].given(), join(at, "attributeType"));
    const auto type = read_enumerator(each["AttributeType"], join(at, "attributeType"), {"B", "N", "S"}, violations);
    definitions.push_back({std::move(name), key_type_named(type.value_or("S"))});
  }
  return definitions;
}

std::vector<KeyElement> read_key_schema(const RequestValue& value, std::string_view path, std::size_t most,
                                        Violations& violations) {
  std::vector<KeyElement> key;
  violations.required(value.given(), path);
  for (const RequestValue& each : value.list()) {
    const std::string at = member(path, key.size());
    std::string name = read_attribute_name(each["AttributeName"], join(at, "attributeName"), violations);
    violations.required(each["KeyType"].given(), join(at, "keyType"));
    const auto type = read_enumerator(each["KeyType"], join(at, "keyType"), {"HASH", "RANGE"}, violations);
    key.push_back({std::move(name), type == "HASH"});
  }
  if (!value.given()) return key;
  const std::string text = shown(key, [](const KeyElement& each) {
    return "KeySchemaElement(attributeName=" + each.name + ", keyType=" + (each.partition ? "HASH)" : "RANGE)");
  });
  violations.at_least_long(key.size(), text, path, 1);
  violations.at_most_long(key.size(), text, path, most);
  return key;
}

std::optional<Throughput> read_throughput(const RequestValue& value, std::string_view path, Violations& violations) {
  if (!value.given()) return std::nullopt;
  Throughput throughput;
  for (const auto& [name, units] :
       {std::pair("ReadCapacityUnits", &throughput.read), std::pair("WriteCapacityUnits", &throughput.write)}) {
    std::string at = join(path, name);
    at[path.size() + 1] = name == std::string_view("ReadCapacityUnits") ? 'r' : 'w';
    violations.required(value[name].given(), at);
    violations.at_least(value[name].integer(), at, 1);
    *units = value[name].integer().value_or(0);
  }
  return throughput;
}

IndexRequest read_index(const RequestValue& value, std::string_view path, bool local, Violations& violations) {
  IndexRequest index;
  index.local = local;
  violations.required(value["IndexName"].given(), join(path, "indexName"));
  violations.name(value["IndexName"].string(), join(path, "indexName"));
  index.name = value["IndexName"].string().value_or(std::string());
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html: what an
  // index has too many of, the service says later.
  index.key = read_key_schema(value["KeySchema"], join(path, "keySchema"), local ? 2 : 16, violations);
  const RequestValue projection = value["Projection"];
  const std::string at = join(path, "projection");
  violations.required(projection.given(), at);
  index.projection = read_enumerator(projection["ProjectionType"], join(at, "projectionType"),
                                     {"ALL", "INCLUDE", "KEYS_ONLY"}, violations);
  if (projection["NonKeyAttributes"].given()) {
    index.included = projection["NonKeyAttributes"].strings();
    const std::string text = shown(*index.included, [](const std::string& each) { return each; });
    violations.at_least_long(index.included->size(), text, join(at, "nonKeyAttributes"), 1);
    const std::vector<RequestValue> names = projection["NonKeyAttributes"].list();
    for (std::size_t i = 0; i < names.size(); ++i) {
      read_attribute_name(names[i], member(join(at, "nonKeyAttributes"), i), violations);
    }
  }
  if (!local) {
    index.throughput = read_throughput(value["ProvisionedThroughput"], join(path, "provisionedThroughput"), violations);
  }
  return index;
}

StreamRequest read_stream(const RequestValue& value, Violations& violations) {
  StreamRequest stream;
  stream.given = value.given();
  if (!stream.given) return stream;
  violations.required(value["StreamEnabled"].given(), "streamSpecification.streamEnabled");
  stream.enabled = value["StreamEnabled"].boolean().value_or(false);
  stream.view_type = read_enumerator(value["StreamViewType"], "streamSpecification.streamViewType",
                                     {"OLD_IMAGE", "KEYS_ONLY", "NEW_AND_OLD_IMAGES", "NEW_IMAGE"}, violations);
  return stream;
}

Checked<EncryptionRequest> read_encryption(const RequestValue& value, Violations& violations) {
  const auto type = read_enumerator(value["SSEType"], "sSESpecification.sSEType", {"AES256", "KMS"}, violations);
  const bool key = value["KMSMasterKeyId"].string().has_value();
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSESpecification.html
  const bool enabled = value["Enabled"].boolean().value_or(type.has_value());
  const auto wrong = [](std::string_view what) {
    return invalid("One or more parameter values were invalid: " + std::string(what));
  };
  if (!enabled && type) return wrong("SSEType can not be specified if Enabled is false");
  if (!enabled && key) return wrong("KMSMasterKeyId can not be specified if Enabled is false");
  if (type == "AES256") return wrong("SSEType AES256 is not supported");
  if (key && !type) return wrong("SSEType KMS is required if KMSMasterKeyId is specified");
  return EncryptionRequest{value.given(), enabled};
}

std::optional<Refusal> refuse_absent(const RequestTree& request, std::initializer_list<std::string_view> parameters) {
  for (const std::string_view each : parameters) {
    if (!request[each].given()) continue;
    const std::string_view kind = each == "ResourcePolicy"     ? "resource policies"
                                  : each.starts_with("Vector") ? "vector indexes"
                                                               : "global tables";
    return Refusal{"ValidationException", "The parameter " + std::string(each) + " is of " + std::string(kind) +
                                              ", which this engine does not have"};
  }
  return std::nullopt;
}

std::optional<Refusal> check_table_class(const std::optional<std::string>& table_class) {
  if (!table_class || *table_class == "STANDARD" || *table_class == "STANDARD_INFREQUENT_ACCESS") return std::nullopt;
  return Refusal{"ValidationException",
                 "Invalid table-class parameter provided. Please try again with a valid table-class value: [STANDARD, "
                 "STANDARD_INFREQUENT_ACCESS]."};
}

}  // namespace partita::inline epoch1::embedded
