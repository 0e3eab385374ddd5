// What the engine, its stores, what is bare and the servers are asked for.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace partita::benchmarks {

inline constexpr std::size_t partitions = 2'000;
inline constexpr std::size_t rows = 50;  // of each

/// The table.
inline constexpr const char* create_orders = R"({"TableName":"orders","BillingMode":"PAY_PER_REQUEST",
    "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},{"AttributeName":"order","AttributeType":"S"}],
    "KeySchema":[{"AttributeName":"id","KeyType":"HASH"},{"AttributeName":"order","KeyType":"RANGE"}]})";

struct Order {
  std::string partition;
  std::string sort;
  std::string text;  // as the engine stores it
  std::string get;   // bodies of requests
  std::string put;
  std::string query;  // of its partition
};

/// Orders of customers: 420 bytes of JSON each.
std::vector<Order> make_orders();

}  // namespace partita::benchmarks
