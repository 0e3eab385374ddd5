// A bounded store of shared values by key, with the SIEVE policy.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace partita::inline epoch1::cache {

/// What is known of a key: its value, or that it has none.
struct Known {
  std::shared_ptr<const void> value;  ///< null: there is none
  const void* type = nullptr;         ///< of the value, or that it would have
  std::int64_t fresh_until = 0;       ///< by the caller's clock
  std::int64_t read_at = 0;           ///< likewise
  std::uint32_t changes = 0;          ///< of what it depends on, when it was read; 0: of an item
};

/// Keeps what was asked for again since it last looked: a hit sets a mark and moves nothing; when room is needed, a
/// hand goes from the oldest entry to the newest, takes marks away and evicts the first entry without one. So a scan of
/// many keys that are asked for once does not drive out what is asked for often.
/// Zhang et al., SIEVE is Simpler than LRU, NSDI 2024. One thread at a time.
class SieveStore {
 public:
  explicit SieveStore(std::size_t max_bytes) : max_bytes_(max_bytes) {}
  /// Of a key, for `find`.
  static std::size_t hash_of(std::string_view key) { return absl::Hash<std::string_view>()(key); }
  SieveStore(const SieveStore&) = delete;
  SieveStore& operator=(const SieveStore&) = delete;

  /// Null if there is none; valid until the next change.
  const Known* find(std::string_view key, std::size_t hash) {
    const auto place = nodes_.find(key, hash);
    if (place == nodes_.end()) return nullptr;
    place->second->visited = true;
    return &place->second->known;
  }
  /// Puts a value of so many bytes in place of any other; not at all if it alone is larger than the store.
  void put(std::string_view key, Known known, std::size_t bytes);
  void erase(std::string_view key);
  void clear();

  std::size_t bytes() const { return bytes_; }
  std::size_t size() const { return nodes_.size(); }
  std::uint64_t evicted() const { return evicted_; }

  /// What an entry takes beside its value and its key, roughly.
  static constexpr std::size_t overhead = 192;

 private:
  // What a hit touches comes first, in one cache line.
  struct alignas(64) Node {
    Known known;
    bool visited = false;
    std::size_t bytes = 0;
    std::string key;
    Node* newer = nullptr;
    Node* older = nullptr;
  };

  void link(Node& node);
  void unlink(Node& node);
  void evict_one();
  void remove(Node& node);

  const std::size_t max_bytes_;
  absl::flat_hash_map<std::string_view, std::unique_ptr<Node>> nodes_;  // keyed by the node's own key
  Node* newest_ = nullptr;
  Node* oldest_ = nullptr;
  Node* hand_ = nullptr;
  std::size_t bytes_ = 0;
  std::uint64_t evicted_ = 0;
};

}  // namespace partita::inline epoch1::cache
