#include "servers.hpp"

#include "harness.hpp"

#include <partita/client.hpp>
#include <partita/transport.hpp>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <utility>

namespace partita::benchmarks {
namespace {

constexpr std::size_t asked = 300;
constexpr int rounds = 7;

/// A client with the table of orders.
class Backend {
 public:
  Backend(std::string name, const std::string& url, const std::vector<Order>& orders)
      : name_(std::move(name)), client_(open(url)) {
    run("CreateTable", create_orders);
    std::string body;
    for (std::size_t i = 0; i < orders.size(); ++i) {
      body += body.empty() ? R"({"RequestItems":{"orders":[)" : ",";
      body += R"({"PutRequest":{"Item":)" + orders[i].text + "}}";
      if ((i + 1) % 25 != 0 && i + 1 != orders.size()) continue;
      run("BatchWriteItem", body + "]}}");
      body.clear();
    }
  }

  const std::string& name() const { return name_; }

  void run(std::string_view operation, std::string_view body) {
    client_.transport().send({.operation = operation, .table = "orders", .body = body}, reply_);
    if (reply_.error) fail(*reply_.error);
    if (operation == "BatchWriteItem" && reply_.body.view().find("PutRequest") != std::string_view::npos) {
      std::fprintf(stderr, "%s left items of a batch\n", name_.c_str());
      std::exit(1);
    }
    keep(reply_.body.view().data());
  }

 private:
  [[noreturn]] static void fail(const Error& error) {
    std::fprintf(stderr, "%s\n", error.to_string().c_str());
    std::exit(1);
  }
  static Client open(const std::string& url) {
    auto client = Client::open(url);
    if (!client) fail(client.error());
    return *client;
  }

  std::string name_;
  Client client_;
  Reply reply_;
};

std::string url_of(const char* variable) {
  const char* const url = std::getenv(variable);
  if (url != nullptr) return url;
  std::fprintf(stderr, "%s is not set: run this by scripts/with-servers\n", variable);
  std::exit(2);
}

}  // namespace

Speed compare_servers(const std::vector<Order>& orders) {
  std::string directory = (std::filesystem::temp_directory_path() / "partita-XXXXXX").string();
  if (::mkdtemp(directory.data()) == nullptr) std::exit(1);
  Speed speed;
  {
    Backend backends[] = {
        {"Client on memory:", "memory:", orders},
        {"Client on file:", "file:" + directory + "/orders.db", orders},
        {"DynamoDB Local", url_of("PARTITA_DYNAMODB_LOCAL_URL"), orders},
        {"dynoxide", url_of("PARTITA_DYNOXIDE_URL"), orders},
    };
    std::mt19937_64 random(11);
    std::vector<const Order*> trace;
    for (std::size_t i = 0; i < asked; ++i) trace.push_back(&orders[random() % orders.size()]);
    const auto compare = [&](const std::string& title, std::string_view operation, std::string Order::* body) {
      Comparison comparison(title, asked, &wall_nanoseconds);
      for (Backend& each : backends) {
        comparison.add(each.name(), [&] {
          for (const Order* order : trace) each.run(operation, order->*body);
        });
      }
      comparison.run(rounds);
      return comparison.median(2) / comparison.median(1);
    };
    speed.get =
        compare("D1, beside servers: get of one item, 100,000 items, as a caller waits", "GetItem", &Order::get);
    speed.put = compare("D1, beside servers: put of one item that is there", "PutItem", &Order::put);
    speed.query = compare("D1, beside servers: query of 50 items", "Query", &Order::query);
  }
  std::filesystem::remove_all(directory);
  return speed;
}

}  // namespace partita::benchmarks
