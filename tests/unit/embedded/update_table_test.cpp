// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
#include "engine_calls.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace {

using Json = nlohmann::json;

const std::string wrong = "ValidationException: One or more parameter values were invalid: ";
const Json units = {{"ReadCapacityUnits", 5}, {"WriteCapacityUnits", 6}};

Json definition(const std::string& name, const std::string& type = "S") {
  return {{"AttributeName", name}, {"AttributeType", type}};
}
Json create(const std::string& name, const std::string& attribute, const Json& throughput = nullptr) {
  Json index = {{"IndexName", name},
                {"KeySchema", Json::array({{{"AttributeName", attribute}, {"KeyType", "HASH"}}})},
                {"Projection", {{"ProjectionType", "ALL"}}}};
  if (!throughput.is_null()) index["ProvisionedThroughput"] = throughput;
  return {{"Create", index}};
}
Json drop(const std::string& name) {
  return {{"Delete", {{"IndexName", name}}}};
}
Json update(const std::string& name, const Json& throughput) {
  return {{"Update", {{"IndexName", name}, {"ProvisionedThroughput", throughput}}}};
}
Json indexes(const Json& updates, const Json& definitions = Json::array({definition("b")})) {
  return {{"AttributeDefinitions", definitions}, {"GlobalSecondaryIndexUpdates", updates}};
}

template <class Backend>
struct Lab : EngineUnderTest<Backend> {
  explicit Lab(const std::string& billing = "PAY_PER_REQUEST") {
    Json body = {{"TableName", "table"},
                 {"BillingMode", billing},
                 {"AttributeDefinitions", Json::array({definition("a")})},
                 {"KeySchema", Json::array({{{"AttributeName", "a"}, {"KeyType", "HASH"}}})}};
    if (billing == "PROVISIONED") body["ProvisionedThroughput"] = units;
    REQUIRE(this->answer("CreateTable", body).contains("TableDescription"));
  }
  /// The refusal, or nothing.
  std::string refused(Json changes) {
    changes["TableName"] = "table";
    const std::string outcome = this->call("UpdateTable", changes);
    return outcome.starts_with("{") ? std::string() : outcome;
  }
  Json table() { return this->answer("DescribeTable", Json{{"TableName", "table"}})["Table"]; }
  void put(const std::string& item) {
    REQUIRE(this->call("PutItem", R"({"TableName":"table","Item":)" + item + "}") == "{}");
  }
};

TEST_CASE("an update that says nothing, or too much at once, is refused as the service refuses it") {
  Lab<InMemory> test;
  const std::string nothing =
      "ValidationException: At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
      "GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, "
      "MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required";
  const Json stream = {{"StreamEnabled", true}, {"StreamViewType", "NEW_IMAGE"}};
  const std::string alone = " modification must be the only operation in the request";
  CHECK(test.refused(Json::object()) == nothing);
  CHECK(test.refused(indexes(Json::array())) == nothing);
  CHECK(test.refused({{"GlobalSecondaryIndexUpdates", Json::array()}, {"DeletionProtectionEnabled", true}}) ==
        wrong + "List of GlobalSecondaryIndexUpdates is empty");
  for (const std::string parameter : {"ReplicaUpdates", "MultiRegionConsistency", "GlobalTableWitnessUpdates",
                                      "GlobalTableSettingsReplicationMode"}) {
    const std::string refused =
        "ValidationException: The parameter " + parameter + " is of global tables, which this engine does not have";
    CHECK(test.refused({{parameter, Json::array()}}) == refused);
    CHECK(test.refused({{parameter, Json::array()}, {"DeletionProtectionEnabled", true}}) == refused);
  }
  CHECK(test.refused({{"TableClass", "STANDARD"}, {"DeletionProtectionEnabled", true}}) ==
        wrong + "TableClass" + alone);
  CHECK(test.refused({{"StreamSpecification", stream}, {"DeletionProtectionEnabled", true}}) ==
        wrong + "DeletionProtection" + alone);
  CHECK(test.refused({{"SSESpecification", {{"Enabled", true}}}, {"DeletionProtectionEnabled", true}}) ==
        wrong + "Server-Side Encryption" + alone);
  Json both = indexes(Json::array({create("idx", "b")}));
  both["StreamSpecification"] = stream;
  CHECK(test.refused(both) == wrong + "You cannot create or delete index while changing stream status");
  both.erase("StreamSpecification");
  both["ProvisionedThroughput"] = units;
  CHECK(test.refused(both) == wrong + "You cannot create or delete index while updating table IOPS");
  CHECK(test.call("UpdateTable", Json{{"TableName", "other"}, {"DeletionProtectionEnabled", true}}) ==
        "ResourceNotFoundException: Requested resource not found: Table: other not found");
}

TEST_CASE("index updates are refused as the service refuses them") {
  Lab<InMemory> test;
  const std::string limit =
      "LimitExceededException: Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously "
      "per table";
  CHECK(test.refused(indexes(Json::array({create("one", "b"), create("two", "b")}))) == limit);
  CHECK(test.refused(indexes(Json::array({create("one", "b"), drop("two")}))) == limit);
  CHECK(test.refused(indexes(Json::array({create("one", "b"), drop("one")}))) ==
        wrong + "Only one global secondary index update per index is allowed simultaneously. Index: one");
  CHECK(test.refused(indexes(Json::array({Json::object()}))) ==
        wrong +
            "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
            "GlobalSecondaryIndexUpdate.Delete must not be null");
  Json two = create("one", "b");
  two.update(drop("two"));
  CHECK(test.refused(indexes(Json::array({two}))) ==
        wrong + "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object");
  CHECK(test.refused({{"GlobalSecondaryIndexUpdates", Json::array({{{"Update", {{"IndexName", "one"}}}}})}}) ==
        "ValidationException: 1 validation error detected: Value null at "
        "'globalSecondaryIndexUpdates.1.member.update.provisionedThroughput' failed to satisfy constraint: Member must "
        "not "
        "be null");
  CHECK(test.refused({{"GlobalSecondaryIndexUpdates", Json::array({create("one", "b")})}}) ==
        wrong + "AttributeDefinitions is not specified for index: one");
  // A key of the table counts only if the request defines it, too.
  CHECK(test.refused(indexes(Json::array({create("one", "a")}))) ==
        wrong +
            "Some index key attributes are not defined in AttributeDefinitions. Keys: [a], AttributeDefinitions: [b]");
  CHECK(test.refused(indexes(Json::array({create("one", "b", units)}))) ==
        wrong +
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: one when BillingMode is "
            "PAY_PER_REQUEST");
  CHECK(test.refused(indexes(Json::array({drop("one")}))) == "ResourceNotFoundException: Requested resource not found");
  CHECK(test.refused(indexes(Json::array({create("one", "b")}))).empty());
  CHECK(test.refused(indexes(Json::array({create("one", "b")}))) ==
        "ValidationException: Attempting to create an index which already exists");
  CHECK(test.refused(indexes(Json::array({update("one", units)}))) ==
        wrong +
            "The only Updates for index: one when TableThroughputMode is PAY_PER_REQUEST can be to "
            "OnDemandThroughput, WarmThroughput");
}

TEST_CASE("billing and throughput change as the service lets them") {
  Lab<InMemory> test;
  REQUIRE(test.refused(indexes(Json::array({create("one", "b")}))).empty());
  CHECK(test.refused({{"ProvisionedThroughput", units}}) ==
        wrong +
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
  CHECK(test.refused({{"BillingMode", "PROVISIONED"}}) ==
        wrong + "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  CHECK(test.refused({{"BillingMode", "PROVISIONED"}, {"ProvisionedThroughput", units}}) ==
        wrong + "ProvisionedThroughput must be specified for index: one");
  CHECK(test.refused({{"BillingMode", "PROVISIONED"},
                      {"ProvisionedThroughput", units},
                      {"GlobalSecondaryIndexUpdates", Json::array({update("one", units)})}})
            .empty());
  CHECK(test.table()["ProvisionedThroughput"]["WriteCapacityUnits"] == 6);
  CHECK(test.table()["BillingModeSummary"]["BillingMode"] == "PROVISIONED");
  CHECK(
      test.refused({{"ProvisionedThroughput", units}}) ==
      "ValidationException: The provisioned throughput for the table will not change. The requested value equals the "
      "current value. Current ReadCapacityUnits provisioned for the table: 5. Requested ReadCapacityUnits: 5. Current "
      "WriteCapacityUnits provisioned for the table: 6. Requested WriteCapacityUnits: 6. Refer to the Amazon DynamoDB "
      "Developer Guide for current limits and how to request higher limits.");
  CHECK(test.refused(indexes(Json::array({create("two", "b")}))) ==
        wrong + "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: two");
  CHECK(test.refused({{"BillingMode", "PAY_PER_REQUEST"}}).empty());
  CHECK(test.table()["ProvisionedThroughput"]["WriteCapacityUnits"] == 0);
}

TEST_CASE("a stream is switched on and off, and protection with it") {
  Lab<InMemory> test;
  const auto stream = [&](const Json& specification) { return test.refused({{"StreamSpecification", specification}}); };
  CHECK(stream({{"StreamEnabled", true}}) == wrong + "If stream is being enabled then UpdateViewType is required");
  CHECK(stream({{"StreamEnabled", false}}) == "ValidationException: Table has no stream to disable: TableName: table");
  CHECK(stream({{"StreamEnabled", true}, {"StreamViewType", "NEW_IMAGE"}}).empty());
  CHECK(test.table()["StreamSpecification"]["StreamViewType"] == "NEW_IMAGE");
  CHECK(stream({{"StreamEnabled", true}, {"StreamViewType", "KEYS_ONLY"}}) ==
        "ValidationException: Table already has an enabled stream: TableName: table");
  CHECK(stream({{"StreamEnabled", false}, {"StreamViewType", "NEW_IMAGE"}}) ==
        wrong + "If stream is being disabled, then UpdateViewType must not be specified");
  CHECK(stream({{"StreamEnabled", false}}).empty());
  CHECK_FALSE(test.table().contains("StreamSpecification"));
  CHECK(test.refused({{"DeletionProtectionEnabled", true}}).empty());
  CHECK(test.table()["DeletionProtectionEnabled"] == true);
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
TEST_CASE("the time to live of a table has one attribute at a time") {
  Lab<InMemory> test;
  const auto change = [&](const Json& specification) {
    return test.call("UpdateTimeToLive", Json{{"TableName", "table"}, {"TimeToLiveSpecification", specification}});
  };
  const auto described = [&] { return test.answer("DescribeTimeToLive", Json{{"TableName", "table"}}); };
  CHECK(described() == Json::parse(R"({"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}})"));
  CHECK(change({{"AttributeName", "t"}, {"Enabled", false}}) == "ValidationException: TimeToLive is already disabled");
  CHECK(change({{"AttributeName", "t"}, {"Enabled", true}}) ==
        R"({"TimeToLiveSpecification":{"Enabled":true,"AttributeName":"t"}})");
  CHECK(described() == Json::parse(R"({"TimeToLiveDescription":{"TimeToLiveStatus":"ENABLED","AttributeName":"t"}})"));
  CHECK(change({{"AttributeName", "t"}, {"Enabled", true}}) == "ValidationException: TimeToLive is already enabled");
  CHECK(change({{"AttributeName", "u"}, {"Enabled", true}}) ==
        "ValidationException: TimeToLive is active on a different AttributeName: current AttributeName is t");
  CHECK(
      change({{"AttributeName", ""}, {"Enabled", true}}) ==
      "ValidationException: 1 validation error detected: Value '' at 'timeToLiveSpecification.attributeName' failed to "
      "satisfy constraint: Member must have length greater than or equal to 1");
  CHECK(change({{"AttributeName", "t"}, {"Enabled", false}}).starts_with("{"));
  CHECK(described()["TimeToLiveDescription"]["TimeToLiveStatus"] == "DISABLED");
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html
TEST_CASE("tags are added, replaced and removed") {
  Lab<InMemory> test;
  const std::string arn = test.table()["TableArn"];
  const auto tag = [&](const Json& tags) {
    return test.call("TagResource", Json{{"ResourceArn", arn}, {"Tags", tags}});
  };
  const std::string invalid_key = "ValidationException: The Tag Key provided is invalid";
  const auto characters = [](int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "\xC3\xA9";
    return text;
  };
  const auto tags = [&] { return test.answer("ListTagsOfResource", Json{{"ResourceArn", arn}})["Tags"]; };
  CHECK(tag(Json::array({{{"Key", "k"}, {"Value", "v"}}, {{"Key", "e"}, {"Value", ""}}})) == "{}");
  CHECK(tag(Json::array({{{"Key", "k"}, {"Value", "w"}}})) == "{}");
  CHECK(tags() == Json::parse(R"([{"Key":"k","Value":"w"},{"Key":"e","Value":""}])"));
  CHECK(test.call("UntagResource", Json{{"ResourceArn", arn}, {"TagKeys", {"e", "never"}}}) == "{}");
  CHECK(tags() == Json::parse(R"([{"Key":"k","Value":"w"}])"));
  CHECK(tag(Json::array()) == "ValidationException: Atleast one Tag needs to be provided as Input.");
  CHECK(tag(Json::array({{{"Key", "k"}, {"Value", "v"}}, {{"Key", "k"}, {"Value", "w"}}})) ==
        "ValidationException: Duplicate Tag Keys provided as input: Duplicate Tag Key found k");
  CHECK(tag(Json::array({{{"Key", characters(129)}, {"Value", "v"}}})).starts_with(invalid_key));
  CHECK(tag(Json::array({{{"Key", characters(128)}, {"Value", characters(256)}}})) == "{}");
  CHECK(test.call("UntagResource", Json{{"ResourceArn", arn}, {"TagKeys", {characters(128)}}}) == "{}");
  CHECK(tag(Json::array({{{"Key", "aws:k"}, {"Value", "v"}}})) ==
        "ValidationException: Tag Key cannot be prefixed with aws:, Key: aws:k");
  CHECK(test.call("TagResource", Json{{"ResourceArn", arn + "x"}, {"Tags", Json::array({{{"Key", "k"}}})}}) ==
        "ValidationException: The Tag Value provided is invalid, Value: null");
  Json many = Json::array();
  for (int i = 0; i < 50; ++i) many.push_back({{"Key", "n" + std::to_string(i)}, {"Value", ""}});
  CHECK(tag(many) == "ValidationException: Number of Tags exceed the current limit for the provided ResourceArn");
  CHECK(test.call("ListTagsOfResource", Json{{"ResourceArn", arn + "!"}}) ==
        "ValidationException: Invalid TableArn: Invalid ResourceArn provided as input " + arn + "!");
  CHECK(test.call("ListTagsOfResource", Json{{"ResourceArn", "table"}}) ==
        wrong + "ARNs must start with 'arn:': table");
  CHECK(test.call("ListTagsOfResource", Json{{"ResourceArn", arn + "x"}}) ==
        "ResourceNotFoundException: Requested resource not found: ResourcArn: " + arn + "x not found");
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("a new index holds the items that were there, and definitions follow its key", "", Stores) {
  Lab<TestType> test;
  test.put(R"({"a":{"S":"1"},"b":{"S":"x"},"c":{"N":"1"}})");
  test.put(R"({"a":{"S":"2"},"b":{"S":"x"}})");
  test.put(R"({"a":{"S":"3"}})");
  test.put(R"({"a":{"S":"4"},"b":{"N":"1"}})");
  test.put(R"({"a":{"S":"5"},"b":{"S":""}})");
  test.put(R"({"a":{"S":"6"},"b":{"S":")" + std::string(2049, 'x') + R"("}})");
  CHECK(test.refused(indexes(Json::array({create("by_b", "b")}), Json::array({definition("b"), definition("unused")})))
            .empty());
  Json table = test.table();
  CHECK(table["ItemCount"] == 6);
  CHECK(table["GlobalSecondaryIndexes"][0]["ItemCount"] == 2);
  CHECK(table["AttributeDefinitions"] == Json::array({definition("a"), definition("b")}));
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.ViolationDetection.html: the items
  // that it left out are written no more until they fit, and leave no entry behind.
  const auto set = [&](const char* key, const char* change, const char* value) {
    return test.call("UpdateItem", R"({"TableName":"table","Key":{"a":{"S":")" + std::string(key) +
                                       R"("}},"UpdateExpression":")" + change +
                                       R"(","ExpressionAttributeValues":{":v":)" + value + "}}");
  };
  for (const char* const left_out : {"4", "5", "6"}) {
    CHECK(set(left_out, "SET c = :v", R"({"N":"2"})").starts_with("ValidationException: One or more parameter values"));
  }
  CHECK(set("3", "SET c = :v", R"({"N":"2"})") == "{}");
  CHECK(set("4", "SET b = :v", R"({"S":"x"})") == "{}");
  CHECK(test.call("DeleteItem", R"({"TableName":"table","Key":{"a":{"S":"6"}},"ReturnConsumedCapacity":"INDEXES"})") ==
        R"({"ConsumedCapacity":{"TableName":"table","CapacityUnits":3.0,"Table":{"CapacityUnits":3.0}}})");
  CHECK(test.table()["GlobalSecondaryIndexes"][0]["ItemCount"] == 3);
  CHECK(test.refused(indexes(Json::array({create("by_c", "c")}), Json::array({definition("c", "N")}))).empty());
  table = test.table();
  CHECK(table["GlobalSecondaryIndexes"][1]["ItemCount"] == 2);
  CHECK(table["AttributeDefinitions"] == Json::array({definition("a"), definition("b"), definition("c", "N")}));

  CHECK(test.refused(indexes(Json::array({drop("by_b")}))) == "");
  table = test.table();
  CHECK(table["GlobalSecondaryIndexes"].size() == 1);
  CHECK(table["AttributeDefinitions"] == Json::array({definition("a"), definition("c", "N")}));
}
