// The shards of a query, read side by side and given out as one list in the order of the sort key.
#pragma once

#include <partita/error.hpp>
#include <partita/expression.hpp>

#include "part_places.hpp"
#include "sort_order.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::detail {

/// One page of one shard.
struct ShardPage {
  std::vector<std::string> items;  ///< as JSON
  std::string last_key;            ///< where the next one goes on; empty: nowhere
};

/// Holds at most one page of each shard.
class ShardMerge {
 public:
  /// Reads the page of a shard that begins behind a key, whose partition key is left out; empty: the first.
  using Read = std::function<std::optional<Error>(std::size_t shard, const std::string& behind, ShardPage& page)>;

  /// `keys` are what says where an item stands: the partition key first, last the sort key that items are ordered by.
  ShardMerge(std::size_t count, std::span<const AttributeName> keys, std::string_view sort, bool descending);

  /// Goes on where another one was.
  void start_at(const std::vector<PartPlace>& places);
  /// Takes up to `most` items, fewer if a shard has to be read again before the order of the next one is known.
  /// Fails as `read` does; what was taken before is not taken again.
  std::optional<Error> next(std::uint64_t most, const Read& read);
  /// The items taken last, as a JSON array, and how many they are.
  const std::string& items() const { return items_; }
  std::size_t size() const { return taken_.size(); }
  bool done() const;
  /// Where each shard stands when so many of the items taken last were given out.
  std::vector<PartPlace> places(std::size_t given_out) const;

 private:
  struct Held {
    std::string item;
    std::string key;
    SortPosition position;
  };
  struct Shard {
    PartPlace place;  // behind what was taken
    std::deque<Held> held;
    std::string next;  // where the page behind the held one begins
    bool read_all = false;
  };
  struct Taken {
    std::size_t shard;
    PartPlace place;
  };

  std::optional<Error> fill(std::size_t number, const Read& read);
  std::optional<std::size_t> first() const;
  void take(std::size_t number);

  std::span<const AttributeName> keys_;
  std::string_view sort_;
  bool descending_;
  std::vector<Shard> shards_;
  std::vector<PartPlace> before_;
  std::vector<Taken> taken_;
  std::string items_;
};

}  // namespace partita::inline epoch1::detail
