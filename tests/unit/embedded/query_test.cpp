// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
#include "item_tables.hpp"

#include <vector>

namespace {

using Json = nlohmann::json;

const std::string invalid = "ValidationException: ";

// Items of partition a: sk -2, 0.5, 1, 10 and 30, g 'g' for all but 0.5, l by descending sk.
template <class Backend>
struct QueriesUnderTest : ItemsUnderTest<Backend> {
  QueriesUnderTest() {
    const std::vector<std::string> numbers{"10", "-2", "30", "0.5", "1"};
    const std::vector<std::string> letters{"b", "e", "a", "d", "c"};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const std::string g = numbers[i] == "0.5" ? "" : ",'g':{'S':'g'},'h':{'B':'AA=='}";
      put("{'pk':{'S':'a'},'sk':{'N':'" + numbers[i] + "'},'l':{'S':'" + letters[i] + "'},'x':{'S':'x'}" + g + "}");
    }
    put("{'pk':{'S':'b'},'sk':{'N':'1'},'g':{'S':'g'},'n':{'N':'7'}}");
  }
  void put(const std::string& item) {
    CHECK(this->run("PutItem", "{'TableName':'indexed','Item':" + item + "}") == "{}");
  }
  Json ask(const std::string& operation, const std::string& rest) {
    return this->json(operation, "{'TableName':'indexed'," + rest + "}");
  }
  std::string refused(const std::string& operation, const std::string& rest) {
    return this->run(operation, "{'TableName':'indexed'," + rest + "}");
  }
  // The sort keys of all pages, one after the other.
  std::string numbers(const std::string& operation, const std::string& rest) {
    std::string text;
    std::string start;
    for (int pages = 0; pages < 20; ++pages) {
      const Json page = ask(operation, rest + start);
      if (!page.contains("Items")) return page.dump();
      for (const Json& item : page["Items"]) text += item["sk"]["N"].template get<std::string>() + " ";
      CHECK(page["Count"] == page["Items"].size());
      if (!page.contains("LastEvaluatedKey")) return text;
      start = ",'ExclusiveStartKey':" + page["LastEvaluatedKey"].dump();
    }
    return "never ends";
  }
  std::string query(const std::string& condition, const std::string& values, const std::string& rest = "") {
    return numbers("Query", "'KeyConditionExpression':'" + condition + "','ExpressionAttributeValues':{':a':{'S':'a'}" +
                                values + "}" + rest);
  }
};

const std::string by_l = ",'IndexName':'by_l'";
const std::string all_of_g =
    "'IndexName':'by_g','KeyConditionExpression':'g = :g','ExpressionAttributeValues':{':g':{'S':'g'}}";

TEMPLATE_LIST_TEST_CASE("a query reads a part of a partition in order", "", Stores) {
  QueriesUnderTest<TestType> tables;
  const std::string n = ",':n':{'N':'1'}";
  CHECK(tables.query("pk = :a", "") == "-2 0.5 1 10 30 ");
  CHECK(tables.query("pk = :a", "", ",'ScanIndexForward':false") == "30 10 1 0.5 -2 ");
  CHECK(tables.query("pk = :a and sk = :n", n) == "1 ");
  CHECK(tables.query("pk = :a and sk < :n", n) == "-2 0.5 ");
  CHECK(tables.query("pk = :a and sk <= :n", n) == "-2 0.5 1 ");
  CHECK(tables.query("pk = :a and sk > :n", n) == "10 30 ");
  CHECK(tables.query("pk = :a and sk >= :n", n) == "1 10 30 ");
  CHECK(tables.query("pk = :a and sk between :n and :m", n + ",':m':{'N':'10'}") == "1 10 ");
  CHECK(tables.query("pk = :a and sk > :n", ",':n':{'N':'30'}") == "");
}

TEMPLATE_LIST_TEST_CASE("a query of an index reads its entries in the order of the index", "", Stores) {
  QueriesUnderTest<TestType> tables;
  const std::string c = ",':c':{'S':'c'}";
  CHECK(tables.query("pk = :a", "", by_l) == "30 10 1 0.5 -2 ");
  CHECK(tables.query("pk = :a and l = :c", c, by_l) == "1 ");
  CHECK(tables.query("pk = :a and l < :c", c, by_l) == "30 10 ");
  CHECK(tables.query("pk = :a and l <= :c", c, by_l) == "30 10 1 ");
  CHECK(tables.query("pk = :a and l > :c", c, by_l) == "0.5 -2 ");
  CHECK(tables.query("pk = :a and l >= :c", c, by_l) == "1 0.5 -2 ");
  CHECK(tables.query("pk = :a and l between :b and :c", c + ",':b':{'S':'b'}", by_l) == "10 1 ");
  tables.put("{'pk':{'S':'a'},'sk':{'N':'2'},'l':{'S':'cc'}}");
  tables.put("{'pk':{'S':'a'},'sk':{'N':'3'},'l':{'S':'c'}}");
  CHECK(tables.query("pk = :a and begins_with(l, :c)", c, by_l) == "1 3 2 ");
  CHECK(tables.query("pk = :a and l = :c", c, by_l + ",'ScanIndexForward':false") == "3 1 ");
}

TEMPLATE_LIST_TEST_CASE("an index holds the items that have its key, as they are now", "", Stores) {
  QueriesUnderTest<TestType> tables;
  const auto of_g = [&] { return tables.numbers("Query", all_of_g); };
  CHECK(of_g() == "-2 1 10 30 1 ");
  tables.put("{'pk':{'S':'a'},'sk':{'N':'30'}}");
  CHECK(of_g() == "-2 1 10 1 ");
  CHECK(tables.refused("UpdateItem", "'Key':{'pk':{'S':'a'},'sk':{'N':'10'}},'UpdateExpression':'REMOVE g'") == "{}");
  CHECK(of_g() == "-2 1 1 ");
  CHECK(tables.refused("UpdateItem",
                       "'Key':{'pk':{'S':'a'},'sk':{'N':'0.5'}},'UpdateExpression':'SET g = :g',"
                       "'ExpressionAttributeValues':{':g':{'S':'g'}}") == "{}");
  CHECK(of_g() == "-2 0.5 1 1 ");
  CHECK(tables.refused("DeleteItem", "'Key':{'pk':{'S':'a'},'sk':{'N':'-2'}}") == "{}");
  CHECK(of_g() == "0.5 1 1 ");
}

TEMPLATE_LIST_TEST_CASE("an index gives what it projects", "", Stores) {
  QueriesUnderTest<TestType> tables;
  const std::string of_gh =
      "'IndexName':'by_gh','KeyConditionExpression':'g = :g','ExpressionAttributeValues':{':g':{'S':'g'}}";
  CHECK(tables.ask("Query", of_gh + ",'Limit':1")["Items"][0] ==
        Json::parse(R"({"g":{"S":"g"},"h":{"B":"AA=="},"pk":{"S":"a"},"sk":{"N":"-2"}})"));
  CHECK(tables.refused("Query", of_gh + ",'Select':'ALL_ATTRIBUTES'") ==
        invalid +
            "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global "
            "secondary index by_gh because its projection type is not ALL");
  CHECK(tables.refused("Query", of_gh + ",'ProjectionExpression':'pk, x, l'") ==
        invalid + "One or more parameter values were invalid: Global secondary index by_gh does not project [x, l]");
  CHECK(tables.refused("Query", of_gh + ",'FilterExpression':'NOT (size(x) < size(sk) OR l = x.y AND pk = sk)'") ==
        invalid +
            "One or more parameter values were invalid: Secondary index by_gh does not project one or more filter "
            "attributes: [l, x]");
  CHECK(tables.ask("Query",
                   "'IndexName':'by_n','KeyConditionExpression':'n = :n','ExpressionAttributeValues':{':n':"
                   "{'N':'7.0'}}")["Items"] == Json::parse(R"([{"n":{"N":"7"},"pk":{"S":"b"},"sk":{"N":"1"}}])"));
}

TEMPLATE_LIST_TEST_CASE("pages end by Limit before the filter, and go on where they ended", "", Stores) {
  QueriesUnderTest<TestType> tables;
  const Json page = tables.ask("Query",
                               "'KeyConditionExpression':'pk = :a','FilterExpression':'l = :a','Limit':2,"
                               "'ExpressionAttributeValues':{':a':{'S':'a'}}");
  CHECK(page == Json::parse(R"({"Items":[],"Count":0,"ScannedCount":2,
      "LastEvaluatedKey":{"pk":{"S":"a"},"sk":{"N":"0.5"}}})"));
  for (const std::string limit : {"1", "2", "3", "5", "6"}) {
    CHECK(tables.query("pk = :a", "", ",'Limit':" + limit) == "-2 0.5 1 10 30 ");
    CHECK(tables.query("pk = :a", "", by_l + ",'Limit':" + limit) == "30 10 1 0.5 -2 ");
    CHECK(tables.query("pk = :a", "", by_l + ",'ScanIndexForward':false,'Limit':" + limit) == "-2 0.5 1 10 30 ");
    CHECK(tables.numbers("Query", all_of_g + ",'Limit':" + limit) == "-2 1 10 30 1 ");
  }
  // A page that ends with the last item has a key all the same.
  CHECK(tables.ask("Query", all_of_g + ",'Limit':5")["LastEvaluatedKey"] ==
        Json::parse(R"({"g":{"S":"g"},"pk":{"S":"b"},"sk":{"N":"1"}})"));
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
TEMPLATE_LIST_TEST_CASE("pages end after 1 MB of items that were read", "", Stores) {
  QueriesUnderTest<TestType> tables;
  for (const std::string number : {"1", "2", "3", "4", "5"}) {
    tables.put("{'pk':{'S':'big'},'sk':{'N':'" + number + "'},'x':{'S':'" + std::string(300'000, 'x') + "'}}");
  }
  const std::string rest =
      "'KeyConditionExpression':'pk = :a','ExpressionAttributeValues':{':a':{'S':'big'}},"
      "'FilterExpression':'attribute_not_exists(x)','ReturnConsumedCapacity':'TOTAL'";
  const Json page = tables.ask("Query", rest);
  CHECK(page["ScannedCount"] == 4);
  CHECK(page["Count"] == 0);
  CHECK(page["LastEvaluatedKey"]["sk"]["N"] == "4");
  CHECK(page["ConsumedCapacity"]["CapacityUnits"] == 146.5);
}

TEMPLATE_LIST_TEST_CASE("queries count, and say what they consumed", "", Stores) {
  QueriesUnderTest<TestType> tables;
  const std::string a = "'KeyConditionExpression':'pk = :a','ExpressionAttributeValues':{':a':{'S':'a'}}";
  CHECK(tables.ask("Query", a + ",'Select':'COUNT','ConsistentRead':true,'ReturnConsumedCapacity':'INDEXES'") ==
        Json::parse(R"({"Count":5,"ScannedCount":5,
            "ConsumedCapacity":{"TableName":"indexed","CapacityUnits":1.0,"Table":{"CapacityUnits":1.0}}})"));
  CHECK(tables.ask("Query", all_of_g + ",'Select':'COUNT','ReturnConsumedCapacity':'INDEXES'") ==
        Json::parse(R"({"Count":5,"ScannedCount":5,
            "ConsumedCapacity":{"TableName":"indexed","CapacityUnits":0.5,"Table":{"CapacityUnits":0.0},
                "GlobalSecondaryIndexes":{"by_g":{"CapacityUnits":0.5}}}})"));
}

TEMPLATE_LIST_TEST_CASE("queries are refused with the service's texts", "", Stores) {
  QueriesUnderTest<TestType> tables;
  const auto refused = [&](const std::string& rest, const std::string& condition = "pk = :a") {
    return tables.refused(
        "Query", "'KeyConditionExpression':'" + condition + "','ExpressionAttributeValues':{':a':{'S':'a'}}" + rest);
  };
  CHECK(tables.refused("Query", "'Limit':1") ==
        invalid + "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
  CHECK(refused(",'IndexName':'other'") == invalid + "The table does not have the specified index: other");
  CHECK(refused("", "l = :a") == invalid + "Query condition missed key schema element: pk");
  CHECK(refused(",'FilterExpression':'sk = :a'") ==
        invalid + "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk");
  CHECK(tables.refused("Query", all_of_g + ",'ConsistentRead':true") ==
        invalid + "Consistent reads are not supported on global secondary indexes");
  CHECK(refused(",'Select':'SPECIFIC_ATTRIBUTES'") ==
        invalid + "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
  CHECK(refused(",'Select':'ALL_PROJECTED_ATTRIBUTES'") ==
        invalid + "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  CHECK(refused(",'Limit':0") ==
        invalid +
            "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have "
            "value greater than or equal to 1");
  const std::string start = ",'ExclusiveStartKey':";
  CHECK(refused(start + "{'pk':{'S':'a'}}") ==
        invalid + "The provided starting key is invalid: The provided key element does not match the schema");
  CHECK(refused(start + "{'pk':{'S':'a'},'sk':{'S':'1'}}") ==
        invalid + "The provided starting key is invalid: The provided key element does not match the schema");
  CHECK(refused(start + "{'pk':{'S':'b'},'sk':{'N':'1'}}") ==
        invalid + "The provided starting key is outside query boundaries based on provided conditions");
  CHECK(refused(by_l + start + "{'pk':{'S':'a'},'sk':{'N':'1'}}") == invalid + "The provided starting key is invalid");
  CHECK(tables.refused("Query",
                       "'KeyConditionExpression':'pk = :a and sk > :n','ExpressionAttributeValues':{':a':{'S':'a'}"
                       ",':n':{'N':'5'}}" +
                           start + "{'pk':{'S':'a'},'sk':{'N':'1'}}") ==
        invalid + "The provided starting key does not match the range key predicate");
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html
TEMPLATE_LIST_TEST_CASE("a scan reads everything once, in pages and in segments", "", Stores) {
  QueriesUnderTest<TestType> tables;
  for (int i = 0; i < 50; ++i) tables.put("{'pk':{'S':'p" + std::to_string(i) + "'},'sk':{'N':'100'}}");
  const auto count = [&](const std::string& rest) {
    const std::string numbers = tables.numbers("Scan", rest);
    return std::count(numbers.begin(), numbers.end(), ' ');
  };
  CHECK(count("'Limit':100") == 56);
  CHECK(count("'Limit':7") == 56);
  CHECK(count("'Limit':7,'FilterExpression':'sk = :n','ExpressionAttributeValues':{':n':{'N':'100'}}") == 50);
  CHECK(count("'Limit':3,'IndexName':'by_g'") == 5);
  std::ptrdiff_t sum = 0;
  for (const std::string segment : {"0", "1", "2"}) {
    const auto part = count("'Limit':4,'TotalSegments':3,'Segment':" + segment);
    CHECK(part < 56);
    sum += part;
  }
  CHECK(sum == 56);
}

TEMPLATE_LIST_TEST_CASE("scans are refused with the service's texts", "", Stores) {
  QueriesUnderTest<TestType> tables;
  CHECK(tables.refused("Scan", "'Segment':0") ==
        invalid +
            "The TotalSegments parameter is required but was not present in the request when Segment parameter is "
            "present");
  CHECK(tables.refused("Scan", "'TotalSegments':2") ==
        invalid +
            "The Segment parameter is required but was not present in the request when parameter TotalSegments is "
            "present");
  CHECK(tables.refused("Scan", "'Segment':2,'TotalSegments':2") ==
        invalid +
            "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 2 is not "
            "less than TotalSegments: 2");
  int refused = 0;
  for (const std::string segment : {"0", "1"}) {
    const std::string text = tables.refused(
        "Scan", "'TotalSegments':2,'Segment':" + segment + ",'ExclusiveStartKey':{'pk':{'S':'a'},'sk':{'N':'1'}}");
    if (text.starts_with(invalid + "The provided starting key is invalid: Invalid ExclusiveStartKey")) ++refused;
  }
  CHECK(refused == 1);
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html
TEMPLATE_LIST_TEST_CASE("keys of indexes may have several attributes", "", Stores) {
  ItemsUnderTest<TestType> tables;
  REQUIRE(tables
              .run("CreateTable", R"({'TableName':'several','BillingMode':'PAY_PER_REQUEST',
      'AttributeDefinitions':[{'AttributeName':'pk','AttributeType':'S'},{'AttributeName':'a','AttributeType':'S'},
          {'AttributeName':'b','AttributeType':'N'},{'AttributeName':'c','AttributeType':'S'},{'AttributeName':'d','AttributeType':'N'}],
      'KeySchema':[{'AttributeName':'pk','KeyType':'HASH'}],
      'GlobalSecondaryIndexes':[{'IndexName':'by_all','Projection':{'ProjectionType':'ALL'},'KeySchema':[
          {'AttributeName':'a','KeyType':'HASH'},{'AttributeName':'b','KeyType':'HASH'},
          {'AttributeName':'c','KeyType':'RANGE'},{'AttributeName':'d','KeyType':'RANGE'}]}]})")
              .starts_with("{'TableDescription'"));
  const auto put = [&](const std::string& pk, const std::string& a, const std::string& b, const std::string& c,
                       const std::string& d) {
    CHECK(tables.run("PutItem", "{'TableName':'several','Item':{'pk':{'S':'" + pk + "'},'a':{'S':'" + a +
                                    "'},'b':{'N':'" + b + "'},'c':{'S':'" + c + "'},'d':{'N':'" + d + "'}}}") == "{}");
  };
  put("1", "a", "1", "c", "2");
  put("2", "a", "1", "c", "10");
  put("3", "a", "1", "cc", "1");
  put("4", "a", "2", "c", "1");
  put("5", "a", "1", "b", "7");
  const auto query = [&](const std::string& condition, const std::string& values) {
    const Json page = tables.json(
        "Query", "{'TableName':'several','IndexName':'by_all','KeyConditionExpression':'a = :a and b = :b" + condition +
                     "','ExpressionAttributeValues':{':a':{'S':'a'},':b':{'N':'1'}" + values + "}}");
    std::string text;
    if (!page.contains("Items")) return page.dump();
    for (const Json& item : page["Items"]) text += item["pk"]["S"].template get<std::string>();
    return text;
  };
  CHECK(query("", "") == "5123");
  CHECK(query(" and c = :c", ",':c':{'S':'c'}") == "12");
  CHECK(query(" and c = :c and d > :d", ",':c':{'S':'c'},':d':{'N':'2'}") == "2");
  CHECK(query(" and begins_with(c, :c)", ",':c':{'S':'c'}") == "123");
  CHECK(query(" and c < :c", ",':c':{'S':'c'}") == "5");
}

}  // namespace
