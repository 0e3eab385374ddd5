// What calls cost: by table and index in each result, and over a client by operation, entity and index.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConsumedCapacity.html
#include "contacts.hpp"

#include "note.partita.hpp"

#include <partita/read_transaction.hpp>
#include <partita/transaction.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <thread>
#include <vector>

namespace partita::test {
namespace {

constexpr const char* written_by_index =
    R"({"ConsumedCapacity":{"TableName":"contacts","CapacityUnits":7.5,"Table":{"CapacityUnits":1.0},
        "GlobalSecondaryIndexes":{"by_account":{"CapacityUnits":2.0},"by_role":{"CapacityUnits":4.0}},
        "LocalSecondaryIndexes":{"by_age":{"CapacityUnits":0.5}}}})";

// `table/index read write` of each, in their order.
std::vector<std::string> units(const Cost& cost) {
  std::vector<std::string> lines;
  for (const IndexUnits& each : cost.by_index) {
    lines.push_back(each.table + "/" + each.index + " " + std::to_string(each.read_units).substr(0, 3) + " " +
                    std::to_string(each.write_units).substr(0, 3));
  }
  return lines;
}

TEST_CASE("a write says its units by table and index", "[cost]") {
  const Contacts contacts;
  contacts.transport->answer(written_by_index);
  const auto put = contacts->put(sample());
  REQUIRE(put);
  CHECK(put.cost().write_units == 7.5);
  CHECK(units(put.cost()) == std::vector<std::string>{"contacts/ 0.0 1.0", "contacts/by_account 0.0 2.0",
                                                      "contacts/by_role 0.0 4.0", "contacts/by_age 0.0 0.5"});
}

TEST_CASE("reads of a table have one line, and reads of an index its own", "[cost]") {
  const Contacts contacts;
  contacts.transport->answer(R"({"ConsumedCapacity":{"TableName":"contacts","CapacityUnits":0.5}})");
  CHECK(units(contacts->get("c", "t").cost()) == std::vector<std::string>{"contacts/ 0.5 0.0"});

  const auto index_page = [](double used, const std::string& last) {
    Json answer = Json::parse(page({"c-1"}, last, used));
    answer["ConsumedCapacity"]["Table"]["CapacityUnits"] = 0.0;
    answer["ConsumedCapacity"]["GlobalSecondaryIndexes"]["by_account"]["CapacityUnits"] = used;
    return answer.dump();
  };
  contacts.transport->answer(index_page(0.5, "c-1"));
  contacts.transport->answer(index_page(1.5, ""));
  const auto all = contacts->by_account("a-9").all();
  REQUIRE(all);
  CHECK(all.cost().read_units == 2);
  CHECK(units(all.cost()) == std::vector<std::string>{"contacts/by_account 2.0 0.0"});
}

TEST_CASE("a transaction says its units by table", "[cost]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const Client client(transport);
  const ContactRepository contacts{client};
  const lab::NoteRepository notes{client};
  transport->answer(R"({"Responses":[{},{}],"ConsumedCapacity":[{"TableName":"contacts","CapacityUnits":2},
    {"TableName":"notes","CapacityUnits":4}]})");
  const auto read = read_transaction(client).get(contacts, "c", "t").get(notes, "n").execute();
  REQUIRE(read);
  CHECK(units(read.cost()) == std::vector<std::string>{"contacts/ 2.0 0.0", "notes/ 4.0 0.0"});

  const std::vector<OperationCost> costs = client.costs();
  REQUIRE(costs.size() == 3);
  CHECK(costs[0].entity.empty());  // the request is about both
  CHECK(costs[0].requests == 1);
  CHECK(costs[1].entity == "Contact");
  CHECK(costs[1].read_units == 2);
  CHECK(costs[2].entity == "Note");
  CHECK(costs[2].table == "notes");
}

TEST_CASE("a client counts what its calls cost, failed ones and retries too", "[cost]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const Client client(transport);
  CHECK(client.costs().empty());
  const ContactRepository contacts{client};
  transport->answer(written_by_index);
  transport->answer(written_by_index, 3);
  transport->fail(ErrorKind::throttled, {}, false, 4);
  CHECK(contacts.put(sample()));
  CHECK(contacts.with(client.over(transport)).put(sample()));  // the copies of a client count together
  CHECK_FALSE(contacts.put(sample()));
  CHECK_FALSE(contacts.get("", "t"));  // nothing is sent
  transport->answer(page({"c-1", "c-2"}));
  CHECK(contacts.by_account("a").all());

  const std::vector<OperationCost> costs = client.costs();
  const auto find = [&](const std::string& operation, const std::string& index) {
    for (const OperationCost& each : costs) {
      if (each.operation == operation && each.index == index) return each;
    }
    return OperationCost{};
  };
  const OperationCost put = find("PutItem", "");
  CHECK(put.entity == "Contact");
  CHECK(put.table == "contacts");
  CHECK(put.requests == 8);
  CHECK(put.retries == 5);
  CHECK(put.failures == 1);
  CHECK(put.write_units == 2);
  CHECK(find("PutItem", "by_role").write_units == 8);
  CHECK(find("PutItem", "by_role").requests == 0);
  CHECK(find("GetItem", "").operation.empty());
  CHECK(find("Query", "by_account").requests == 1);
  CHECK(find("Query", "by_account").items_returned == 2);
  CHECK(find("Query", "by_account").items_evaluated == 3);
}

// Answers alike from every thread.
class SameAnswer final : public Transport {
 public:
  void send(const Request&, Reply& reply) noexcept override {
    reply.reset();
    reply.facts.attempts = 1;
    reply.body.assign(written_by_index);
  }
};

TEST_CASE("counts of many threads add up, and can be read meanwhile", "[cost][threads]") {
  const Client client(std::make_shared<SameAnswer>());
  const ContactRepository contacts{client};
  constexpr int calls = 200;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < calls; ++n) {
        if ((i + n) % 2 == 0) {
          static_cast<void>(contacts.put(sample()));
        } else {
          static_cast<void>(contacts.remove("c", "t", any_version));
        }
        if (n % 50 == 0) static_cast<void>(client.costs());
      }
    });
  }
  for (std::thread& each : threads) each.join();
  std::uint64_t requests = 0;
  double units = 0;
  for (const OperationCost& each : client.costs()) {
    requests += each.requests;
    units += each.write_units;
  }
  CHECK(requests == 4 * calls);
  CHECK(units == 4 * calls * 7.5);
  CHECK(client.costs().size() == 8);  // two operations, on the table and three indexes
}

}  // namespace
}  // namespace partita::test
