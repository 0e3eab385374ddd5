// What a writer does to the tables of a file, one request after the other, and what they hold by then.
#pragma once

#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace durability {

using Json = nlohmann::json;

/// Both alike: a key of `pk` and `sk`, a global index of `g` and `n`, a local one of `l`.
inline constexpr std::array table_names = {"first", "second"};
Json table_request(std::size_t table);

using Key = std::pair<std::string, std::string>;
/// The items of one table as answers show them.
using Items = std::map<Key, Json>;
Key key_of(const Json& item);

/// What one writer has made. Writers have keys of their own, but for one item of the second table.
struct Tables {
  std::array<Items, table_names.size()> items{};
  std::int64_t transactions = 0;  ///< each adds 1 to that item
};

/// Of all writers: `n` is the number of their transactions. Not there before the first one.
Key shared_key();
Json shared_item(std::int64_t transactions);

/// One request, and what it changes: all of it or nothing.
struct Step {
  struct Change {
    std::size_t table = 0;
    Key key;
    std::optional<Json> item;  ///< nullopt: there is none
  };
  std::string operation;
  Json body;
  std::vector<Change> changes;
  bool is_transaction = false;
  bool is_refused = false;  ///< by a condition that does not hold
};
void apply(const Step& step, Tables& tables);

struct Writer {
  int number = 0;
  int partitions = 6;  ///< that it writes to
};
std::string prefix_of(const Writer& writer);
/// Depends on nothing but what it is given. A put, an update, a removal, a batch of them or a transaction: of items
/// that are there or not, with entries in an index or none, which come, go and move.
Step make_step(const Writer& writer, const Tables& now, std::uint32_t number);

}  // namespace durability
