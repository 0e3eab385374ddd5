// Batches by several threads: nothing is dropped, whatever the service leaves, and results stay in the order of the
// keys.
#include "contacts.hpp"

#include <partita/client_options.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::ContactKey;

// A table that is read and written by batches, from many threads. It leaves what `leaves` says.
class BatchTable final : public Transport {
 public:
  explicit BatchTable(std::function<bool(std::size_t request, std::size_t entry)> leaves)
      : leaves_(std::move(leaves)) {}

  /// Holds each request until so many are under way.
  void meet(std::size_t requests) { meeting_ = requests; }

  void send(const Request& request, Reply& reply) noexcept override {
    const Json body = Json::parse(request.body);
    std::unique_lock lock(mutex_);
    const std::size_t number = requests_++;
    most_at_once_ = std::max(most_at_once_, ++at_once_);
    changed_.notify_all();
    changed_.wait(lock, [&] { return most_at_once_ >= meeting_; });
    const bool reads = request.operation == "BatchGetItem";
    Json answer = reads ? Json{{"Responses", {{"contacts", Json::array()}}}, {"UnprocessedKeys", Json::object()}}
                        : Json{{"UnprocessedItems", Json::object()}};
    std::size_t entry = 0;
    for (const Json& each : reads ? body["RequestItems"]["contacts"]["Keys"] : body["RequestItems"]["contacts"]) {
      if (leaves_(number, entry++)) {
        (reads ? answer["UnprocessedKeys"]["contacts"]["Keys"] : answer["UnprocessedItems"]["contacts"])
            .push_back(each);
      } else if (reads) {
        const auto stored = items_.find(each["id"]["S"]);
        if (stored != items_.end()) answer["Responses"]["contacts"].push_back(stored->second);
      } else if (each.contains("PutRequest")) {
        const Json& item = each["PutRequest"]["Item"];
        items_[item["id"]["S"]] = item;
      } else {
        items_.erase(each["DeleteRequest"]["Key"]["id"]["S"]);
      }
    }
    --at_once_;
    reply.reset();
    reply.facts.attempts = 1;
    reply.body.assign(answer.dump());
  }

  std::size_t size() const { return items_.size(); }
  std::size_t most_at_once() const { return most_at_once_; }

 private:
  std::function<bool(std::size_t, std::size_t)> leaves_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t meeting_ = 1;
  std::size_t requests_ = 0;
  std::size_t at_once_ = 0;
  std::size_t most_at_once_ = 0;
  std::map<std::string, Json> items_;
};

ContactRepository contacts_in(const std::shared_ptr<BatchTable>& table) {
  ClientOptions options;
  options.sleep = [](std::chrono::nanoseconds, const StopSignal& stop) { return !stop.requested(); };
  options.max_attempts = 4;
  return ContactRepository{*Client::open(table, options)};
}

std::vector<Contact> items(std::size_t count) {
  std::vector<Contact> list;
  for (std::size_t i = 0; i < count; ++i) {
    list.push_back(sample());
    list.back().id = "c-" + std::to_string(i);
  }
  return list;
}

std::vector<ContactKey> keys(std::size_t count) {
  std::vector<ContactKey> list;
  for (std::size_t i = 0; i < count; ++i) list.push_back({"c-" + std::to_string(i), "t-1"});
  return list;
}

bool nothing(std::size_t, std::size_t) {
  return false;
}

TEST_CASE("several workers send at once, as many as were asked for", "[batch][threads]") {
  const auto table = std::make_shared<BatchTable>(nothing);
  table->meet(3);
  REQUIRE(contacts_in(table).put_many(items(200), unconditionally, BatchOptions().workers(3)));
  CHECK(table->most_at_once() == 3);
  CHECK(table->size() == 200);
}

TEST_CASE("a batch has no more workers than requests", "[batch][threads]") {
  const auto table = std::make_shared<BatchTable>(nothing);
  REQUIRE(contacts_in(table).put_many(items(26), unconditionally, BatchOptions().workers(64)));
  CHECK(table->most_at_once() <= 2);
  CHECK(table->size() == 26);
  CHECK(contacts_in(table).get_many({}, BatchReadOptions().workers(64)));
}

TEST_CASE("whatever the service leaves, workers store, find and remove all of it", "[batch][threads]") {
  const auto leaves = GENERATE(
      as<std::function<bool(std::size_t, std::size_t)>>{},
      [](std::size_t request, std::size_t entry) { return (request + entry) % 3 == 0; },
      [](std::size_t request, std::size_t) { return request % 2 == 0; },
      [](std::size_t, std::size_t entry) { return entry != 0; });
  const std::size_t workers = GENERATE(1U, 2U, 7U);
  const auto table = std::make_shared<BatchTable>(leaves);
  const ContactRepository contacts = contacts_in(table);

  std::vector<BatchProgress> progress;
  const auto report = [&](const BatchProgress& so_far) { progress.push_back(so_far); };
  const BatchResult put =
      contacts.put_many(items(130), unconditionally, BatchOptions().workers(workers).on_progress(report));
  REQUIRE(put);
  CHECK(put.written == 130);
  CHECK(table->size() == 130);
  REQUIRE_FALSE(progress.empty());
  CHECK(progress.back().done == 130);
  for (std::size_t i = 0; i < progress.size(); ++i) {
    CHECK(progress[i].total == 130);
    CHECK((i == 0 ? 0 : progress[i - 1].done) < progress[i].done);
  }

  const auto found = contacts.get_many(keys(260), BatchReadOptions().workers(workers));
  REQUIRE(found);
  REQUIRE(found->size() == 260);
  for (std::size_t i = 0; i < 260; ++i) {
    REQUIRE((*found)[i].has_value() == (i < 130));
    if (i < 130) CHECK((*found)[i]->id == "c-" + std::to_string(i));
  }
  CHECK(found.cost().items_returned == 130);

  REQUIRE(contacts.remove_many(keys(100), unconditionally, BatchOptions().workers(workers)));
  CHECK(table->size() == 30);
}

TEST_CASE("workers that get nothing done give up together and say all that is left", "[batch][threads]") {
  const auto table = std::make_shared<BatchTable>([](std::size_t request, std::size_t) { return request >= 2; });
  const BatchResult put = contacts_in(table).put_many(items(200), unconditionally, BatchOptions().workers(4));
  REQUIRE_FALSE(put);
  CHECK(put.error->kind() == ErrorKind::throttled);
  CHECK(put.written == table->size());
  CHECK(put.written + put.left.size() == 200);
  CHECK(put.written == 50);
  CHECK(std::is_sorted(put.left.begin(), put.left.end()));
}

}  // namespace
}  // namespace partita::test
