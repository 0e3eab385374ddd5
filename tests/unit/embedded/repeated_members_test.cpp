// Requests in which a member stands twice. DynamoDB Local, whose parser is the service's, takes the last one.
#include "item_tables.hpp"
#include "stores.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace {

const std::string a = "{'pk':{'S':'a'}}";
const std::string b = "{'pk':{'S':'b'}}";

TEMPLATE_LIST_TEST_CASE("of two items or keys the last one counts", "", Stores) {
  ItemsUnderTest<TestType> items;
  const std::string long_item = "{'pk':{'S':'long'},'text':{'S':'" + std::string(10'000, 'x') + "'}}";
  CHECK(items.put(long_item, ",'Item':" + b) == "{}");
  CHECK(items.put(b, ",'Item':" + a) == "{}");
  CHECK(items.json("Scan", "{'TableName':'plain'}")["Count"] == 2);
  CHECK(items.get(a, ",'Key':" + b) == "{'Item':" + b + "}");
  CHECK(items.put(a, ",'Item':null").starts_with("ValidationException: "));
  CHECK(items.remove(a, ",'Key':" + b) == "{}");
  CHECK(items.get(a) == "{'Item':" + a + "}");
}

TEMPLATE_LIST_TEST_CASE("of two lists of placeholders, or two placeholders, the last one counts", "", Stores) {
  ItemsUnderTest<TestType> items;
  CHECK(items.put(b) == "{}");
  const auto found = [&](const std::string& rest) {
    const auto answer = items.json("Query", "{'TableName':'plain','KeyConditionExpression':'#p = :p'," + rest + "}");
    INFO(answer);
    return answer.is_object() && answer["Count"] == 1;
  };
  const std::string names = "'ExpressionAttributeNames':{'#p':'pk'}";
  const std::string values = "'ExpressionAttributeValues':{':p':{'S':'b'}}";
  CHECK(found(names + ",'ExpressionAttributeValues':{':q':{'S':'a'}}," + values));
  CHECK(found(values + ",'ExpressionAttributeNames':{'#q':'x'}," + names));
  CHECK(found(values + ",'ExpressionAttributeNames':{'#p':'x','#p':'pk'}"));
}

TEMPLATE_LIST_TEST_CASE("of two lists of a batch the last one counts", "", Stores) {
  ItemsUnderTest<TestType> items;
  const std::string put_a = "{'plain':[{'PutRequest':{'Item':" + a + "}}]}";
  const std::string put_b = "{'plain':[{'PutRequest':{'Item':" + b + "}}]}";
  const std::string both = put_a.substr(0, put_a.size() - 1) + "," + put_b.substr(1);
  for (const std::string& body :
       {"{'RequestItems':" + put_a + ",'RequestItems':" + put_b + "}", "{'RequestItems':" + both + "}"}) {
    CHECK(items.run("BatchWriteItem", body) == "{'UnprocessedItems':{}}");
    CHECK(items.get(a) == "{}");
    CHECK(items.get(b) == "{'Item':" + b + "}");
    items.remove(b);
  }
  items.put(b);
  const std::string found = "{'Responses':{'plain':[" + b + "]},'UnprocessedKeys':{}}";
  const std::string get_a = "'plain':{'Keys':[" + a + "]}";
  const std::string get_b = "'plain':{'Keys':[" + b + "]}";
  CHECK(items.run("BatchGetItem", "{'RequestItems':{" + get_a + "},'RequestItems':{" + get_b + "}}") == found);
  CHECK(items.run("BatchGetItem", "{'RequestItems':{" + get_a + "," + get_b + "}}") == found);
  CHECK(items.run("BatchGetItem", "{'RequestItems':{'plain':{'Keys':[" + a + "],'Keys':[" + b + "]}}}") == found);
}

TEMPLATE_LIST_TEST_CASE("of two lists of actions, or two gets in one action, the last one counts", "", Stores) {
  ItemsUnderTest<TestType> items;
  const auto put = [](const std::string& item) { return "[{'Put':{'TableName':'plain','Item':" + item + "}}]"; };
  CHECK(items.run("TransactWriteItems", "{'TransactItems':" + put(a) + ",'TransactItems':" + put(b) + "}") == "{}");
  CHECK(items.get(a) == "{}");
  const auto get = [](const std::string& key, const std::string& rest = "") {
    return "'Get':{'TableName':'plain','Key':" + key + rest + "}";
  };
  const std::string found = "{'Responses':[{'Item':" + b + "}]}";
  CHECK(items.run("TransactGetItems", "{'TransactItems':[{" + get(a) + "}],'TransactItems':[{" + get(b) + "}]}") ==
        found);
  CHECK(items.run("TransactGetItems",
                  "{'TransactItems':[{" + get(a, ",'ProjectionExpression':'x'") + "," + get(b) + "}]}") == found);
}

}  // namespace
