// Texts are the service's own, as its users met them. Rules:
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
#include "engine_calls.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace {

using Json = nlohmann::json;
using Names = std::vector<std::string>;

Json definitions(const std::string& names, const std::string& type = "S") {
  Json list = Json::array();
  for (const char name : names) list.push_back({{"AttributeName", std::string(1, name)}, {"AttributeType", type}});
  return list;
}

Json key(const std::string& partition, const std::string& sort = {}) {
  Json list = Json::array();
  for (const char name : partition) list.push_back({{"AttributeName", std::string(1, name)}, {"KeyType", "HASH"}});
  for (const char name : sort) list.push_back({{"AttributeName", std::string(1, name)}, {"KeyType", "RANGE"}});
  return list;
}

Json index(const std::string& name, const Json& schema, const Json& projection = {{"ProjectionType", "ALL"}}) {
  return {{"IndexName", name}, {"KeySchema", schema}, {"Projection", projection}};
}

Json request(const Json& changes) {
  Json body = {{"TableName", "table"},
               {"AttributeDefinitions", definitions("a")},
               {"KeySchema", key("a")},
               {"BillingMode", "PAY_PER_REQUEST"}};
  body.update(changes);
  for (auto at = body.begin(); at != body.end();) at = at->is_null() ? body.erase(at) : std::next(at);
  return body;
}

// A table with a key of two attributes, 'a' and 'b', and a third one for its indexes.
Json two(Json changes) {
  Json body = {{"AttributeDefinitions", definitions("abc")}, {"KeySchema", key("a", "b")}};
  body.update(changes);
  return request(body);
}

Json global(const Json& indexes, const std::string& names = "ab") {
  return request({{"AttributeDefinitions", definitions(names)}, {"GlobalSecondaryIndexes", indexes}});
}

Json projected(const Json& projection) {
  return global(Json::array({index("gsi", key("b"), projection)}));
}

struct Case {
  Json body;
  std::string refused;
};

const std::string wrong = "ValidationException: One or more parameter values were invalid: ";
const std::string one = "ValidationException: 1 validation error detected: ";

std::vector<Case> names_and_keys() {
  return {
      {request({{"TableName", nullptr}}),
       "ValidationException: The parameter 'TableName' is required but was not present in the request"},
      {request({{"TableName", "ab"}}), one + "Value 'ab' at 'tableName' failed to satisfy constraint: Member must have "
                                             "length greater than or equal to 3"},
      {request({{"TableName", "a b c"}}), one +
                                              "Value 'a b c' at 'tableName' failed to satisfy constraint: Member must "
                                              "satisfy regular expression pattern: [a-zA-Z0-9_.-]+"},
      {request({{"TableName", ""}}),
       "ValidationException: 2 validation errors detected: Value '' at 'tableName' failed to satisfy constraint: "
       "Member "
       "must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '' at 'tableName' failed to satisfy "
       "constraint: "
       "Member must have length greater than or equal to 3"},
      {request({{"AttributeDefinitions", nullptr}}),
       one + "Value null at 'attributeDefinitions' failed to satisfy constraint: Member must not be null"},
      {request({{"AttributeDefinitions", definitions("a", "BOOL")}}),
       one + "Value 'BOOL' at 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: Member must "
             "satisfy enum value set: [B, N, S]"},
      {request({{"KeySchema", nullptr}}),
       one + "Value null at 'keySchema' failed to satisfy constraint: Member must not be null"},
      {request({{"KeySchema", Json::array()}}), one + "Value '[]' at 'keySchema' failed to satisfy constraint: Member "
                                                      "must have length greater than or equal to 1"},
      {request({{"KeySchema", key("a", "bc")}, {"AttributeDefinitions", definitions("abc")}}),
       one +
           "Value '[KeySchemaElement(attributeName=a, keyType=HASH), KeySchemaElement(attributeName=b, keyType=RANGE), "
           "KeySchemaElement(attributeName=c, keyType=RANGE)]' at 'keySchema' failed to satisfy constraint: Member "
           "must "
           "have length less than or equal to 2"},
      {request({{"KeySchema", key("", "a")}}),
       "ValidationException: Invalid KeySchema: The first KeySchemaElement is not a HASH key type"},
      {request({{"KeySchema", key("ab")}, {"AttributeDefinitions", definitions("ab")}}),
       "ValidationException: Invalid KeySchema: The second KeySchemaElement is not a RANGE key type"},
      {request({{"KeySchema", key("a", "a")}}),
       "ValidationException: Invalid KeySchema: Some index key attribute have no definition"},
      {request({{"KeySchema", key("a", "a")}, {"AttributeDefinitions", definitions("ab")}}),
       "ValidationException: Both the Hash Key and the Range Key element in the KeySchema have the same name"},
      {request({{"KeySchema", key("z")}}),
       wrong +
           "Some index key attributes are not defined in AttributeDefinitions. Keys: [z], AttributeDefinitions: [a]"},
      {request({{"KeySchema", key("a", "z")}}),
       "ValidationException: Invalid KeySchema: Some index key attribute have no definition"},
      {request({{"AttributeDefinitions", definitions("ab")}}),
       wrong + "Number of attributes in KeySchema does not exactly match number of attributes defined in "
               "AttributeDefinitions"},
      {request({{"AttributeDefinitions", definitions("aa")}}), "ValidationException: Attribute Name is duplicated: a"},
      {request({{"TableName", 5}}), "SerializationException: NUMBER_VALUE cannot be converted to String"},
      {request({{"TableName", Json::array({"a"})}}), "SerializationException: Start of list found where not expected"},
      {request({{"KeySchema", "x"}}), "SerializationException: Unexpected field type"},
      {request({{"DeletionProtectionEnabled", "true"}}),
       "SerializationException: STRING_VALUE cannot be converted to Boolean"},
  };
}

std::vector<Case> indexes() {
  const Json many = [] {
    Json list = Json::array();
    for (int i = 0; i < 21; ++i) list.push_back(index("gsi" + std::to_string(i), key("b")));
    return list;
  }();
  return {
      {request({{"GlobalSecondaryIndexes", Json::array()}}), wrong + "List of GlobalSecondaryIndexes is empty"},
      {two({{"LocalSecondaryIndexes", Json::array()}, {"AttributeDefinitions", definitions("ab")}}),
       wrong + "List of LocalSecondaryIndexes is empty"},
      {global(Json::array({index("gsi", key("z"))})),
       wrong + "Some index key attributes are not defined in AttributeDefinitions. Keys: [z], AttributeDefinitions: "
               "[a, b]"},
      {global(Json::array({index("gsi", key("b"))}), "abc"),
       wrong + "Some AttributeDefinitions are not used. AttributeDefinitions: [a, b, c], keys used: [a, b]"},
      {global(Json::array({index("x", key("b"))})),
       one + "Value 'x' at 'globalSecondaryIndexes.1.member.indexName' failed to satisfy constraint: Member must have "
             "length greater than or equal to 3"},
      {global(Json::array({index("gsi", key("b")), index("gsi", key("b"))})), wrong + "Duplicate index name: gsi"},
      {global(many), wrong + "GlobalSecondaryIndex count exceeds the per-table limit of 20"},
      {global(Json::array({index("gsi", key("b", "b"))})),
       "ValidationException: Both the Hash Key and the Range Key element in the KeySchema have the same name"},
      {global(Json::array({index("gsi", key("bb"))})),
       "ValidationException: The KeySchema contains multiple key attributes with the same name"},
      {global(Json::array({index("gsi", key("", "b"))})),
       "ValidationException: Invalid KeySchema: The first KeySchemaElement is not a HASH key type"},
      {global(Json::array({index("gsi", key("bcdef"))}), "abcdef"),
       wrong + "The KeySchema exceeds the maximum allowed number of HASH key attributes"},
      {global(Json::array({index("gsi", key("a", "bcdef"))}), "abcdef"),
       wrong + "The KeySchema exceeds the maximum allowed number of RANGE key attributes"},
      {two({{"LocalSecondaryIndexes", Json::array({index("lsi", key("c", "b"))})}}),
       wrong +
           "Index KeySchema does not have the same leading hash key as table KeySchema for index: lsi. index hash key: "
           "c, table hash key: a"},
      {two({{"LocalSecondaryIndexes", Json::array({index("lsi", key("a"))})}}),
       wrong + "Index KeySchema does not have a range key for index: lsi"},
      {request({{"AttributeDefinitions", definitions("ab")},
                {"LocalSecondaryIndexes", Json::array({index("lsi", key("a", "b"))})}}),
       wrong + "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex"},
      {two({{"LocalSecondaryIndexes", Json::array({index("idx", key("a", "c"))})},
            {"GlobalSecondaryIndexes", Json::array({index("idx", key("c"))})}}),
       wrong + "Duplicate index name: idx"},
      {projected(nullptr),
       one + "Value null at 'globalSecondaryIndexes.1.member.projection' failed to satisfy constraint: "
             "Member must not be null"},
      {projected(Json::object()), wrong + "Unknown ProjectionType: null"},
      {projected({{"ProjectionType", "all"}}),
       one + "Value 'all' at 'globalSecondaryIndexes.1.member.projection.projectionType' failed to satisfy constraint: "
             "Member must satisfy enum value set: [ALL, INCLUDE, KEYS_ONLY]"},
      {projected({{"ProjectionType", "INCLUDE"}}),
       wrong + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified"},
      {projected({{"ProjectionType", "INCLUDE"}, {"NonKeyAttributes", Json::array()}}),
       one +
           "Value '[]' at 'globalSecondaryIndexes.1.member.projection.nonKeyAttributes' failed to satisfy constraint: "
           "Member must have length greater than or equal to 1"},
      {projected({{"ProjectionType", "INCLUDE"}, {"NonKeyAttributes", {"x", ""}}}),
       one + "Value '' at 'globalSecondaryIndexes.1.member.projection.nonKeyAttributes.2.member' failed to satisfy "
             "constraint: Member must have length greater than or equal to 1"},
      {projected({{"ProjectionType", "KEYS_ONLY"}, {"NonKeyAttributes", {"x"}}}),
       wrong + "ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified"},
      {projected({{"ProjectionType", "INCLUDE"}, {"NonKeyAttributes", {"x", "x"}}}),
       wrong + "Duplicate element in NonKeyAttributes: x"},
  };
}

std::vector<Case> settings() {
  const Json units = {{"ReadCapacityUnits", 1}, {"WriteCapacityUnits", 1}};
  Json charged = index("gsi", key("b"));
  charged["ProvisionedThroughput"] = units;
  Json provisioned = global(Json::array({index("gsi", key("b"))}));
  provisioned["BillingMode"] = "PROVISIONED";
  provisioned["ProvisionedThroughput"] = units;
  const auto stream = [](const Json& specification) { return request({{"StreamSpecification", specification}}); };
  const auto sse = [](const Json& specification) { return request({{"SSESpecification", specification}}); };
  return {
      {request({{"BillingMode", nullptr}}),
       wrong + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"},
      {request({{"BillingMode", "X"}}),
       one + "Value 'X' at 'billingMode' failed to satisfy constraint: Member must satisfy "
             "enum value set: [PROVISIONED, PAY_PER_REQUEST]"},
      {request({{"ProvisionedThroughput", units}}),
       wrong + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"},
      {request({{"ProvisionedThroughput", {{"ReadCapacityUnits", 0}, {"WriteCapacityUnits", 1}}}}),
       one + "Value '0' at 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member must have "
             "value "
             "greater than or equal to 1"},
      {global(Json::array({charged})),
       wrong + "ProvisionedThroughput should not be specified for index: gsi when BillingMode is PAY_PER_REQUEST"},
      {provisioned, wrong + "ProvisionedThroughput is not specified for index: gsi"},
      {stream({{"StreamEnabled", true}}),
       wrong + "Table is being created with a stream enabled, UpdateViewType is required"},
      {stream({{"StreamEnabled", false}, {"StreamViewType", "NEW_IMAGE"}}),
       wrong + "Table is being created with a stream disabled, UpdateViewType should not be specified"},
      {stream(Json::object()),
       one + "Value null at 'streamSpecification.streamEnabled' failed to satisfy constraint: Member must not be null"},
      {stream({{"StreamEnabled", true}, {"StreamViewType", "new_image"}}),
       one + "Value 'new_image' at 'streamSpecification.streamViewType' failed to satisfy constraint: Member must "
             "satisfy "
             "enum value set: [OLD_IMAGE, KEYS_ONLY, NEW_AND_OLD_IMAGES, NEW_IMAGE]"},
      {sse({{"Enabled", false}, {"SSEType", "KMS"}}), wrong + "SSEType can not be specified if Enabled is false"},
      {sse({{"Enabled", true}, {"SSEType", "AES256"}}), wrong + "SSEType AES256 is not supported"},
      {sse({{"Enabled", true}, {"KMSMasterKeyId", "k"}}),
       wrong + "SSEType KMS is required if KMSMasterKeyId is specified"},
      {request({{"TableClass", "X"}}),
       "ValidationException: Invalid table-class parameter provided. Please try again with a valid table-class value: "
       "[STANDARD, STANDARD_INFREQUENT_ACCESS]."},
      {request({{"Tags", Json::array({{{"Key", ""}, {"Value", ""}}})}}),
       "ValidationException: The Tag Key provided is invalid, Key: "},
      {request({{"ResourcePolicy", "{}"}}),
       "ValidationException: The parameter ResourcePolicy is of resource policies, which this engine does not have"},
      {request({{"VectorIndexes", Json::array()}}),
       "ValidationException: The parameter VectorIndexes is of vector indexes, which this engine does not have"},
      {request({{"GlobalTableSourceArn", "arn"}}),
       "ValidationException: The parameter GlobalTableSourceArn is of global tables, which this engine does not have"},
  };
}

void check(const std::vector<Case>& cases) {
  EngineUnderTest<InMemory> test;
  for (const Case& each : cases) CHECK(test.call("CreateTable", each.body) == each.refused);
  CHECK(test.answer("ListTables", Json::object())["TableNames"].empty());
}

TEST_CASE("a table is refused for its name or key as the service refuses it") {
  check(names_and_keys());
}

TEST_CASE("a table is refused for its indexes as the service refuses it") {
  check(indexes());
}

TEST_CASE("a table is refused for its settings as the service refuses it") {
  check(settings());
}

TEST_CASE("a body that is not JSON, or no object, is refused") {
  EngineUnderTest<InMemory> test;
  for (const auto* body : {"", "{", "[]", "\"x\"", "{} {}", "{\"TableName\":\"table\",}"}) {
    CHECK(test.call("CreateTable", std::string(body)).starts_with("SerializationException: "));
  }
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("a table is described as it was created", "", Stores) {
  EngineUnderTest<TestType> test;
  Json body = two(
      {{"LocalSecondaryIndexes", Json::array({index("lsi", key("a", "c"), {{"ProjectionType", "KEYS_ONLY"}})})},
       {"GlobalSecondaryIndexes",
        Json::array({index("gsi", key("cb", "a"), {{"ProjectionType", "INCLUDE"}, {"NonKeyAttributes", {"x", "y"}}})})},
       {"StreamSpecification", {{"StreamEnabled", true}, {"StreamViewType", "NEW_IMAGE"}}},
       {"DeletionProtectionEnabled", true},
       {"TableClass", "STANDARD_INFREQUENT_ACCESS"},
       {"SSESpecification", {{"Enabled", true}}},
       {"Tags", Json::array({{{"Key", "k"}, {"Value", "v"}}})}});
  const Json created = test.answer("CreateTable", body)["TableDescription"];
  CHECK(test.call("CreateTable", body) == "ResourceInUseException: Table already exists: table");
  Json table = test.answer("DescribeTable", Json{{"TableName", "table"}})["Table"];
  CHECK(table == created);
  CHECK(test.answer("DescribeTable", Json{{"TableName", table["TableArn"]}})["Table"] == created);
  CHECK(table["TableId"].get<std::string>().size() == 36);
  table.erase("TableId");
  CHECK(table == Json::parse(R"({
    "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}, {"AttributeName": "b", "AttributeType": "S"},
                             {"AttributeName": "c", "AttributeType": "S"}],
    "TableName": "table", "TableStatus": "ACTIVE", "CreationDateTime": 1795313923.737,
    "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "RANGE"}],
    "ProvisionedThroughput": {"NumberOfDecreasesToday": 0, "ReadCapacityUnits": 0, "WriteCapacityUnits": 0},
    "TableSizeBytes": 0, "ItemCount": 0, "TableArn": "arn:aws:dynamodb:partita:000000000000:table/table",
    "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST", "LastUpdateToPayPerRequestDateTime": 1795313923.737},
    "LocalSecondaryIndexes": [{
      "IndexName": "lsi", "Projection": {"ProjectionType": "KEYS_ONLY"}, "IndexSizeBytes": 0, "ItemCount": 0,
      "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "c", "KeyType": "RANGE"}],
      "IndexArn": "arn:aws:dynamodb:partita:000000000000:table/table/index/lsi"}],
    "GlobalSecondaryIndexes": [{
      "IndexName": "gsi", "IndexStatus": "ACTIVE", "IndexSizeBytes": 0, "ItemCount": 0,
      "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["x", "y"]},
      "KeySchema": [{"AttributeName": "c", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "HASH"},
                    {"AttributeName": "a", "KeyType": "RANGE"}],
      "ProvisionedThroughput": {"NumberOfDecreasesToday": 0, "ReadCapacityUnits": 0, "WriteCapacityUnits": 0},
      "IndexArn": "arn:aws:dynamodb:partita:000000000000:table/table/index/gsi"}],
    "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"},
    "LatestStreamLabel": "2026-11-22T02:18:43.737",
    "LatestStreamArn": "arn:aws:dynamodb:partita:000000000000:table/table/stream/2026-11-22T02:18:43.737",
    "SSEDescription": {"Status": "ENABLED", "SSEType": "KMS"},
    "TableClassSummary": {"TableClass": "STANDARD_INFREQUENT_ACCESS"}, "DeletionProtectionEnabled": true})"));
}

TEMPLATE_LIST_TEST_CASE("of a member that is there twice the last one counts", "", Stores) {
  EngineUnderTest<TestType> under;
  const std::string twice =
      R"({"TableName":"first","TableName":"second","BillingMode":"PAY_PER_REQUEST",
          "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
          "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]})";
  CHECK(under.call("CreateTable", twice).starts_with("{\"TableDescription\""));
  CHECK(under.call("ListTables", "{}") == R"({"TableNames":["second"]})");
}

TEMPLATE_LIST_TEST_CASE("a deleted table is gone, unless it is protected", "", Stores) {
  EngineUnderTest<TestType> test;
  const Json named = {{"TableName", "table"}};
  const std::string missing = "ResourceNotFoundException: Requested resource not found: Table: table not found";
  CHECK(test.call("DeleteTable", named) == missing);
  test.answer("CreateTable", request({{"DeletionProtectionEnabled", true}}));
  CHECK(
      test.call("DeleteTable", named) ==
      "ValidationException: Resource cannot be deleted as it is currently protected against deletion. Disable deletion "
      "protection first.");
  test.answer("CreateTable", request({{"TableName", "other"}}));
  CHECK(test.answer("DeleteTable", Json{{"TableName", "other"}})["TableDescription"]["TableStatus"] == "DELETING");
  CHECK(test.call("DescribeTable", Json{{"TableName", "other"}}) ==
        "ResourceNotFoundException: Requested resource not found: Table: other not found");
  CHECK(test.answer("ListTables", Json::object())["TableNames"] == Json{"table"});
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html
TEMPLATE_LIST_TEST_CASE("tables are listed by name, a page at a time", "", Stores) {
  EngineUnderTest<TestType> test;
  for (const auto* name : {"bbb", "aaa", "CCC", "ddd"}) test.answer("CreateTable", request({{"TableName", name}}));
  CHECK(test.answer("ListTables", Json::object()) == Json{{"TableNames", {"CCC", "aaa", "bbb", "ddd"}}});
  const Json first = test.answer("ListTables", Json{{"Limit", 2}});
  CHECK(first == Json{{"TableNames", {"CCC", "aaa"}}, {"LastEvaluatedTableName", "aaa"}});
  CHECK(test.answer("ListTables", Json{{"Limit", 2}, {"ExclusiveStartTableName", "aaa"}}) ==
        Json{{"TableNames", {"bbb", "ddd"}}});
  CHECK(test.call("ListTables", Json{{"Limit", 0}}) ==
        one + "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1");
  CHECK(test.call("ListTables", Json{{"Limit", 101}}) ==
        one + "Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100");
}
