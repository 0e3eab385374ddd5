// Batches whose answers leave something unprocessed: the most common way in which libraries lose items.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
#include "contacts.hpp"
#include "patient_lab.hpp"
#include "scripted_server.hpp"

#include <partita/write_batch.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::ContactKey;
using std::chrono::milliseconds;

// A table over HTTP that does only part of each batch, and refuses what the service refuses.
class StingyTable {
 public:
  /// How many entries of request number `request`, from 0, are done.
  using Served = std::function<std::size_t(std::size_t request)>;

  explicit StingyTable(Served served, double share = 0.5)
      : served_(std::move(served)), contacts(*Client::open(server_.url(), lab_.options(share))) {}

  /// The ids of what is stored.
  std::vector<std::string> stored_ids() const {
    std::vector<std::string> ids;
    for (const auto& [id, item] : items_) ids.push_back(id);
    return ids;
  }
  Client client() const { return *Client::open(server_.url(), lab_.options()); }
  const std::vector<std::size_t>& sizes() const { return sizes_; }
  const std::vector<milliseconds>& waits() const { return *lab_.waits; }

 private:
  ScriptedAnswer answer(const ScriptedRequest& request) {
    const std::lock_guard lock(mutex_);
    const bool reads = request.operation() == "BatchGetItem";
    Json entries = Json::parse(request.body).at("RequestItems").at("contacts");
    if (reads) entries = entries.at("Keys");
    const std::size_t served = std::min(served_(sizes_.size()), entries.size());
    sizes_.push_back(entries.size());
    if (entries.empty() || entries.size() > (reads ? 100U : 25U)) {
      return error_answer(400, "ValidationException", "too many entries, or none");
    }
    Json found = Json::array();
    Json left = Json::array();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const Json& entry = entries[i];
      if (i >= served) {
        left.push_back(entry);
      } else if (reads) {
        const auto item = items_.find(entry.at("id").at("S"));
        if (item != items_.end()) found.push_back(item->second);
      } else if (entry.contains("PutRequest")) {
        const Json& item = entry.at("PutRequest").at("Item");
        items_[item.at("id").at("S")] = item;
      } else {
        items_.erase(entry.at("DeleteRequest").at("Key").at("id").at("S").get<std::string>());
      }
    }
    Json body = Json::object();
    if (reads) {
      body["Responses"]["contacts"] = found;
      body["UnprocessedKeys"] = Json::object();
      if (!left.empty()) body["UnprocessedKeys"]["contacts"]["Keys"] = left;
    } else {
      body["UnprocessedItems"] = Json::object();
      if (!left.empty()) body["UnprocessedItems"]["contacts"] = left;
    }
    return {.body = body.dump()};
  }

  Served served_;
  std::mutex mutex_;
  std::map<std::string, Json> items_;
  std::vector<std::size_t> sizes_;
  PatientLab lab_;
  ScriptedServer server_{[this](const ScriptedRequest& request) { return answer(request); }};

 public:
  ContactRepository contacts;
};

std::vector<Contact> items(std::size_t count) {
  std::vector<Contact> list(count, sample());
  for (std::size_t i = 0; i < count; ++i) list[i].id = "c-" + std::to_string(i);
  return list;
}

std::vector<ContactKey> keys(std::size_t count) {
  std::vector<ContactKey> list;
  for (std::size_t i = 0; i < count; ++i) list.push_back({"c-" + std::to_string(i), "t-1"});
  return list;
}

std::size_t everything(std::size_t) {
  return 1000;
}

// Seven entries of a request, and of each third none.
std::size_t few(std::size_t request) {
  return request % 3 == 2 ? 0 : 7;
}

TEST_CASE("a batch get whose answer leaves keys unprocessed loses no item (OneTable #311)") {
  StingyTable table(few);
  REQUIRE(table.contacts.put_many(items(60), unconditionally));
  const auto found = table.contacts.get_many(keys(61));
  REQUIRE(found);
  REQUIRE(found->size() == 61);
  for (std::size_t i = 0; i < 60; ++i) {
    INFO(i);
    REQUIRE((*found)[i].has_value());
    CHECK((*found)[i]->id == "c-" + std::to_string(i));
  }
  CHECK_FALSE((*found)[60].has_value());  // was never there
}

TEST_CASE("a batch get that gives up is an error, not a shorter answer (OneTable, mapbox/dyno PR #120)") {
  bool willing = true;
  StingyTable table([&willing](std::size_t) { return willing ? 1000U : 0U; });
  REQUIRE(table.contacts.put_many(items(3), unconditionally));
  willing = false;
  const auto found = table.contacts.get_many(keys(3));
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::throttled);
}

TEST_CASE("batches of any length are split at 25 writes and 100 keys (dynamodb-toolbox #49, aws-sdk-java-v2 #6536)") {
  StingyTable table(everything);
  REQUIRE(table.contacts.put_many(items(60), unconditionally));
  CHECK(table.sizes() == std::vector<std::size_t>{25, 25, 10});
  CHECK(table.stored_ids().size() == 60);
  REQUIRE(table.contacts.get_many(keys(101)));
  CHECK(std::vector(table.sizes().begin() + 3, table.sizes().end()) == std::vector<std::size_t>{100, 1});
  REQUIRE(table.contacts.remove_many(keys(26), unconditionally));
  CHECK(std::vector(table.sizes().begin() + 5, table.sizes().end()) == std::vector<std::size_t>{25, 1});
  CHECK(table.stored_ids().size() == 34);
}

// "The total size of a request is limited to 16 MB", which escapes count towards.
TEST_CASE("a batch is split by its bytes, too (aws-sdk-rust #1456)") {
  const Contacts contacts;
  contacts.transport->answer("{}");
  contacts.transport->answer("{}");
  std::vector<Contact> large = items(25);
  for (Contact& each : large) each.name = std::string(390'000, '"');
  REQUIRE(contacts->put_many(large, unconditionally));
  std::size_t sent = 0;
  for (const auto& request : contacts.transport->sent()) {
    CHECK(request.body.size() <= std::size_t{16} * 1024 * 1024);
    sent += request.json().at("RequestItems").at("contacts").size();
  }
  CHECK(contacts.transport->sent().size() == 2);
  CHECK(sent == 25);
}

TEST_CASE("more than 100 keys are read, and what an answer leaves of them (Toasty)") {
  StingyTable table([](std::size_t request) { return request < 10 ? 25U : 60U; });
  REQUIRE(table.contacts.put_many(items(250), unconditionally));
  const auto found = table.contacts.get_many(keys(250));
  REQUIRE(found);
  CHECK(std::all_of(found->begin(), found->end(), [](const auto& item) { return item.has_value(); }));
}

TEST_CASE("unprocessed writes are sent again, and nothing else is (PynamoDB, dynamoose #91)") {
  StingyTable table(few);
  const auto put = table.contacts.put_many(items(40), unconditionally);
  REQUIRE(put);
  CHECK(put.written == 40);
  CHECK(put.left.empty());
  CHECK(table.stored_ids().size() == 40);
  const auto removed = table.contacts.remove_many(keys(40), unconditionally);
  REQUIRE(removed);
  CHECK(table.stored_ids().empty());
}

TEST_CASE("a batch of puts and removes loses none of either (aws-sdk-java-v2 #3476, guregu/dynamo PR #17)") {
  StingyTable table(few);
  REQUIRE(table.contacts.put_many(items(20), unconditionally));
  WriteBatch batch = write_batch(table.client());
  const std::vector<Contact> all = items(40);
  for (const ContactKey& key : keys(20)) batch.remove(table.contacts, key, unconditionally);
  for (std::size_t i = 20; i < 40; ++i) batch.put(table.contacts, all[i], unconditionally);
  const BatchResult done = batch.execute();
  REQUIRE(done);
  CHECK(done.written == 40);
  CHECK(table.stored_ids().size() == 20);
}

TEST_CASE("several requests at once lose nothing (async-batcher PR #44, redpanda connect #992)") {
  StingyTable table(few);
  const BatchResult put = table.contacts.put_many(items(200), unconditionally, BatchOptions().workers(4));
  REQUIRE(put);
  CHECK(put.written == 200);
  CHECK(table.stored_ids().size() == 200);
  const auto found = table.contacts.get_many(keys(200), BatchReadOptions().workers(4));
  REQUIRE(found);
  for (std::size_t i = 0; i < 200; ++i) {
    INFO(i);
    REQUIRE((*found)[i].has_value());
    CHECK((*found)[i]->id == "c-" + std::to_string(i));
  }
}

// "If you immediately retry the batch operation, the underlying requests can still fail due to throttling."
TEST_CASE("what nothing was done of waits before it is sent again, longer each time (PynamoDB, dynamodb-toolbox)") {
  StingyTable table([](std::size_t request) { return request < 3 ? 0U : 1000U; });
  REQUIRE(table.contacts.put_many(items(2), unconditionally));
  CHECK(table.waits() == std::vector{milliseconds(50), milliseconds(100), milliseconds(200)});
}

TEST_CASE("each wait is drawn anew and no wait is left to chance memory (CommE2E/comm)") {
  const auto waits = [](double share) {
    StingyTable table([](std::size_t) { return 0U; }, share);
    CHECK_FALSE(table.contacts.get_many(keys(1)));
    return table.waits();
  };
  CHECK(waits(0) == std::vector(3, milliseconds(0)));
  CHECK(waits(1) == std::vector{milliseconds(100), milliseconds(200), milliseconds(400)});
}

TEST_CASE("a batch ends when the service does nothing, however often (raiden-dynamo PR #325 went on for ever)") {
  StingyTable table([](std::size_t) { return 0U; });
  CHECK_FALSE(table.contacts.put_many(items(2), unconditionally));
  CHECK(table.sizes().size() == 4);  // max_attempts
  CHECK_FALSE(table.contacts.get_many(keys(2)));
  CHECK(table.sizes().size() == 8);
}

TEST_CASE("a batch that makes progress is not given up (cashapp/backfila PR #449)") {
  // Each item takes as many requests without progress as are allowed.
  StingyTable table([](std::size_t request) { return request % 4 == 3 ? 1U : 0U; });
  const auto put = table.contacts.put_many(items(6), unconditionally);
  REQUIRE(put);
  CHECK(table.stored_ids().size() == 6);
  CHECK(table.sizes().size() == 24);
  CHECK(*std::max_element(table.waits().begin(), table.waits().end()) == milliseconds(200));
}

TEST_CASE("a batch write that gives up hands back what is left (pydynox, aws-sdk-rust #1456)") {
  StingyTable table([](std::size_t request) { return request == 0 ? 4U : 0U; });
  const std::vector<Contact> all = items(30);
  const BatchResult put = table.contacts.put_many(all, unconditionally);
  REQUIRE_FALSE(put);
  CHECK(put.error->kind() == ErrorKind::throttled);
  CHECK(put.written == 4);
  std::vector<std::string> ids = table.stored_ids();
  for (const std::size_t position : put.left) ids.push_back(all.at(position).id);
  std::sort(ids.begin(), ids.end());
  CHECK(std::unique(ids.begin(), ids.end()) == ids.end());
  CHECK(ids.size() == all.size());  // all of it is either stored or handed back, and nothing is both
}

}  // namespace
}  // namespace partita::test
