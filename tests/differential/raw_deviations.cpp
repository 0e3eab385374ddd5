#include "raw_deviations.hpp"

#include <algorithm>
#include <cstddef>
#include <initializer_list>

namespace differential {
namespace {

struct Deviation {
  const char* name;
  const char* documented;
  bool (*explains)(const RawExchange&);
};

constexpr std::size_t none = std::string::npos;

RawAnswer without(RawAnswer answer, std::initializer_list<const char*> members) {
  for (const char* const each : members) answer.body.erase(each);
  return answer;
}

// Whether the engine answers as one of the servers, but for these members.
bool same_but_for(const RawExchange& exchange, std::initializer_list<const char*> members) {
  const RawAnswer engine = without(exchange.engine, members);
  return engine.same_as(without(exchange.local, members)) || engine.same_as(without(exchange.dynoxide, members));
}

bool any_member(const Json& value, const std::string& name, bool (*fits)(const Json&)) {
  if (value.is_object() && value.contains(name) && fits(value.at(name))) return true;
  if (!value.is_structured()) return false;
  return std::any_of(value.begin(), value.end(), [&](const Json& each) { return any_member(each, name, fits); });
}

bool is_validation(const RawAnswer& answer) {
  return answer.code == "ValidationException";
}

bool is_arn(const Json& name) {
  return name.is_string() && name.get<std::string>().starts_with("arn:aws:dynamodb:");
}

std::string text_of(const RawExchange& exchange, const std::string& parameter) {
  const Json text = exchange.body.is_object() ? exchange.body.value(parameter, Json()) : Json();
  return text.is_string() ? text.get<std::string>() : std::string();
}

const Deviation deviations[] = {
    {"consumed-capacity", "tests/servers.json has the rules, in which each server is wrong somewhere",
     [](const RawExchange& exchange) { return same_but_for(exchange, {"ConsumedCapacity"}); }},
    {"item-collection-metrics",
     "With SIZE a write to a table with local indexes returns them, which DynamoDB Local never does: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html",
     [](const RawExchange& exchange) { return same_but_for(exchange, {"ConsumedCapacity", "ItemCollectionMetrics"}); }},
    {"large-limit",
     "Limit is an integer of 1 or more, of which DynamoDB Local fails above 2147483647, and dynoxide passes over the "
     "start "
     "key: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html",
     [](const RawExchange& exchange) {
       return exchange.local.code == "InternalFailure" && exchange.body.contains("ExclusiveStartKey") &&
              exchange.body.value("Limit", Json()) == 2147483648;
     }},
    {"long-start-key",
     "A start key is the key of an item, whose parts have 2048 and 1024 bytes at most: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html",
     [](const RawExchange& exchange) {
       return is_validation(exchange.engine) && exchange.body.contains("ExclusiveStartKey") &&
              exchange.body["ExclusiveStartKey"].dump().size() > 1024;
     }},
    {"table-by-arn",
     "TableName may be the table's Amazon Resource Name, up to 1024 characters: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html#API_GetItem_RequestParameters",
     [](const RawExchange& exchange) {
       return any_member(exchange.body, "TableName", is_arn) && is_validation(exchange.local) &&
              is_validation(exchange.dynoxide);
     }},
    {"unprojected-attribute",
     "Only attributes that are projected into a global secondary index can be requested from it: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html",
     [](const RawExchange& exchange) {
       const std::string& why = exchange.engine.message;
       return is_validation(exchange.engine) &&
              (why.find("does not project") != none || why.find("its projection type is not ALL") != none);
     }},
    {"begins-with-case",
     "Strings are compared by the bytes of their UTF-8 encoding: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html",
     [](const RawExchange& exchange) {
       return exchange.engine.ok() && exchange.local.ok() && exchange.dynoxide.ok() &&
              text_of(exchange, "KeyConditionExpression").find("begins_with") != none;
     }},
    {"wrong-json-type",
     "A value of JSON of another type than the parameter's cannot be parsed: SerializationException, as malformed-json "
     "in tests/servers.json; the servers read the values of expressions later",
     [](const RawExchange& exchange) {
       return exchange.engine.code == "SerializationException" &&
              (is_validation(exchange.dynoxide) || exchange.dynoxide.code == "SerializationException");
     }},
    {"several-faults",
     "Of several faults one is told, and nothing says which: a request is looked at before its table here",
     [](const RawExchange& exchange) {
       return is_validation(exchange.engine) && exchange.local.code == "ResourceNotFoundException" &&
              exchange.dynoxide.code == "ResourceNotFoundException";
     }},
    {"failure-values",
     "ReturnValuesOnConditionCheckFailure is ALL_OLD or NONE: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html#API_PutItem_RequestParameters",
     [](const RawExchange& exchange) {
       return is_validation(exchange.engine) &&
              exchange.engine.message.find("'returnValuesOnConditionCheckFailure'") != none;
     }},
    {"start-of-other-segment",
     "A start key goes with the segment that returned it: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html#API_Scan_RequestParameters",
     [](const RawExchange& exchange) {
       return is_validation(exchange.engine) && exchange.request.operation == "Scan" &&
              exchange.engine.message.find("ExclusiveStartKey with correct Segment") != none;
     }},
    {"invalid-utf8",
     "A request that cannot be parsed is a client error: malformed-json and invalid-utf8 in tests/servers.json",
     [](const RawExchange& exchange) {
       return exchange.body.is_discarded() && exchange.engine.code == "SerializationException";
     }},
    {"foreign-start-key", "ExclusiveStartKey must lie within the query: tests/servers.json",
     [](const RawExchange& exchange) {
       return is_validation(exchange.engine) && exchange.engine.message.find("outside query boundaries") != none;
     }},
    {"name-in-transaction",
     "The name of a table has 3 to 255 letters, digits, '_', '-' and '.': "
     "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html",
     [](const RawExchange& exchange) {
       return is_validation(exchange.engine) && exchange.engine.message.find("at 'tableName' failed") != none &&
              !exchange.local.ok() && !exchange.dynoxide.ok();
     }},
    {"transaction-update-path", "What is wrong with one action becomes its reason: tests/servers.json",
     [](const RawExchange& exchange) {
       return exchange.engine.code == "TransactionCanceledException" && is_validation(exchange.local);
     }},
    {"same-number-twice",
     "No key may be asked for twice, and numbers of one value are one key, however they are written: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html",
     [](const RawExchange& exchange) {
       return is_validation(exchange.engine) && exchange.engine.message.find("contains duplicates") != none &&
              any_member(exchange.body, "sk", [](const Json& key) { return key.is_object() && key.contains("N"); });
     }},
    {"missing-index",
     "ResourceNotFoundException: a nonexistent table or index: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html#API_UpdateTable_Errors",
     [](const RawExchange& exchange) {
       return exchange.request.operation == "UpdateTable" && exchange.engine.code == "ResourceNotFoundException" &&
              is_validation(exchange.local) && is_validation(exchange.dynoxide);
     }},
    {"missing-resource",
     "ResourceNotFoundException: a nonexistent table: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html",
     [](const RawExchange& exchange) {
       return exchange.engine.code == "ResourceNotFoundException" && exchange.dynoxide.code == "AccessDeniedException";
     }},
    {"index-throughput",
     "A global index of a table of provisioned throughput has its own, and none if the table is billed on demand: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateGlobalSecondaryIndexAction.html",
     [](const RawExchange& exchange) {
       const std::string& why = exchange.engine.message;
       return is_validation(exchange.engine) && (why.find("must be specified for index") != none ||
                                                 why.find("when TableThroughputMode is PAY_PER_REQUEST") != none);
     }},
    {"condition-failure-item", "The error of a failed condition holds the item if asked for: tests/servers.json",
     [](const RawExchange& exchange) {
       return exchange.engine.code == "ConditionalCheckFailedException" && same_but_for(exchange, {"Item"});
     }},
};

}  // namespace

std::string deviation_of(const RawExchange& exchange) {
  for (const Deviation& each : deviations) {
    if (each.explains(exchange)) return each.name;
  }
  return {};
}

}  // namespace differential
