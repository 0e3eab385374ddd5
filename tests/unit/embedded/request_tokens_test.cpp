// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html: a token ends ten minutes
// after the request that used it.
#include "item_tables.hpp"

#include "embedded/request_tokens.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

namespace {

using namespace partita::embedded;
using Known = RequestTokens::Known;

template <class Backend>
struct TokensUnderTest {
  Backend backend;
  RequestTokens tokens;
  RequestTokens::Time now = RequestTokens::Time(std::chrono::milliseconds(1795313923737));

  void add(const std::string& token, const std::string& request) {
    const auto writer = backend.store->begin_write();
    tokens.add(*writer, token, request, now);
    REQUIRE(writer->commit());
  }
  Known find(const std::string& token, const std::string& request) {
    return tokens.find(*backend.store->begin_write(), token, request, now);
  }
  std::uint64_t rows() { return backend.store->begin_read()->extent(first_space).rows; }
};

TEMPLATE_LIST_TEST_CASE("a token is known with its request, for ten minutes", "", Stores) {
  TokensUnderTest<TestType> stored;
  stored.add("a", "request");
  stored.now += std::chrono::minutes(10) - std::chrono::milliseconds(1);
  CHECK(stored.find("a", "request") == Known::applied);
  CHECK(stored.find("a", "another") == Known::of_other_request);
  CHECK(stored.find("b", "request") == Known::no);
  stored.now += std::chrono::milliseconds(1);
  CHECK(stored.find("a", "request") == Known::no);
}

TEMPLATE_LIST_TEST_CASE("a token that is not committed was never there", "", Stores) {
  TokensUnderTest<TestType> stored;
  stored.tokens.add(*stored.backend.store->begin_write(), "a", "request", stored.now);
  CHECK(stored.find("a", "request") == Known::no);
}

TEMPLATE_LIST_TEST_CASE("tokens that ended are forgotten, in parts", "", Stores) {
  TokensUnderTest<TestType> stored;
  for (int i = 0; i < 150; ++i) stored.add("token" + std::to_string(i), "request");
  CHECK(stored.rows() == 300);
  stored.now += std::chrono::minutes(10);
  stored.add("x", "request");
  CHECK(stored.rows() == 102);
  stored.add("y", "request");
  CHECK(stored.rows() == 4);
}

TEMPLATE_LIST_TEST_CASE("a token that is used again before it was forgotten ends later", "", Stores) {
  TokensUnderTest<TestType> stored;
  for (int i = 0; i < 150; ++i) stored.add("token" + std::to_string(i), "request");
  stored.now += std::chrono::minutes(10);
  stored.add("token99", "another");
  stored.add("token149", "another");
  stored.add("x", "request");
  CHECK(stored.find("token99", "another") == Known::applied);
  CHECK(stored.find("token149", "another") == Known::applied);
  CHECK(stored.rows() == 6);
}

TEST_CASE("a token is known to the next process on its file") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("store.db");
  const auto call = [&](const std::string& operation, const std::string& body) {
    Engine engine(*open_sqlite_store(path), [] { return RequestTokens::Time(std::chrono::hours(1)); });
    std::string answer;
    const auto done = engine.run(operation, quoted(body), answer);
    return done ? answer : done.error().type;
  };
  call("CreateTable", plain_table);
  const std::string add =
      "{'TransactItems':[{'Update':{'TableName':'plain','Key':{'pk':{'S':'a'}},'UpdateExpression':'ADD v :v',"
      "'ExpressionAttributeValues':{':v':{'N':'1'}}}}],'ClientRequestToken':'token'}";
  CHECK(call("TransactWriteItems", add) == "{}");
  CHECK(call("TransactWriteItems", add) == "{}");
  CHECK(call("GetItem", "{'TableName':'plain','Key':{'pk':{'S':'a'}}}") ==
        quoted("{'Item':{'pk':{'S':'a'},'v':{'N':'1'}}}"));
}

}  // namespace
