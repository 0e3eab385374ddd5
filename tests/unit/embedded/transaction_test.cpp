// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html and
// API_TransactGetItems.html
#include "item_tables.hpp"

#include <chrono>

namespace {

using Json = nlohmann::json;

const std::string invalid = "ValidationException: ";
const std::string one_error = invalid + "1 validation error detected: ";

template <class Backend>
struct TransactionsUnderTest : ItemsUnderTest<Backend> {
  std::string write(const std::string& actions, const std::string& rest = "") {
    return this->run("TransactWriteItems", "{'TransactItems':[" + actions + "]" + rest + "}");
  }
  // What a refused one says, and its reasons.
  Json refused(const std::string& operation, const std::string& actions) {
    std::string answer;
    const auto outcome = this->engine.run(operation, quoted("{'TransactItems':[" + actions + "]}"), answer);
    if (outcome) return "done";
    return {{"message", outcome.error().type + ": " + outcome.error().message},
            {"reasons", Json::parse("{" + outcome.error().members + "}")["CancellationReasons"]}};
  }
};

std::string put(const std::string& key, const std::string& rest = "") {
  return "{'Put':{'TableName':'plain','Item':{'pk':{'S':'" + key + "'},'v':{'N':'1'}}" + rest + "}}";
}
std::string check(const std::string& key, const std::string& condition) {
  return "{'ConditionCheck':{'TableName':'plain','Key':{'pk':{'S':'" + key + "'}},'ConditionExpression':'" + condition +
         "'}}";
}
std::string get(const std::string& key) {
  return "{'Get':{'TableName':'plain','Key':{'pk':{'S':'" + key + "'}}}}";
}

TEMPLATE_LIST_TEST_CASE("a transaction applies all its actions", "", Stores) {
  TransactionsUnderTest<TestType> items;
  items.put("{'pk':{'S':'old'}}");
  items.put("{'pk':{'S':'counter'},'v':{'N':'1'}}");
  CHECK(items.write(
            put("new") + "," +
            check("counter", "v = :v")
                .insert(check("counter", "v = :v").size() - 2, ",'ExpressionAttributeValues':{':v':{'N':'1'}}") +
            ",{'Delete':{'TableName':'plain','Key':{'pk':{'S':'old'}}}},"
            "{'Update':{'TableName':'indexed','Key':{'pk':{'S':'a'},'sk':{'N':'1'}},'UpdateExpression':'SET g = :g',"
            "'ExpressionAttributeValues':{':g':{'S':'g'}}}}") == "{}");
  CHECK(items.get("{'pk':{'S':'new'}}") == "{'Item':{'pk':{'S':'new'},'v':{'N':'1'}}}");
  CHECK(items.get("{'pk':{'S':'old'}}") == "{}");
  CHECK(items.run("TransactGetItems", "{'TransactItems':[" + get("new") + "," + get("old") +
                                          ",{'Get':{'TableName':'indexed','Key':{'pk':{'S':'a'},'sk':{'N':'1'}},"
                                          "'ProjectionExpression':'g'}}]}") ==
        "{'Responses':[{'Item':{'pk':{'S':'new'},'v':{'N':'1'}}},{},{'Item':{'g':{'S':'g'}}}]}");
}

TEMPLATE_LIST_TEST_CASE("a transaction with an action that fails applies none, and gives reasons in order", "",
                        Stores) {
  TransactionsUnderTest<TestType> items;
  items.put("{'pk':{'S':'a'},'v':{'S':'x'}}");
  const std::string absent = ",'ConditionExpression':'attribute_not_exists(pk)'";
  const Json refused = items.refused(
      "TransactWriteItems", put("b") + "," + put("a", absent + ",'ReturnValuesOnConditionCheckFailure':'ALL_OLD'") +
                                "," + check("c", "attribute_exists(pk)") +
                                ",{'Update':{'TableName':'plain','Key':{'pk':{'S':'d'}},'UpdateExpression':"
                                "'SET v = v + :v','ExpressionAttributeValues':{':v':{'N':'1'}}}}");
  CHECK(refused["message"] ==
        "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons "
        "[None, "
        "ConditionalCheckFailed, ConditionalCheckFailed, ValidationError]");
  CHECK(refused["reasons"] == Json::parse(R"([{"Code":"None"},
      {"Code":"ConditionalCheckFailed","Message":"The conditional request failed","Item":{"pk":{"S":"a"},"v":{"S":"x"}}},
      {"Code":"ConditionalCheckFailed","Message":"The conditional request failed"},
      {"Code":"ValidationError",
          "Message":"The provided expression refers to an attribute that does not exist in the item"}])"));
  CHECK(items.get("{'pk':{'S':'b'}}") == "{}");
}

TEMPLATE_LIST_TEST_CASE("a key that does not fit is a reason, too", "", Stores) {
  TransactionsUnderTest<TestType> items;
  const std::string wrong = "{'Delete':{'TableName':'plain','Key':{'p':{'S':'a'}}}}";
  CHECK(items.refused("TransactWriteItems", wrong + "," + put("b"))["reasons"] ==
        Json::parse(R"([{"Code":"ValidationError","Message":"The provided key element does not match the schema"},
            {"Code":"None"}])"));
  CHECK(items.refused("TransactGetItems", "{'Get':{'TableName':'plain','Key':{'p':{'S':'a'}}}}")["reasons"] ==
        Json::parse(R"([{"Code":"ValidationError","Message":"The provided key element does not match the schema"}])"));
}

TEMPLATE_LIST_TEST_CASE("beside a key that does not fit, other actions have reasons of their own", "", Stores) {
  TransactionsUnderTest<TestType> items;
  const std::string long_key(2049, 'k');
  const Json refused =
      items.refused("TransactWriteItems", put("a") + "," + put(long_key) + "," + check("none", "attribute_exists(pk)"));
  REQUIRE(refused["reasons"].size() == 3);
  CHECK(refused["reasons"][0]["Code"] == "None");
  CHECK(refused["reasons"][1]["Code"] == "ValidationError");
  CHECK(refused["reasons"][2]["Code"] == "ConditionalCheckFailed");
  CHECK(items.get("{'pk':{'S':'a'}}") == "{}");
}

TEMPLATE_LIST_TEST_CASE("a transaction costs twice what its actions would", "", Stores) {
  TransactionsUnderTest<TestType> items;
  CHECK(items.write(put("a") + "," + put("b"), ",'ReturnConsumedCapacity':'INDEXES'") ==
        "{'ConsumedCapacity':[{'TableName':'plain','CapacityUnits':4.0,'WriteCapacityUnits':4.0,"
        "'Table':{'CapacityUnits':4.0,'WriteCapacityUnits':4.0}}]}");
  CHECK(items.run("TransactGetItems",
                  "{'TransactItems':[" + get("a") + "," + get("none") + "],'ReturnConsumedCapacity':'TOTAL'}") ==
        "{'Responses':[{'Item':{'pk':{'S':'a'},'v':{'N':'1'}}},{}],"
        "'ConsumedCapacity':[{'TableName':'plain','CapacityUnits':4.0,'ReadCapacityUnits':4.0}]}");
}

TEMPLATE_LIST_TEST_CASE("a token lets a transaction be applied once within ten minutes", "", Stores) {
  TransactionsUnderTest<TestType> items;
  const auto add = [&](const std::string& amount, const std::string& rest = "") {
    return items.write(
        "{'Update':{'TableName':'plain','Key':{'pk':{'S':'a'}},'UpdateExpression':'ADD v :v',"
        "'ExpressionAttributeValues':{':v':{'N':'" +
            amount + "'}}}}",
        ",'ClientRequestToken':'token'" + rest);
  };
  const auto value = [&] { return items.get("{'pk':{'S':'a'}}"); };
  CHECK(add("1") == "{}");
  CHECK(add("1", ",'ReturnConsumedCapacity':'TOTAL'") ==
        "{'ConsumedCapacity':[{'TableName':'plain','CapacityUnits':2.0,'ReadCapacityUnits':2.0}]}");
  CHECK(value() == "{'Item':{'pk':{'S':'a'},'v':{'N':'1'}}}");
  CHECK(add("2").starts_with("IdempotentParameterMismatchException: "));
  CHECK(items.write(put("a", ",'ConditionExpression':'v v'"), ",'ClientRequestToken':'token'")
            .starts_with("IdempotentParameterMismatchException: "));
  CHECK(
      items.write("{'Put':{'Item':{'pk':{'S':'a'}}}}", ",'ClientRequestToken':'token'") ==
      one_error +
          "Value null at 'transactItems.1.member.put.tableName' failed to satisfy constraint: Member must not be null");
  items.now += std::chrono::minutes(9);
  CHECK(add("1") == "{}");
  CHECK(value() == "{'Item':{'pk':{'S':'a'},'v':{'N':'1'}}}");
  items.now += std::chrono::minutes(1);
  CHECK(add("2") == "{}");
  CHECK(value() == "{'Item':{'pk':{'S':'a'},'v':{'N':'3'}}}");
}

TEMPLATE_LIST_TEST_CASE("a transaction that failed may be tried again with its token", "", Stores) {
  TransactionsUnderTest<TestType> items;
  const std::string exists = ",'ConditionExpression':'attribute_exists(pk)'";
  const std::string token = ",'ClientRequestToken':'token'";
  CHECK(items.write(put("a", exists), token).starts_with("TransactionCanceledException"));
  items.put("{'pk':{'S':'a'}}");
  CHECK(items.write(put("a", exists), token) == "{}");
  CHECK(items.get("{'pk':{'S':'a'}}") == "{'Item':{'pk':{'S':'a'},'v':{'N':'1'}}}");
}

TEMPLATE_LIST_TEST_CASE("transactions are refused with the service's texts", "", Stores) {
  TransactionsUnderTest<TestType> items;
  CHECK(items.write("") == one_error +
                               "Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length "
                               "greater than or equal to 1");
  std::string many;
  for (int i = 0; i < 100; ++i) many += (i == 0 ? "" : ",") + put(std::to_string(i));
  CHECK(items.write(many) == "{}");
  CHECK(items.write(many + "," + put("100"))
            .find("'transactItems' failed to satisfy constraint: Member must have length less "
                  "than or equal to 100") != std::string::npos);
  CHECK(items.write(put("a") + "," + check("a", "attribute_exists(pk)")) ==
        invalid + "Transaction request cannot include multiple operations on one item");
  CHECK(items.run("TransactGetItems", "{'TransactItems':[" + get("a") + "," + get("a") + "]}") ==
        invalid + "Transaction request cannot include multiple operations on one item");
  CHECK(items.write("{}") == invalid + "TransactItems can only contain one of Check, Put, Update or Delete");
  for (const char* const none :
       {"{}", "{'Get':null}", "{'Get':{'TableName':'plain','Key':{'pk':{'S':'b'}}},'Get':null}"}) {
    CHECK(items.run("TransactGetItems", "{'TransactItems':[" + get("a") + "," + none + "]}") ==
          one_error +
              "Value null at 'transactItems.2.member.get' failed to satisfy constraint: Member must not be null");
  }
  CHECK(items.run("TransactGetItems", "{'TransactItems':[{'Get':{'TableName':'x'}}]}") ==
        invalid +
            "2 validation errors detected: Value 'x' at 'transactItems.1.member.get.tableName' failed to satisfy "
            "constraint: Member must have length greater than or equal to 3; Value null at "
            "'transactItems.1.member.get.key' failed to satisfy constraint: Member must not be null");
  CHECK(items.write("{'ConditionCheck':{'TableName':'plain','Key':{'pk':{'S':'a'}}}}") ==
        one_error +
            "Value null at 'transactItems.1.member.conditionCheck.conditionExpression' failed to satisfy constraint: "
            "Member must not be null");
  CHECK(items.write(put("a") + ",{'Delete':{'TableName':'a b'}}") ==
        invalid +
            "2 validation errors detected: Value 'a b' at 'transactItems.2.member.delete.tableName' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value null at "
            "'transactItems.2.member.delete.key' failed to satisfy constraint: Member must not be null");
  CHECK(items.write(put("a"), ",'ClientRequestToken':'" + std::string(37, 'x') + "'") ==
        one_error + "Value '" + std::string(37, 'x') +
            "' at 'clientRequestToken' failed to satisfy constraint: Member must have "
            "length less than or equal to 36");
  CHECK(items.write(put("")) ==
        invalid +
            "One or more parameter values are not valid. The AttributeValue for a key attribute "
            "cannot contain an empty string value. Key: pk");
  CHECK(items.write("{'Put':{'TableName':'other','Item':{'pk':{'S':'a'}}}}") ==
        "ResourceNotFoundException: Requested resource not found");
  std::string large;
  for (int i = 0; i < 11; ++i) {
    large += (i == 0 ? "" : ",") + ("{'Put':{'TableName':'plain','Item':{'pk':{'S':'" + std::to_string(i) +
                                    "'},'v':{'S':'" + std::string(390'000, 'x') + "'}}}}");
  }
  CHECK(items.write(large).starts_with(invalid + "Collection size of items exceeded"));
  // What updates make of the items counts, too.
  std::string updates;
  for (int i = 0; i < 11; ++i) {
    updates += (i == 0 ? "" : ",") + ("{'Update':{'TableName':'plain','Key':{'pk':{'S':'" + std::to_string(i) +
                                      "'}},'UpdateExpression':'SET v = :v','ExpressionAttributeValues':{':v':{'S':'" +
                                      std::string(390'000, 'x') + "'}}}}");
  }
  CHECK(items.write(updates).starts_with(invalid + "Collection size of items exceeded"));
  CHECK(items.get("{'pk':{'S':'10'}}") == "{'Item':{'pk':{'S':'10'},'v':{'N':'1'}}}");
}

}  // namespace
