#include "raw_json_types.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

namespace differential {
namespace {

enum class Kind {
  string,
  integer,
  boolean,
  object,
  list_of_strings,
  list_of_objects,
  names,           // strings by placeholder
  values,          // of attributes, by name or placeholder
  list_of_values,  // keys
  requests,        // by table: what to read, or a list of writes
  any
};

// Of members of requests, wherever they are.
const std::map<std::string, Kind, std::less<>> parameters{
    {"AttributeDefinitions", Kind::list_of_objects},
    {"AttributeName", Kind::string},
    {"AttributeType", Kind::string},
    {"BillingMode", Kind::string},
    {"ClientRequestToken", Kind::string},
    {"ConditionCheck", Kind::object},
    {"ConditionExpression", Kind::string},
    {"ConsistentRead", Kind::boolean},
    {"Create", Kind::object},
    {"Delete", Kind::object},
    {"DeleteRequest", Kind::object},
    {"Enabled", Kind::boolean},
    {"ExclusiveStartKey", Kind::values},
    {"ExclusiveStartTableName", Kind::string},
    {"ExpressionAttributeNames", Kind::names},
    {"ExpressionAttributeValues", Kind::values},
    {"FilterExpression", Kind::string},
    {"Get", Kind::object},
    {"GlobalSecondaryIndexUpdates", Kind::list_of_objects},
    {"GlobalSecondaryIndexes", Kind::list_of_objects},
    {"IndexName", Kind::string},
    {"Item", Kind::values},
    {"KeyConditionExpression", Kind::string},
    {"KeySchema", Kind::list_of_objects},
    {"KeyType", Kind::string},
    {"Keys", Kind::list_of_values},
    {"Limit", Kind::integer},
    {"LocalSecondaryIndexes", Kind::list_of_objects},
    {"NonKeyAttributes", Kind::list_of_strings},
    {"Projection", Kind::object},
    {"ProjectionExpression", Kind::string},
    {"ProjectionType", Kind::string},
    {"ProvisionedThroughput", Kind::object},
    {"Put", Kind::object},
    {"PutRequest", Kind::object},
    {"ReadCapacityUnits", Kind::integer},
    {"RequestItems", Kind::requests},
    {"ResourceArn", Kind::string},
    {"ReturnConsumedCapacity", Kind::string},
    {"ReturnItemCollectionMetrics", Kind::string},
    {"ReturnValues", Kind::string},
    {"ReturnValuesOnConditionCheckFailure", Kind::string},
    {"ScanIndexForward", Kind::boolean},
    {"Segment", Kind::integer},
    {"Select", Kind::string},
    {"TableName", Kind::string},
    {"TagKeys", Kind::list_of_strings},
    {"Tags", Kind::list_of_objects},
    {"TimeToLiveSpecification", Kind::object},
    {"TotalSegments", Kind::integer},
    {"TransactItems", Kind::list_of_objects},
    {"Update", Kind::object},
    {"UpdateExpression", Kind::string},
    {"WriteCapacityUnits", Kind::integer},
};

bool are_strings(const Json& list) {
  return list.is_array() && std::all_of(list.begin(), list.end(), [](const Json& each) { return each.is_string(); });
}

bool are_objects(const Json& list) {
  return list.is_array() && std::all_of(list.begin(), list.end(), [](const Json& each) { return each.is_object(); });
}

bool is_value(const Json& value);

bool are_values(const Json& all) {
  return all.is_structured() && std::all_of(all.begin(), all.end(), is_value);
}

// An attribute's value, of any number of types.
bool is_value(const Json& value) {
  return value.is_object() && std::all_of(value.items().begin(), value.items().end(), [](const auto& each) {
           const std::string& tag = each.key();
           if (tag == "S" || tag == "N" || tag == "B") return each.value().is_string();
           if (tag == "SS" || tag == "NS" || tag == "BS") return are_strings(each.value());
           if (tag == "BOOL" || tag == "NULL") return each.value().is_boolean();
           if (tag == "L") return each.value().is_array() && are_values(each.value());
           if (tag == "M") return each.value().is_object() && are_values(each.value());
           return true;
         });
}

bool is_of(Kind kind, const Json& value) {
  switch (kind) {
    case Kind::string:
      return value.is_string();
    case Kind::integer:
      return value.is_number_integer();
    case Kind::boolean:
      return value.is_boolean();
    case Kind::object:
      return value.is_object();
    case Kind::list_of_strings:
      return are_strings(value);
    case Kind::list_of_objects:
      return are_objects(value);
    case Kind::names:
      return value.is_object() &&
             std::all_of(value.begin(), value.end(), [](const Json& name) { return name.is_string(); });
    case Kind::values:
      return value.is_object() && are_values(value);
    case Kind::list_of_values:
      return value.is_array() && std::all_of(value.begin(), value.end(),
                                             [](const Json& each) { return each.is_object() && are_values(each); });
    case Kind::requests:
      return value.is_object() && std::all_of(value.begin(), value.end(), [](const Json& of_table) {
               return of_table.is_object() || are_objects(of_table);
             });
    case Kind::any:
      break;
  }
  return true;
}

// `Key` and `Value` of a tag are texts, another `Key` is that of an item.
Kind kind_of(const Json& parent, const std::string& name) {
  if ((name == "Key" || name == "Value") && parent.contains("Key") && parent.contains("Value")) return Kind::string;
  if (name == "Key") return Kind::values;
  const auto known = parameters.find(name);
  return known != parameters.end() ? known->second : Kind::any;
}

// Whether names in the value are not those of parameters.
bool has_names_of_callers(Kind kind) {
  return kind == Kind::names || kind == Kind::values || kind == Kind::list_of_values;
}

bool holds_wrong_member(const Json& object) {
  return std::any_of(object.items().begin(), object.items().end(), [&](const auto& each) {
    const Kind kind = kind_of(object, each.key());
    if (each.value().is_null()) return false;
    return !is_of(kind, each.value()) || (!has_names_of_callers(kind) && has_wrong_json_type(each.value()));
  });
}

}  // namespace

bool has_wrong_json_type(const Json& body) {
  if (body.is_object()) return holds_wrong_member(body);
  return body.is_array() && std::any_of(body.begin(), body.end(), has_wrong_json_type);
}

}  // namespace differential
