// D1, D2: what the embedded engine and its stores cost beside bare statements of SQLite, beside a bare ordered map, and
// beside the test servers. By scripts/with-servers.
#include "bare.hpp"
#include "embedded/engine.hpp"
#include "embedded/store/memory_store.hpp"
#include "embedded/store/sqlite_store.hpp"
#include "harness.hpp"
#include "orders.hpp"
#include "servers.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace partita::benchmarks;
using namespace partita::embedded;

constexpr std::size_t asked = 20'000;
constexpr std::size_t queries = 2'000;

// One store by itself, and one that an engine is over, with the same items.
struct Subject {
  Subject(std::unique_ptr<Store> one, std::unique_ptr<Store> other, const std::vector<Order>& items)
      : store(std::move(one)), engine(std::move(other), [] { return std::chrono::system_clock::now(); }) {
    const auto writer = store->begin_write();
    space = writer->create_space();
    for (const Order& each : items) writer->put(space, {each.partition, each.sort, each.text, 400});
    check(writer->commit().has_value());
    run("CreateTable", create_orders);
    for (const Order& each : items) run("PutItem", each.put);
  }

  static void check(bool good) {
    if (good) return;
    std::fprintf(stderr, "the engine failed\n");
    std::exit(1);
  }
  void run(std::string_view operation, std::string_view body) {
    answer.clear();
    check(engine.run(operation, body, answer).has_value());
    keep(answer.data());
  }
  void get(const Order& item) {
    answer.clear();
    const auto reader = store->begin_read();
    answer.append(reader->get(space, item.partition, item.sort)->text);
    keep(answer.data());
  }
  void put(const Order& item) {
    const auto writer = store->begin_write();
    writer->put(space, {item.partition, item.sort, item.text, 400});
    check(writer->commit().has_value());
  }
  void query(const Order& item) {
    answer.clear();
    const auto reader = store->begin_read();
    const auto cursor = reader->range(space, item.partition, {}, Direction::forward);
    for (Row row; cursor->next(row);) answer.append(row.text);
    keep(answer.data());
  }

  std::unique_ptr<Store> store;
  Engine engine;
  Space space{};
  std::string answer;
};

struct Ratios {
  double get = 0;
  double put = 0;
  double query = 0;
};

class Lab {
 public:
  explicit Lab(const std::vector<Order>& items) : items_(items) {
    std::mt19937_64 random(7);
    for (std::size_t i = 0; i < asked; ++i) trace_.push_back(&items[random() % items.size()]);
  }

  /// Ratios of the engine to what is bare.
  template <class Get, class Put, class Query>
  Ratios compare(const std::string& where, const std::string& bare, Subject& subject, Get get, Put put, Query query) {
    check_same(subject, get, query);
    Comparison gets(where + ": get of one item of 420 bytes, 100,000 items", asked);
    gets.add(bare, [&] {
      for (const Order* each : trace_) get(*each);
    });
    gets.add("store", [&] {
      for (const Order* each : trace_) subject.get(*each);
    });
    gets.add("engine: GetItem", [&] {
      for (const Order* each : trace_) subject.run("GetItem", each->get);
    });
    gets.run(7);
    Comparison puts(where + ": put of one item that is there, committed", asked);
    puts.add(bare, [&] {
      for (const Order* each : trace_) put(*each);
    });
    puts.add("store", [&] {
      for (const Order* each : trace_) subject.put(*each);
    });
    puts.add("engine: PutItem", [&] {
      for (const Order* each : trace_) subject.run("PutItem", each->put);
    });
    puts.run(7);
    Comparison ranges(where + ": query of 50 items", queries);
    ranges.add(bare, [&] {
      for (std::size_t i = 0; i < queries; ++i) query(*trace_[i]);
    });
    ranges.add("store", [&] {
      for (std::size_t i = 0; i < queries; ++i) subject.query(*trace_[i]);
    });
    ranges.add("engine: Query", [&] {
      for (std::size_t i = 0; i < queries; ++i) subject.run("Query", trace_[i]->query);
    });
    ranges.run(7);
    return {gets.median(2) / gets.median(0), puts.median(2) / puts.median(0), ranges.median(2) / ranges.median(0)};
  }

  /// What is bare, the store and the engine find the same.
  template <class Get, class Query>
  void check_same(Subject& subject, Get get, Query query) {
    const Order& item = *trace_[0];
    subject.get(item);
    Subject::check(get(item) == subject.answer && subject.answer == item.text);
    subject.run("GetItem", item.get);
    Subject::check(subject.answer == R"({"Item":)" + item.text + "}");
    subject.query(item);
    const std::string found(query(item));
    Subject::check(found == subject.answer && found.size() > rows * item.text.size() / 2);
    subject.run("Query", item.query);
    Subject::check(subject.answer.find(item.text) != std::string::npos && subject.answer.size() > found.size());
  }

  const std::vector<Order>& items() const { return items_; }

 private:
  const std::vector<Order>& items_;
  std::vector<const Order*> trace_;
};

Ratios in_file(Lab& lab) {
  std::string directory = (std::filesystem::temp_directory_path() / "partita-XXXXXX").string();
  if (::mkdtemp(directory.data()) == nullptr) std::exit(1);
  Ratios ratios;
  {
    BareFile bare(directory + "/bare.db");
    bare.execute("BEGIN");
    for (const Order& each : lab.items()) bare.put(each.partition, each.sort, each.text);
    bare.execute("COMMIT");
    Subject subject(*open_sqlite_store(directory + "/store.db"), *open_sqlite_store(directory + "/engine.db"),
                    lab.items());
    std::string item;
    ratios = lab.compare(
        "D1, in a file", "prepared statements of SQLite", subject,
        [&](const Order& each) {
          item.clear();
          bare.get(each.partition, each.sort, item);
          return keep(item.data()), std::string_view(item);
        },
        [&](const Order& each) { bare.put(each.partition, each.sort, each.text); },
        [&](const Order& each) {
          item.clear();
          bare.query(each.partition, item);
          return keep(item.data()), std::string_view(item);
        });
  }
  std::filesystem::remove_all(directory);
  return ratios;
}

Ratios in_memory(Lab& lab) {
  BareMap bare;
  for (const Order& each : lab.items()) bare[{each.partition, each.sort}] = each.text;
  Subject subject(make_memory_store(), make_memory_store(), lab.items());
  std::string item;
  return lab.compare(
      "D2, in memory", "std::map of two strings", subject,
      [&](const Order& each) {
        item.assign(bare.find({each.partition, each.sort})->second);
        return keep(item.data()), std::string_view(item);
      },
      [&](const Order& each) { bare[{each.partition, each.sort}] = each.text; },
      [&](const Order& each) {
        item.clear();
        for (auto at = bare.lower_bound({each.partition, {}}); at != bare.end() && at->first.first == each.partition;
             ++at) {
          item.append(at->second);
        }
        return keep(item.data()), std::string_view(item);
      });
}

}  // namespace

int main() {
  const std::vector<Order> orders = make_orders();
  Lab lab(orders);
  const Ratios memory = in_memory(lab);
  const Ratios file = in_file(lab);
  const Speed speed = compare_servers(orders);
  std::printf("\n");
  target("D1", "GetItem in a file, times a bare statement", file.get, 2);
  target("D1", "PutItem in a file, times a bare statement", file.put, 2);
  target("D1", "Query of 50 in a file, times a bare statement", file.query, 2);
  target("D1", "GetItem in a file, times faster than DynamoDB Local", speed.get, 100, false);
  target("D1", "PutItem in a file, times faster than DynamoDB Local", speed.put, 30, false);
  target("D1", "Query of 50 in a file, times faster than DynamoDB Local", speed.query, 30, false);
  target("D2", "GetItem in memory, times a bare ordered map", memory.get, 4);
  target("D2", "PutItem in memory, times a bare ordered map", memory.put, 4);
  return 0;
}
