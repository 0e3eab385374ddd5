#include "shard_merge.hpp"

#include "query_request.hpp"

#include <utility>

namespace partita::inline epoch1::detail {

namespace {

Error no_key() {
  return {ErrorKind::decode, "an item of the page lacks a part of its key"};
}

}  // namespace

ShardMerge::ShardMerge(std::size_t count, std::span<const AttributeName> keys, std::string_view sort, bool descending)
    : keys_(keys), sort_(sort), descending_(descending), shards_(count) {}

void ShardMerge::start_at(const std::vector<PartPlace>& places) {
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    shards_[i].place = places[i];
    shards_[i].next = places[i].key;
    shards_[i].read_all = places[i].ended;
  }
}

std::optional<Error> ShardMerge::next(std::uint64_t most, const Read& read) {
  taken_.clear();
  items_ = "[";
  before_ = places(0);
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    if (auto error = fill(i, read)) return error;
  }
  before_ = places(0);
  while (taken_.size() < most) {
    const auto found = first();
    if (!found) break;
    take(*found);
    if (shards_[*found].held.empty() && !shards_[*found].read_all) break;
  }
  items_ += ']';
  return std::nullopt;
}

std::optional<Error> ShardMerge::fill(std::size_t number, const Read& read) {
  Shard& shard = shards_[number];
  while (shard.held.empty() && !shard.read_all) {
    ShardPage page;
    if (auto error = read(number, shard.next, page)) return error;
    for (std::string& item : page.items) {
      auto key = key_of(item, keys_.subspan(1));
      auto position = position_of(item, sort_);
      if (!key || !position) return no_key();
      shard.held.push_back({std::move(item), *std::move(key), *std::move(position)});
    }
    shard.read_all = page.last_key.empty();
    if (!shard.read_all) {
      auto key = key_of(page.last_key, keys_.subspan(1));
      if (!key) return no_key();
      shard.next = *std::move(key);
    }
    if (shard.held.empty()) shard.place = {shard.next, shard.read_all};
  }
  return std::nullopt;
}

// Of equal ones that of the first shard.
std::optional<std::size_t> ShardMerge::first() const {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    if (shards_[i].held.empty()) continue;
    if (found) {
      const auto order = shards_[i].held.front().position <=> shards_[*found].held.front().position;
      if (descending_ ? order <= 0 : order >= 0) continue;
    }
    found = i;
  }
  return found;
}

void ShardMerge::take(std::size_t number) {
  Shard& shard = shards_[number];
  Held held = std::move(shard.held.front());
  shard.held.pop_front();
  // Behind the last one of a page the service may know better where to go on.
  shard.place = shard.held.empty() ? PartPlace{shard.next, shard.read_all} : PartPlace{std::move(held.key), false};
  items_.append(taken_.empty() ? "" : ",").append(held.item);
  taken_.push_back({number, shard.place});
}

bool ShardMerge::done() const {
  for (const Shard& each : shards_) {
    if (!each.place.ended) return false;
  }
  return true;
}

std::vector<PartPlace> ShardMerge::places(std::size_t given_out) const {
  std::vector<PartPlace> places;
  if (taken_.empty()) {
    for (const Shard& each : shards_) places.push_back(each.place);
    return places;
  }
  places = before_;
  for (std::size_t i = 0; i < given_out; ++i) places[taken_[i].shard] = taken_[i].place;
  return places;
}

}  // namespace partita::inline epoch1::detail
