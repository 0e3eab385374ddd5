#include "cache/sieve_store.hpp"

#include <utility>

namespace partita::inline epoch1::cache {

void SieveStore::put(std::string_view key, Known known, std::size_t bytes) {
  bytes += key.size() + overhead;
  if (const auto place = nodes_.find(key); place != nodes_.end()) {
    Node& node = *place->second;
    if (bytes > max_bytes_) return remove(node);
    bytes_ += bytes - node.bytes;
    node.bytes = bytes;
    node.known = std::move(known);
  } else {
    if (bytes > max_bytes_) return;
    auto node = std::make_unique<Node>();
    node->key = key;
    node->known = std::move(known);
    node->bytes = bytes;
    bytes_ += bytes;
    link(*node);
    const std::string_view own_key = node->key;
    nodes_.emplace(own_key, std::move(node));
  }
  while (bytes_ > max_bytes_) evict_one();
}

void SieveStore::erase(std::string_view key) {
  if (const auto place = nodes_.find(key); place != nodes_.end()) remove(*place->second);
}

void SieveStore::clear() {
  while (oldest_ != nullptr) remove(*oldest_);
}

void SieveStore::link(Node& node) {
  node.older = newest_;
  if (newest_ != nullptr) newest_->newer = &node;
  newest_ = &node;
  if (oldest_ == nullptr) oldest_ = &node;
}

void SieveStore::unlink(Node& node) {
  (node.newer != nullptr ? node.newer->older : newest_) = node.older;
  (node.older != nullptr ? node.older->newer : oldest_) = node.newer;
}

void SieveStore::evict_one() {
  Node* node = hand_ != nullptr ? hand_ : oldest_;
  while (node->visited) {
    node->visited = false;
    node = node->newer != nullptr ? node->newer : oldest_;
  }
  hand_ = node->newer;
  ++evicted_;
  remove(*node);
}

void SieveStore::remove(Node& node) {
  if (hand_ == &node) hand_ = node.newer;
  unlink(node);
  bytes_ -= node.bytes;
  const auto place = nodes_.find(node.key);
  const std::unique_ptr<Node> gone = std::move(place->second);  // the map's key is the node's: it goes after it
  nodes_.erase(place);
}

}  // namespace partita::inline epoch1::cache
