#include "raw_deviations.hpp"

#include "raw_facts.hpp"
#include "raw_json_types.hpp"
#include "raw_likeness.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace differential {
namespace {

constexpr std::size_t none = std::string::npos;

bool is_validation(const RawAnswer& answer) {
  return answer.code == "ValidationException";
}

bool has_invalid_action(const RawAnswer& answer) {
  const Json reasons = answer.body.value("CancellationReasons", Json::array());
  return std::any_of(reasons.begin(), reasons.end(),
                     [](const Json& each) { return each.value("Code", "") == "ValidationError"; });
}

RawFacts facts_of(const RawExchange& exchange) {
  return {exchange.body, exchange.tables};
}

bool is_told(const RawExchange& exchange, const char* words) {
  return is_validation(exchange.engine) && exchange.engine.message.find(words) != none;
}

// Whether the transaction is cancelled for what is wrong with an update.
bool is_cancelled_for_update(const RawExchange& exchange) {
  if (exchange.engine.code != "TransactionCanceledException" || !exchange.body.is_object()) return false;
  const Json reasons = exchange.engine.body.value("CancellationReasons", Json::array());
  const Json actions = exchange.body.value("TransactItems", Json::array());
  for (std::size_t i = 0; i < reasons.size() && i < actions.size(); ++i) {
    if (reasons[i]["Code"] == "ValidationError" && actions[i].contains("Update")) return true;
  }
  return false;
}

const RawDeviation deviations[] = {
    {"consumed-capacity", "tests/servers.json has the rules, in which each server is wrong somewhere",
     [](const RawExchange& exchange) { return same_but_for(exchange, {"ConsumedCapacity"}); }},
    {"item-collection-metrics",
     "With SIZE a write to a table with local indexes returns them, which DynamoDB Local never does: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html",
     [](const RawExchange& exchange) {
       const char* const member = "ItemCollectionMetrics";
       const Json& dynoxide = exchange.dynoxide.body;
       if (dynoxide.contains(member) && dynoxide[member] != exchange.engine.body.value(member, Json())) return false;
       return facts_of(exchange).has("ReturnItemCollectionMetrics", "SIZE") &&
              same_but_for(exchange, {"ConsumedCapacity", member});
     }},
    {"long-start-key",
     "A start key is the key of an item, whose parts have 2048 and 1024 bytes at most: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html",
     [](const RawExchange& exchange) {
       return is_validation(exchange.engine) && facts_of(exchange).starts_at_long_key();
     }},
    {"table-by-arn",
     "TableName may be the table's Amazon Resource Name, up to 1024 characters: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html#API_GetItem_RequestParameters",
     [](const RawExchange& exchange) {
       return facts_of(exchange).names_table_by_arn() && is_validation(exchange.local) &&
              is_validation(exchange.dynoxide);
     },
     true},
    {"updated-index-key-size", "Keys have up to 2048 and 1024 bytes, in an index too: tests/servers.json",
     [](const RawExchange& exchange) {
       const bool is_for_size = is_told(exchange, "2048 bytes") || is_told(exchange, "1024 bytes");
       return (is_for_size || is_cancelled_for_update(exchange)) && facts_of(exchange).has_string_longer_than(1024) &&
              exchange.local.ok() && exchange.dynoxide.ok();
     },
     true},
    {"unprojected-attribute",
     "Only attributes that are projected into a global secondary index can be requested from it: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html",
     [](const RawExchange& exchange) {
       return (is_told(exchange, "does not project") || is_told(exchange, "its projection type is not ALL")) &&
              facts_of(exchange).asks_for_unprojected(exchange.engine.message);
     }},
    {"begins-with-case",
     "Strings are compared by the bytes of their UTF-8 encoding: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html",
     [](const RawExchange& exchange) {
       return leaves_out_other_beginnings(exchange, exchange.local) ||
              leaves_out_other_beginnings(exchange, exchange.dynoxide);
     }},
    {"wrong-json-type",
     "A value of JSON of another type than the parameter's cannot be parsed: SerializationException, as malformed-json "
     "in tests/servers.json; the servers read the values of expressions later, and DynamoDB Local takes some for "
     "another type",
     [](const RawExchange& exchange) {
       return exchange.engine.code == "SerializationException" && has_wrong_json_type(exchange.body) &&
              (is_validation(exchange.dynoxide) || exchange.dynoxide.code == "SerializationException" ||
               exchange.engine.message.find("cannot be converted to Long") != none);  // fractions are cut off
     }},
    {"not-base64",
     "Binaries are encoded as base64, and what cannot be decoded cannot be parsed: SerializationException: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html; DynamoDB "
     "Local fails at it in a start key",
     [](const RawExchange& exchange) {
       return exchange.engine.code == "SerializationException" &&
              exchange.engine.message.find("can not be converted to a Blob") != none &&
              facts_of(exchange).starts_at_no_base64() && exchange.local.code == "InternalFailure" &&
              is_validation(exchange.dynoxide);
     }},
    {"nesting",
     "Attributes have 32 levels at most: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html",
     [](const RawExchange& exchange) {
       return is_told(exchange, "Nesting Levels have exceeded") && !exchange.dynoxide.ok();
     },
     true},
    {"nothing-was-there",
     "ALL_OLD returns the item as it was, of which there was none: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html; dynoxide returns its key",
     [](const RawExchange& exchange) {
       return exchange.request.operation == "UpdateItem" && exchange.engine.ok() && !exchange.local.ok() &&
              exchange.engine.body.empty() && exchange.body.value("ReturnValues", "") == "ALL_OLD" &&
              exchange.dynoxide.body.value("Attributes", Json()) == exchange.body["Key"];
     }},
    {"size-is-reserved",
     "SIZE is reserved: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html",
     [](const RawExchange& exchange) {
       return !exchange.dynoxide.ok() && (is_told(exchange, "reserved keyword; reserved keyword: size") ||
                                          is_told(exchange, "reserved keyword; reserved keyword: Size"));
     }},
    {"enumerations",
     "Parameters of enumerated values have no others, which the servers look at here and there: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html",
     [](const RawExchange& exchange) {
       return is_validation(exchange.engine) &&
              facts_of(exchange).has_value_beside_enumeration(exchange.engine.message);
     },
     true},
    {"several-faults",
     "Of several faults one is told, and nothing says which. What is wrong with an expression or a parameter by itself "
     "is "
     "so on any table, for any key and any token, and other requests show whether it is",
     [](const RawExchange& exchange) {
       if (is_told(exchange, "Input collection contains duplicates")) {  // a set is looked at when it is read
         return !exchange.local.ok() && exchange.dynoxide.code == "SerializationException";
       }
       if (!is_told(exchange, "Expression") && !is_told(exchange, "detected: ")) return false;
       const std::string& told = exchange.local.code;
       const bool is_same = exchange.dynoxide.code == told;
       if (told == "ResourceNotFoundException") return is_same || exchange.dynoxide.code == "SerializationException";
       if (told == "TransactionCanceledException") return is_same && has_invalid_action(exchange.local);
       return is_same && told == "IdempotentParameterMismatchException";
     }},
    {"updated-paths",
     "Only the updated attributes are returned, of a list those elements: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html#DDB-UpdateItem-request-"
     "ReturnValues; the servers return the list",
     [](const RawExchange& exchange) {
       return exchange.request.operation == "UpdateItem" && exchange.engine.ok() && exchange.local.ok() &&
              exchange.dynoxide.ok() && exchange.body.value("UpdateExpression", "").find('[') != none &&
              exchange.body.value("ReturnValues", "").starts_with("UPDATED_") &&
              are_parts(exchange.engine.body.value("Attributes", Json()),
                        exchange.dynoxide.body.value("Attributes", Json()));
     }},
    {"same-tag-twice",
     "Each key of a tag is unique: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html",
     [](const RawExchange& exchange) {
       return exchange.request.operation == "TagResource" && is_told(exchange, "Duplicate Tag Key") &&
              !exchange.local.ok();
     }},
    {"start-of-other-segment",
     "A start key goes with the segment that returned it: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html#API_Scan_RequestParameters",
     [](const RawExchange& exchange) {
       return exchange.request.operation == "Scan" && is_told(exchange, "ExclusiveStartKey with correct Segment") &&
              facts_of(exchange).starts_in_other_segment();
     }},
    {"empty-string",
     "An empty string is a value like others (tests/servers.json), and nothing follows the one item of a partition; "
     "dynoxide reads on from the start key as if there were none: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html",
     [](const RawExchange& exchange) {
       return exchange.request.operation == "Query" && exchange.body.is_object() &&
              exchange.body.contains("ExclusiveStartKey") && exchange.engine.ok() && exchange.dynoxide.ok() &&
              exchange.engine.body.value("ScannedCount", Json()) == 0 &&
              exchange.local.message.find("may not contain an empty string") != none;
     }},
    {"end-of-single-item",
     "A page that Limit ends has a key, though nothing may follow: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html; DynamoDB Local gives "
     "none of "
     "a partition of one item",
     [](const RawExchange& exchange) {
       return exchange.request.operation == "Query" && exchange.body.is_object() &&
              exchange.body.value("Limit", Json()) == 1 && exchange.engine.body.value("ScannedCount", Json()) == 1 &&
              !exchange.local.body.contains("LastEvaluatedKey") &&
              without(exchange.engine, {"LastEvaluatedKey", "ConsumedCapacity"})
                  .same_as(without(exchange.local, {"ConsumedCapacity"}));
     }},
    {"index-that-goes",
     "An index that is deleted is gone at once here, while DynamoDB Local takes its time, in which the table cannot be "
     "updated: create-table-status in tests/servers.json",
     [](const RawExchange& exchange) {
       return exchange.request.operation == "UpdateTable" && exchange.local.code == "ResourceInUseException" &&
              exchange.local.message.find("DELETING") != none && exchange.engine.code == exchange.dynoxide.code;
     }},
    {"invalid-utf8",
     "A request that cannot be parsed is a client error: malformed-json and invalid-utf8 in tests/servers.json",
     [](const RawExchange& exchange) {
       return exchange.body.is_discarded() && exchange.engine.code == "SerializationException";
     },
     true},
    {"foreign-start-key", "ExclusiveStartKey must lie within the query: tests/servers.json",
     [](const RawExchange& exchange) {
       return is_told(exchange, "outside query boundaries") && facts_of(exchange).may_start_outside();
     }},
    {"name-in-transaction",
     "The name of a table has 3 to 255 letters, digits, '_', '-' and '.': "
     "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html",
     [](const RawExchange& exchange) {
       return exchange.request.operation.starts_with("Transact") && is_told(exchange, ".tableName' failed") &&
              !exchange.local.ok() && !exchange.dynoxide.ok();
     }},
    {"transaction-update-path",
     "What is wrong with one action becomes its reason: tests/servers.json; dynoxide removes from paths that are not "
     "there",
     [](const RawExchange& exchange) {
       return is_cancelled_for_update(exchange) && is_validation(exchange.local) &&
              (!exchange.dynoxide.ok() || exchange.local.message.find("document path") != none);
     }},
    {"same-number-twice",
     "No key may be asked for twice, and numbers of one value are one key, however they are written: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html",
     [](const RawExchange& exchange) {
       return is_told(exchange, "contains duplicates") && facts_of(exchange).writes_a_key_in_two_ways();
     },
     true},
    {"missing-index",
     "ResourceNotFoundException: a nonexistent table or index: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html#API_UpdateTable_Errors",
     [](const RawExchange& exchange) {
       return exchange.request.operation == "UpdateTable" && exchange.engine.code == "ResourceNotFoundException" &&
              (is_validation(exchange.local) || exchange.local.message.find("Index is being deleted") != none) &&
              is_validation(exchange.dynoxide);
     }},
    {"missing-resource",
     "ResourceNotFoundException: a nonexistent table: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html",
     [](const RawExchange& exchange) {
       return exchange.engine.code == "ResourceNotFoundException" && !exchange.local.ok() &&
              exchange.dynoxide.code == "AccessDeniedException";
     }},
    {"index-throughput",
     "A global index of a table of provisioned throughput has its own, and none if the table is billed on demand: "
     "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateGlobalSecondaryIndexAction.html",
     [](const RawExchange& exchange) {
       return is_told(exchange, "must be specified for index") ||
              is_told(exchange, "when TableThroughputMode is PAY_PER_REQUEST");
     }},
    {"condition-failure-item", "The error of a failed condition holds the item if asked for: tests/servers.json",
     [](const RawExchange& exchange) {
       const RawAnswer& engine = exchange.engine;
       return engine.code == "ConditionalCheckFailedException" && engine.body.contains("Item") &&
              exchange.body.value("ReturnValuesOnConditionCheckFailure", "") == "ALL_OLD" &&
              !exchange.local.body.contains("Item") && without(engine, {"Item"}).same_as(exchange.local) &&
              (exchange.dynoxide.code != engine.code || !exchange.dynoxide.body.contains("Item"));
     }},
};

}  // namespace

const RawDeviation* deviation_of(const RawExchange& exchange) {
  for (const RawDeviation& each : deviations) {
    if (each.explains(exchange)) return &each;
  }
  return nullptr;
}

}  // namespace differential
