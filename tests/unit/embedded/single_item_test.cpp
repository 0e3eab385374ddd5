// Texts are the service's own. Rules: the pages of PutItem, GetItem, UpdateItem and DeleteItem,
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
#include "item_tables.hpp"

namespace {

const std::string invalid = "ValidationException: ";
const std::string one_or_more = invalid + "One or more parameter values were invalid: ";

TEMPLATE_LIST_TEST_CASE("an item is stored whole and read whole", "", Stores) {
  ItemsUnderTest<TestType> items;
  CHECK(items.get("{'pk':{'S':'a'}}") == "{}");
  CHECK(items.put("{'pk':{'S':'a'},'n':{'N':'1.50'},'l':{'L':[{'S':'x'},{'NULL':true}]}}") == "{}");
  CHECK(items.get("{'pk':{'S':'a'}}") ==
        "{'Item':{'l':{'L':[{'S':'x'},{'NULL':true}]},'n':{'N':'1.5'},'pk':{'S':'a'}}}");
  CHECK(items.put("{'pk':{'S':'a'}}", ",'ReturnValues':'ALL_OLD'") ==
        "{'Attributes':{'l':{'L':[{'S':'x'},{'NULL':true}]},'n':{'N':'1.5'},'pk':{'S':'a'}}}");
  CHECK(items.get("{'pk':{'S':'a'}}") == "{'Item':{'pk':{'S':'a'}}}");
  CHECK(items.put("{'pk':{'S':'b'}}", ",'ReturnValues':'ALL_OLD'") == "{}");
  CHECK(items.remove("{'pk':{'S':'a'}}", ",'ReturnValues':'ALL_OLD'") == "{'Attributes':{'pk':{'S':'a'}}}");
  CHECK(items.remove("{'pk':{'S':'a'}}", ",'ReturnValues':'ALL_OLD'") == "{}");
  CHECK(items.get("{'pk':{'S':'a'}}") == "{}");
}

TEMPLATE_LIST_TEST_CASE("a projection gives parts of the item", "", Stores) {
  ItemsUnderTest<TestType> items;
  items.put(
      "{'pk':{'S':'a'},'m':{'M':{'x':{'N':'1'},'y':{'N':'2'}}},'l':{'L':[{'S':'0'},{'S':'1'}]},'name':{'S':'n'}}");
  CHECK(items.get("{'pk':{'S':'a'}}",
                  ",'ProjectionExpression':'m.y, l[1], #n, nowhere','ExpressionAttributeNames':{'#n':'name'}") ==
        "{'Item':{'l':{'L':[{'S':'1'}]},'m':{'M':{'y':{'N':'2'}}},'name':{'S':'n'}}}");
  CHECK(items.get("{'pk':{'S':'a'}}", ",'ProjectionExpression':'nowhere'") == "{'Item':{}}");
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html: "Nested attribute depth".
TEMPLATE_LIST_TEST_CASE("no update nests an attribute deeper than 32 levels", "", Stores) {
  ItemsUnderTest<TestType> items;
  items.put("{'pk':{'S':'a'},'m':{'M':{}}}");
  const auto nest = [&] { return items.update("{'pk':{'S':'a'}}", ",'UpdateExpression':'SET m.x = m'"); };
  for (int levels = 2; levels <= 32; ++levels) CHECK(nest() == "{}");
  CHECK(nest().starts_with(invalid + "Nesting Levels have exceeded supported limits"));
  const std::string deepest = items.get("{'pk':{'S':'a'}}");
  const std::size_t begin = std::string("{'Item':").size();
  CHECK(items.put(deepest.substr(begin, deepest.size() - begin - 1)) == "{}");
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html: TableName may be an ARN.
TEMPLATE_LIST_TEST_CASE("a table is named by its ARN, and by that of no other service", "", Stores) {
  ItemsUnderTest<TestType> items;
  items.put("{'pk':{'S':'a'}}");
  const auto get = [&](const std::string& name) {
    return items.run("GetItem", "{'TableName':'" + name + "','Key':{'pk':{'S':'a'}}}");
  };
  CHECK(get("arn:aws:dynamodb:eu-west-1:000000000000:table/plain") == "{'Item':{'pk':{'S':'a'}}}");
  for (const char* const other :
       {"arn:aws:dynamo:eu-west-1:000000000000:table/plain", "arn:aws:dynamodb:eu-west-1000000000000:table/plain",
        "arn:ws:dynamodb:eu-west-1:000000000000:table/plain", "arn:aws:dynamodb:eu-west-1::table/plain",
        "arn:aws:dynamodb:eu-west-1:0:0:table/plain"}) {
    CHECK(get(other).find("Exception: ") != std::string::npos);
  }
}

// tests/servers.json, `unknown-members`.
TEMPLATE_LIST_TEST_CASE("parameters of other operations are passed over", "", Stores) {
  ItemsUnderTest<TestType> items;
  items.put("{'pk':{'S':'a'}}");
  CHECK(items.get("{'pk':{'S':'a'}}",
                  ",'Limit':1.5,'Item':7,'ReturnValues':'x','Expected':{},'ExpressionAttributeValues':{':v':{}}") ==
        "{'Item':{'pk':{'S':'a'}}}");
  CHECK(items.put("{'pk':{'S':'a'}}", ",'Key':7,'UpdateExpression':'nonsense','AttributeUpdates':{'v':{}}") == "{}");
  CHECK(items.update("{'pk':{'S':'a'}}", ",'UpdateExpression':'REMOVE v','Item':7,'Segment':-1") == "{}");
}

TEMPLATE_LIST_TEST_CASE("a value that is none of its type is refused as it is elsewhere, in an expression, too", "",
                        Stores) {
  ItemsUnderTest<TestType> items;
  const auto refused = [&](const std::string& value) {
    return items.update("{'pk':{'S':'a'}}",
                        ",'UpdateExpression':'SET v = :v','ExpressionAttributeValues':{':v':" + value + "}");
  };
  CHECK(refused("{'B':'AA'}").starts_with("SerializationException: "));
  const std::string no_name = ",'UpdateExpression':'REMOVE #n','ExpressionAttributeNames':{'#n':null}";
  CHECK(items.update("{'pk':{'S':'a'}}", no_name).starts_with(invalid + "ExpressionAttributeNames contains invalid"));
  CHECK(refused("{'S':1}").starts_with("SerializationException: "));
  CHECK(refused("{'N':'x'}").starts_with(invalid + "ExpressionAttributeValues contains invalid value: "));
}

// tests/servers.json, `malformed-json`.
TEMPLATE_LIST_TEST_CASE("what is no JSON is refused as that, whatever is wrong before it", "", Stores) {
  ItemsUnderTest<TestType> items;
  CHECK(items.get("{'pk':{'S':'a'}}", ",'ExpressionAttributeNames':{'n':'x'},'ProjectionExpression':'a")
            .starts_with("SerializationException: "));
}

TEMPLATE_LIST_TEST_CASE("a condition that does not hold leaves everything as it was", "", Stores) {
  ItemsUnderTest<TestType> items;
  const std::string absent = ",'ConditionExpression':'attribute_not_exists(pk)'";
  const std::string failed = "ConditionalCheckFailedException: The conditional request failed";
  CHECK(items.put("{'pk':{'S':'a'},'v':{'N':'1'}}", absent) == "{}");
  CHECK(items.put("{'pk':{'S':'a'},'v':{'N':'2'}}", absent) == failed);
  CHECK(items.update("{'pk':{'S':'a'}}", absent + ",'UpdateExpression':'REMOVE v'") == failed);
  CHECK(items.remove("{'pk':{'S':'a'}}", absent) == failed);
  CHECK(items.get("{'pk':{'S':'a'}}") == "{'Item':{'pk':{'S':'a'},'v':{'N':'1'}}}");
  CHECK(items.remove("{'pk':{'S':'a'}}",
                     ",'ConditionExpression':'v = :one','ExpressionAttributeValues':{':one':{'N':'1.0'}}") == "{}");
  std::string answer;
  items.put("{'pk':{'S':'a'},'v':{'N':'1'}}");
  const auto refused = items.engine.run(
      "PutItem",
      quoted("{'TableName':'plain','Item':{'pk':{'S':'a'}},'ReturnValuesOnConditionCheckFailure':'ALL_OLD'" + absent +
             "}"),
      answer);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().members == quoted("'Item':{'pk':{'S':'a'},'v':{'N':'1'}}"));
}

TEMPLATE_LIST_TEST_CASE("an update changes an item or makes one, and returns what is asked for", "", Stores) {
  ItemsUnderTest<TestType> items;
  const std::string add = ",'UpdateExpression':'ADD v :one','ExpressionAttributeValues':{':one':{'N':'1'}}";
  CHECK(items.update("{'pk':{'S':'a'}}", add + ",'ReturnValues':'ALL_OLD'") == "{}");
  CHECK(items.update("{'pk':{'S':'a'}}", add + ",'ReturnValues':'UPDATED_OLD'") == "{'Attributes':{'v':{'N':'1'}}}");
  CHECK(items.update("{'pk':{'S':'a'}}", add + ",'ReturnValues':'UPDATED_NEW'") == "{'Attributes':{'v':{'N':'3'}}}");
  CHECK(items.update("{'pk':{'S':'a'}}", add + ",'ReturnValues':'ALL_NEW'") ==
        "{'Attributes':{'pk':{'S':'a'},'v':{'N':'4'}}}");
  CHECK(items.update("{'pk':{'S':'a'}}", ",'UpdateExpression':'REMOVE v','ReturnValues':'ALL_OLD'") ==
        "{'Attributes':{'pk':{'S':'a'},'v':{'N':'4'}}}");
  CHECK(items.update("{'pk':{'S':'a'}}", ",'UpdateExpression':'REMOVE v','ReturnValues':'UPDATED_NEW'") == "{}");
  CHECK(items.get("{'pk':{'S':'a'}}") == "{'Item':{'pk':{'S':'a'}}}");
  CHECK(items.update("{'pk':{'S':'new'}}", ",'ReturnValues':'ALL_NEW'") == "{'Attributes':{'pk':{'S':'new'}}}");
}

TEMPLATE_LIST_TEST_CASE("keys are refused with the service's texts", "", Stores) {
  ItemsUnderTest<TestType> items;
  const std::string mismatch = invalid + "The provided key element does not match the schema";
  CHECK(items.put("{'x':{'N':'1'}}") == one_or_more + "Missing the key pk in the item");
  CHECK(items.put("{'pk':{'N':'1'}}") == one_or_more + "Type mismatch for key pk expected: S actual: N");
  CHECK(items.put("{'pk':{'S':''}}") ==
        invalid +
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
            "empty string value. Key: pk");
  CHECK(items.put("{'pk':{'S':'" + std::string(2049, 'x') + "'}}") ==
        one_or_more + "Size of hashkey has exceeded the maximum size limit of2048 bytes");
  CHECK(items.put("{'pk':{'S':'" + std::string(2048, 'x') + "'}}") == "{}");
  CHECK(items.get("{'pk':{'S':'a'},'b':{'S':'a'}}") == mismatch);
  CHECK(items.get("{'b':{'S':'a'}}") == mismatch);
  CHECK(items.get("{'pk':{'N':'1'}}") == mismatch);
  CHECK(items.remove("{}") == mismatch);
  CHECK(items.update("{'pk':{'S':'a'}}",
                     ",'UpdateExpression':'SET pk = :a','ExpressionAttributeValues':{':a':{'S':'b'}}") ==
        one_or_more + "Cannot update attribute pk. This attribute is part of the key");
}

TEMPLATE_LIST_TEST_CASE("parameters are refused with the service's texts", "", Stores) {
  ItemsUnderTest<TestType> items;
  CHECK(items.run("PutItem", "{}") == invalid +
                                          "1 validation error detected: Value null at 'tableName' failed to satisfy "
                                          "constraint: Member must not be null");
  CHECK(items.run("PutItem", "{'TableName':'plain'}") ==
        invalid +
            "1 validation error detected: Value null at 'item' failed to satisfy constraint: Member must not be null");
  CHECK(items.run("GetItem", "{'TableName':'plain'}") ==
        invalid +
            "1 validation error detected: Value null at 'key' failed to satisfy constraint: Member must not be null");
  CHECK(items.run("GetItem", "{'TableName':'other','Key':{'pk':{'S':'a'}}}") ==
        "ResourceNotFoundException: Requested resource not found");
  CHECK(items.put("{'pk':{'S':'a'}}", ",'ReturnValues':'ALL_NEW'") ==
        invalid + "ReturnValues can only be ALL_OLD or NONE");
  CHECK(items.put("{'pk':{'S':'a'}}", ",'ReturnValues':'all'") ==
        invalid +
            "1 validation error detected: Value 'all' at 'returnValues' failed to satisfy constraint: Member must "
            "satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]");
  CHECK(items.put("{'pk':{'S':'a'}}", ",'ExpressionAttributeNames':{'#a':'a'}") ==
        invalid + "ExpressionAttributeNames can only be specified when using expressions");
  CHECK(items.update("{'pk':{'S':'a'}}", ",'ExpressionAttributeValues':{':a':{'S':'a'}}") ==
        invalid +
            "ExpressionAttributeValues can only be specified when using expressions: UpdateExpression and "
            "ConditionExpression are null");
  CHECK(items.put("{'pk':{'S':'a'}}",
                  ",'ConditionExpression':'a = :a','ExpressionAttributeValues':{':a':{'S':'a'},':b':{'S':'a'}}") ==
        invalid + "Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}");
  CHECK(items.put("{'pk':{'S':'a'}}", ",'Expected':{}").starts_with(invalid + "The parameter Expected"));
  CHECK(items.run("PutItem", "{'TableName':'plain','Item':{'pk':{'S':1}}}") ==
        "SerializationException: NUMBER_VALUE cannot be converted to String");
  // What it does not know, the service passes over.
  CHECK(items.put("{'pk':{'S':'a'}}", ",'Nonsense':[1,{}]") == "{}");
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items
TEMPLATE_LIST_TEST_CASE("items have 400 KB at most", "", Stores) {
  ItemsUnderTest<TestType> items;
  const auto item = [](std::size_t size) { return "{'pk':{'S':'a'},'v':{'S':'" + std::string(size - 4, 'x') + "'}}"; };
  CHECK(items.put(item(409'600)) == "{}");
  CHECK(items.put(item(409'601)) == invalid + "Item size has exceeded the maximum allowed size");
  CHECK(items.update("{'pk':{'S':'a'}}",
                     ",'UpdateExpression':'SET w = :x','ExpressionAttributeValues':{':x':{'S':''}}") ==
        invalid + "Item size to update has exceeded the maximum allowed size");
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
TEMPLATE_LIST_TEST_CASE("single operations say what they consumed", "", Stores) {
  ItemsUnderTest<TestType> items;
  const std::string total = ",'ReturnConsumedCapacity':'TOTAL'";
  const auto units = [](const std::string& count) {
    return "{'ConsumedCapacity':{'TableName':'plain','CapacityUnits':" + count + "}}";
  };
  const std::string big = "{'pk':{'S':'a'},'v':{'S':'" + std::string(4096, 'x') + "'}}";
  CHECK(items.put("{'pk':{'S':'a'}}", total) == units("1.0"));
  CHECK(items.put(big, total) == units("5.0"));
  CHECK(items.get("{'pk':{'S':'b'}}", total) == units("0.5"));
  CHECK(items.get("{'pk':{'S':'b'}}", total + ",'ConsistentRead':true") == units("1.0"));
  CHECK(items.get("{'pk':{'S':'a'}}", total + ",'ProjectionExpression':'w'") ==
        "{'Item':{},'ConsumedCapacity':{'TableName':'plain','CapacityUnits':1.0}}");
  // The larger of before and after counts, whatever changes.
  CHECK(items.update("{'pk':{'S':'a'}}", total + ",'UpdateExpression':'REMOVE v'") == units("5.0"));
  CHECK(items.remove("{'pk':{'S':'a'}}", total) == units("1.0"));
  CHECK(items.remove("{'pk':{'S':'a'}}", ",'ReturnConsumedCapacity':'INDEXES'") ==
        "{'ConsumedCapacity':{'TableName':'plain','CapacityUnits':1.0,'Table':{'CapacityUnits':1.0}}}");
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
TEMPLATE_LIST_TEST_CASE("writes consume units of the indexes that they change", "", Stores) {
  ItemsUnderTest<TestType> items;
  const auto write = [&](const std::string& operation, const std::string& rest) {
    const auto json = nlohmann::json::parse(
        items.call(operation, quoted("{'TableName':'indexed','ReturnConsumedCapacity':'INDEXES'," + rest + "}")));
    const auto& capacity = json["ConsumedCapacity"];
    std::string text = std::to_string(capacity["Table"]["CapacityUnits"].template get<int>());
    for (const char* const kind : {"LocalSecondaryIndexes", "GlobalSecondaryIndexes"}) {
      if (!capacity.contains(kind)) continue;
      for (const auto& [name, index] : capacity[kind].items()) {
        text += " " + name + " " + std::to_string(index["CapacityUnits"].template get<int>());
      }
    }
    return text;
  };
  const std::string key = "'pk':{'S':'a'},'sk':{'N':'1'}";
  CHECK(write("PutItem", "'Item':{" + key + "}") == "1");
  CHECK(write("PutItem", "'Item':{" + key + ",'g':{'S':'g'},'l':{'S':'l'}}") == "1 by_l 1 by_g 1");
  CHECK(write("PutItem", "'Item':{" + key + ",'g':{'S':'g'},'h':{'B':'AQ=='},'l':{'S':'l'}}") ==
        "1 by_l 1 by_g 1 by_gh 1");
  CHECK(write("PutItem", "'Item':{" + key + ",'g':{'S':'other'},'h':{'B':'AQ=='},'l':{'S':'l'}}") ==
        "1 by_l 1 by_g 2 by_gh 2");
  CHECK(write("PutItem", "'Item':{" + key + ",'g':{'S':'other'},'h':{'B':'AQ=='},'l':{'S':'l'},'x':{'S':'x'}}") ==
        "1 by_l 1 by_g 1");
  CHECK(write("PutItem", "'Item':{" + key + ",'n':{'N':'1'},'x':{'S':'" + std::string(2000, 'x') + "'}}") ==
        "2 by_l 1 by_g 1 by_gh 1 by_n 2");
  CHECK(write("PutItem",
              "'Item':{" + key + ",'n':{'N':'1'},'x':{'S':'" + std::string(2000, 'x') + "'},'y':{'S':'y'}}") == "2");
  CHECK(write("DeleteItem", "'Key':{" + key + "}") == "2 by_n 2");
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ItemCollections.SizeMonitoring
TEMPLATE_LIST_TEST_CASE("writes to a table with local indexes tell the size of the item collection", "", Stores) {
  ItemsUnderTest<TestType> items;
  CHECK(items.run(
            "PutItem",
            "{'TableName':'indexed','Item':{'pk':{'S':'a'},'sk':{'N':'1'}},'ReturnItemCollectionMetrics':'SIZE'}") ==
        "{'ItemCollectionMetrics':{'ItemCollectionKey':{'pk':{'S':'a'}},'SizeEstimateRangeGB':[0.0,1.0]}}");
  CHECK(items.put("{'pk':{'S':'a'}}", ",'ReturnItemCollectionMetrics':'SIZE'") == "{}");
}

TEMPLATE_LIST_TEST_CASE("attributes of indexes have the type of the index, or are not there", "", Stores) {
  ItemsUnderTest<TestType> items;
  const auto put = [&](const std::string& rest) {
    return items.run("PutItem", "{'TableName':'indexed','Item':{'pk':{'S':'a'},'sk':{'N':'1'}," + rest + "}}");
  };
  const auto update = [&](const std::string& value) {
    return items.run("UpdateItem",
                     "{'TableName':'indexed','Key':{'pk':{'S':'a'},'sk':{'N':'1'}},'UpdateExpression':'SET g = :v',"
                     "'ExpressionAttributeValues':{':v':" +
                         value + "}}");
  };
  CHECK(put("'g':{'N':'1'}") == one_or_more + "Type mismatch for Index Key g Expected: S Actual: N IndexName: by_g");
  CHECK(
      put("'g':{'S':''}") ==
      invalid +
          "One or more parameter values are not valid. A value specified for a secondary index key is not supported. "
          "The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by_g, IndexKey: g");
  CHECK(put("'g':{'S':'" + std::string(2049, 'x') + "'}") ==
        one_or_more + "Size of hashkey has exceeded the maximum size limit of2048 bytes");
  CHECK(update("{'N':'1'}") == one_or_more + "Type mismatch for Index Key g Expected: S Actual: N IndexName: by_g");
  CHECK(update("{'S':''}") ==
        invalid +
            "One or more parameter values are not valid. The update expression attempted to update a secondary index "
            "key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty "
            "string value.");
  CHECK(update("{'S':'g'}") == "{}");
}

}  // namespace
