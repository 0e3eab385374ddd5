// The items that the codec is measured with.
#pragma once

#include <partita/annotations.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace shop {

struct Line {
  std::string sku{};
  std::int64_t quantity{};
  double price{};
};

/// 12 attributes, about 700 bytes of DynamoDB JSON.
struct Order {
  using partita_entity = partita::entity<"orders">;

  partita::partition_key<std::string> tenant_id{};
  partita::sort_key<std::string> order_id{};
  std::string customer{};
  std::string address{};
  std::string note{};
  std::int64_t created_at{};
  std::int64_t revision{};
  double total{};
  bool paid{};
  std::set<std::string> tags{};
  std::vector<Line> lines{};
  std::optional<std::string> coupon{};
};

struct Part {
  std::string name{};
  std::string value{};
};

/// 11 mixed attributes: two keys, bool, int, string, two sets, a map, three lists of one map.
struct Mixed {
  using partita_entity = partita::entity<"mixed">;

  partita::partition_key<std::string> pk{};
  partita::sort_key<std::string> sk{};
  bool flag{};
  std::int32_t number{};
  std::string text{};
  std::set<std::int64_t> numbers{};
  std::set<std::string> strings{};
  std::map<std::string, std::string> map{};
  std::vector<Part> first{};
  std::vector<Part> second{};
  std::vector<Part> third{};
};

}  // namespace shop
