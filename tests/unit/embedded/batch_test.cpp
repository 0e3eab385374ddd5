// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html and API_BatchWriteItem.html
#include "item_tables.hpp"

namespace {

using Json = nlohmann::json;

const std::string invalid = "ValidationException: ";

std::string puts(int from, int to) {
  std::string list;
  for (int i = from; i < to; ++i) {
    list +=
        (list.empty() ? "" : ",") + ("{'PutRequest':{'Item':{'pk':{'S':'" + std::to_string(i) + "'},'v':{'S':'x'}}}}");
  }
  return list;
}

std::string keys(int from, int to) {
  std::string list;
  for (int i = from; i < to; ++i) list += (list.empty() ? "{'pk':{'S':'" : ",{'pk':{'S':'") + std::to_string(i) + "'}}";
  return list;
}

TEMPLATE_LIST_TEST_CASE("a batch gives the metrics of each collection once", "", Stores) {
  ItemsUnderTest<TestType> items;
  CHECK(items.run("BatchWriteItem",
                  "{'ReturnItemCollectionMetrics':'SIZE','RequestItems':{'indexed':["
                  "{'PutRequest':{'Item':{'pk':{'S':'a'},'sk':{'N':'1'}}}},"
                  "{'PutRequest':{'Item':{'pk':{'S':'b'},'sk':{'N':'1'}}}},"
                  "{'DeleteRequest':{'Key':{'pk':{'S':'a'},'sk':{'N':'2'}}}}]}}") ==
        "{'UnprocessedItems':{},'ItemCollectionMetrics':{'indexed':["
        "{'ItemCollectionKey':{'pk':{'S':'a'}},'SizeEstimateRangeGB':[0.0,1.0]},"
        "{'ItemCollectionKey':{'pk':{'S':'b'}},'SizeEstimateRangeGB':[0.0,1.0]}]}}");
}

TEMPLATE_LIST_TEST_CASE("a batch writes and reads several tables", "", Stores) {
  ItemsUnderTest<TestType> items;
  CHECK(items.json("BatchWriteItem",
                   "{'ReturnConsumedCapacity':'INDEXES','ReturnItemCollectionMetrics':'SIZE','RequestItems':"
                   "{'plain':[" +
                       puts(0, 3) +
                       ",{'DeleteRequest':{'Key':{'pk':{'S':'9'}}}}],"
                       "'indexed':[{'PutRequest':{'Item':{'pk':{'S':'a'},'sk':{'N':'1'},'g':{'S':'g'}}}}]}}") ==
        Json::parse(R"({"UnprocessedItems":{},
            "ItemCollectionMetrics":{"indexed":[{"ItemCollectionKey":{"pk":{"S":"a"}},"SizeEstimateRangeGB":[0.0,1.0]}]},
            "ConsumedCapacity":[
                {"TableName":"indexed","CapacityUnits":2.0,"Table":{"CapacityUnits":1.0},
                    "GlobalSecondaryIndexes":{"by_g":{"CapacityUnits":1.0}}},
                {"TableName":"plain","CapacityUnits":4.0,"Table":{"CapacityUnits":4.0}}]})"));
  CHECK(items.json("BatchGetItem",
                   "{'ReturnConsumedCapacity':'TOTAL','RequestItems':{"
                   "'plain':{'Keys':[" +
                       keys(1, 5) +
                       "],'ProjectionExpression':'#p','ExpressionAttributeNames':{'#p':'pk'}},"
                       "'indexed':{'ConsistentRead':true,'Keys':[{'pk':{'S':'a'},'sk':{'N':'1.0'}}]}}}") ==
        Json::parse(R"({"Responses":{"plain":[{"pk":{"S":"1"}},{"pk":{"S":"2"}}],
                "indexed":[{"pk":{"S":"a"},"sk":{"N":"1"},"g":{"S":"g"}}]},
            "UnprocessedKeys":{},
            "ConsumedCapacity":[{"TableName":"indexed","CapacityUnits":1.0},{"TableName":"plain","CapacityUnits":2.0}]})"));
}

TEMPLATE_LIST_TEST_CASE("a batch that reads more than 16 MB says what is left", "", Stores) {
  ItemsUnderTest<TestType> items;
  for (int i = 0; i < 60; ++i) {
    // 300 KB: 2 bytes of the first name, 1 or 2 of its value, 1 of the second name.
    const std::string key = std::to_string(i);
    items.put("{'pk':{'S':'" + key + "'},'v':{'S':'" + std::string(300 * 1024 - 3 - key.size(), 'x') + "'}}");
  }
  const std::string parameters = "'ProjectionExpression':'#p','ExpressionAttributeNames':{'#p':'pk'}";
  Json page =
      items.json("BatchGetItem", "{'RequestItems':{'plain':{'Keys':[" + keys(0, 60) + "]," + parameters + "}}}");
  CHECK(page["Responses"]["plain"].size() == 52);
  CHECK(page["UnprocessedKeys"] == Json::parse(quoted("{'plain':{'Keys':[" + keys(52, 60) + "]," + parameters + "}}")));
  page = items.json("BatchGetItem", "{'RequestItems':" + page["UnprocessedKeys"].dump() + "}");
  CHECK(page["Responses"]["plain"].size() == 8);
  CHECK(page["UnprocessedKeys"].empty());
}

TEMPLATE_LIST_TEST_CASE("a batch reads 1 MB of a partition if it is to be cut", "", Stores) {
  // "more than 1MB per partition is requested"
  const auto fill = [](ItemsUnderTest<TestType>& items) {
    for (const char* const partition : {"a", "b"}) {
      for (int i = 0; i < 4; ++i) {
        items.run("PutItem", "{'TableName':'indexed','Item':{'pk':{'S':'" + std::string(partition) + "'},'sk':{'N':'" +
                                 std::to_string(i) + "'},'v':{'S':'" + std::string(390 * 1024, 'x') + "'}}}");
      }
    }
  };
  const auto key = [](const std::string& partition, int sort) {
    return "{'pk':{'S':'" + partition + "'},'sk':{'N':'" + std::to_string(sort) + "'}}";
  };
  const std::string keys = key("a", 0) + "," + key("b", 0) + "," + key("a", 1) + "," + key("a", 2) + "," + key("b", 9) +
                           "," + key("a", 3) + "," + key("b", 1);
  const std::string body = "{'RequestItems':{'indexed':{'ConsistentRead':true,'Keys':[" + keys + "]}}}";
  ItemsUnderTest<TestType> items({.cut_batch_gets = true});
  fill(items);
  Json page = items.json("BatchGetItem", body);
  CHECK(page["Responses"]["indexed"].size() == 4);
  CHECK(page["UnprocessedKeys"] ==
        Json::parse(quoted("{'indexed':{'ConsistentRead':true,'Keys':[" + key("a", 2) + "," + key("a", 3) + "]}}")));
  page = items.json("BatchGetItem", "{'RequestItems':" + page["UnprocessedKeys"].dump() + "}");
  CHECK(page["Responses"]["indexed"].size() == 2);
  CHECK(page["UnprocessedKeys"].empty());

  ItemsUnderTest<TestType> whole;
  fill(whole);
  CHECK(whole.json("BatchGetItem", body)["UnprocessedKeys"].empty());
}

TEMPLATE_LIST_TEST_CASE("batches are refused with the service's texts", "", Stores) {
  ItemsUnderTest<TestType> items;
  const auto get = [&](const std::string& tables) {
    return items.run("BatchGetItem", "{'RequestItems':" + tables + "}");
  };
  const auto write = [&](const std::string& tables) {
    return items.run("BatchWriteItem", "{'RequestItems':" + tables + "}");
  };
  const std::string twice = invalid + "Provided list of item keys contains duplicates";
  const std::string mismatch = invalid + "The provided key element does not match the schema";
  const std::string not_found = "ResourceNotFoundException: Requested resource not found";
  CHECK(items.run("BatchGetItem", "{}") == invalid +
                                               "1 validation error detected: Value null at 'requestItems' failed to "
                                               "satisfy constraint: Member must not be null");
  CHECK(get("{}") == invalid + "The requestItems parameter is required for BatchGetItem");
  CHECK(get("{'plain':{'Keys':[]}}") ==
        invalid +
            "1 validation error detected: Value '[]' at 'requestItems.plain.member.keys' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1");
  CHECK(get("{'plain':{'Keys':[" + keys(0, 101) + "]}}") ==
        invalid + "Too many items requested for the BatchGetItem call");
  CHECK(get("{'plain':{'Keys':[" + keys(0, 100) + "]}}") == "{'Responses':{'plain':[]},'UnprocessedKeys':{}}");
  CHECK(get("{'plain':{'Keys':[" + keys(1, 2) + "," + keys(1, 2) + "]}}") == twice);
  CHECK(get("{'plain':{'Keys':[{'p':{'S':'a'}}]}}") == mismatch);
  CHECK(get("{'other':{'Keys':[" + keys(0, 1) + "]}}") == not_found);
  CHECK(write("{}") == invalid + "The requestItems parameter is required for BatchWriteItem");
  const std::string length = invalid +
                             "1 validation error detected: Value at 'requestItems' failed to satisfy constraint: Map "
                             "value must satisfy constraint: [Member must have length less than or equal to 25, "
                             "Member must have length greater than or equal to 1]";
  CHECK(write("{'plain':[]}") == length);
  CHECK(write("{'plain':[" + puts(0, 26) + "]}") == length);
  CHECK(write("{'plain':[" + puts(0, 25) + "],'indexed':[" + puts(0, 1) + "]}") ==
        invalid + "Too many items requested for the BatchWriteItem call");
  CHECK(write("{'plain':[" + puts(1, 2) + ",{'DeleteRequest':{'Key':{'pk':{'S':'1'}}}}]}") == twice);
  CHECK(write("{'plain':[{}]}") ==
        invalid +
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one "
            "of the supported datatypes");
  CHECK(write("{'plain':[{'PutRequest':{'Item':{'pk':{'N':'1'}}}}]}") == mismatch);
  CHECK(write("{'plain':[{'PutRequest':{'Item':{'v':{'N':'1'}}}}]}") ==
        invalid + "One or more parameter values were invalid: Missing the key pk in the item");
  CHECK(write("{'plain':[" + puts(0, 1) + "],'other':[" + puts(0, 1) + "]}") == not_found);
  // Nothing of a refused batch was written.
  CHECK(get("{'plain':{'Keys':[" + keys(0, 3) + "]}}") == "{'Responses':{'plain':[]},'UnprocessedKeys':{}}");
}

}  // namespace
