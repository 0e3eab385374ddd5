#include <partita/batch.hpp>

#include "item_text.hpp"
#include "rounds.hpp"

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace partita::inline epoch1 {

namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
constexpr std::size_t most_keys = 100;

constexpr std::string_view operation = "BatchGetItem";

}  // namespace

class BatchRead::Fetch {
 public:
  Fetch(BatchRead& batch, const ReadOptions& options, Read read, void* target)
      : batch_(batch),
        consistent_(options.is_consistent()),
        read_(read),
        target_(target),
        now_(batch.client_.now()),
        rounds_(batch.client_, operation, batch.client_.table_name(batch.rules_.table), RetryClass::idempotent,
                options) {}

  std::optional<Error> run() {
    if (auto error = batch_.keys_.finish()) return rounds_.with_place(*error);
    group();
    return rounds_.drain(pending_, [this] { return send_some(); });
  }

  const Cost& cost() { return rounds_.cost(); }

 private:
  // All the places of one key, which is asked for once.
  struct Group {
    std::vector<std::size_t> places;
    bool is_sent = false;
  };

  void group() {
    for (std::size_t i = 0; i < batch_.keys_.size(); ++i) {
      const auto [known, is_new] = by_key_.emplace(*detail::key_text(batch_.keys_[i], batch_.rules_), groups_.size());
      if (is_new) {
        pending_.push_back(groups_.size());
        groups_.emplace_back();
      }
      groups_[known->second].places.push_back(i);
    }
  }

  std::optional<Error> send_some() {
    wire::Writer body;
    body.raw(R"({"RequestItems":{)");
    body.json_string(batch_.client_.table_name(batch_.rules_.table));
    body.raw(R"(:{"Keys":[)");
    const std::size_t count = std::min(pending_.size(), most_keys);
    for (std::size_t i = 0; i < count; ++i) {
      if (i != 0) body.raw(',');
      Group& group = groups_[pending_[i]];
      group.is_sent = true;
      body.raw(batch_.keys_[group.places.front()]);
    }
    body.raw(consistent_ ? R"(],"ConsistentRead":true}},"ReturnConsumedCapacity":"TOTAL"})"
                         : R"(]}},"ReturnConsumedCapacity":"TOTAL"})");
    if (auto error = rounds_.send(body.view())) return error;
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
    left_.clear();
    if (auto error = read_reply()) return error;
    pending_.insert(pending_.begin(), left_.begin(), left_.end());
    return std::nullopt;
  }

  std::optional<Error> read_reply() {
    wire::Reader in(rounds_.reply().body);
    std::string_view key;
    bool is_answer = false;
    std::optional<Error> error;
    in.begin_object();
    while (!error && in.next_key(key)) {
      if (key == "Responses") {
        is_answer = true;
        error = read_items(in);
      } else if (key == "UnprocessedKeys") {
        error = read_left(in);
      } else if (key == "ConsumedCapacity") {
        rounds_.read_capacity(in, &Cost::read_units);
      } else {
        in.skip_value();
      }
    }
    if (error) return error;
    if (in.ok()) in.end();
    if (!in.ok()) return rounds_.unreadable(in.error().message());
    if (!is_answer) return rounds_.unreadable("the reply has no member 'Responses'");
    return std::nullopt;
  }

  std::optional<Error> read_items(wire::Reader& in) {
    std::string_view table;
    in.begin_object();
    while (in.next_key(table)) {
      in.begin_array();
      while (in.next_element()) {
        const std::string_view item = in.skip_value();
        if (!in.ok()) break;
        if (auto error = read_item(item)) return error;
      }
    }
    return std::nullopt;
  }

  std::optional<Error> read_item(std::string_view item) {
    Group* group = group_of(item);
    if (group == nullptr) return rounds_.unreadable("the reply holds an item that was not asked for");
    ++rounds_.cost().items_evaluated;
    const std::string_view ttl = batch_.rules_.ttl.name;
    if (!ttl.empty() && detail::is_expired(item, ttl, now_)) return std::nullopt;
    wire::TextReader text{item};
    text.reader().tenant = batch_.tenant_.get();
    read_(text.reader(), group->places, target_);
    if (!text.reader().ok()) return rounds_.unreadable(text.reader().error().message());
    ++rounds_.cost().items_returned;
    return std::nullopt;
  }

  // {"table":{"Keys":[{...},...],...}}
  std::optional<Error> read_left(wire::Reader& in) {
    std::string_view key;
    in.begin_object();
    while (in.next_key(key)) {
      in.begin_object();
      while (in.next_key(key)) {
        if (key != "Keys") {
          in.skip_value();
          continue;
        }
        in.begin_array();
        while (in.next_element()) {
          const std::string_view left = in.skip_value();
          if (!in.ok()) break;
          const Group* group = group_of(left);
          if (group == nullptr) return rounds_.unreadable("the reply leaves a key that was not asked for");
          left_.push_back(static_cast<std::size_t>(group - groups_.data()));
        }
      }
    }
    return std::nullopt;
  }

  Group* group_of(std::string_view item) {
    const auto text = detail::key_text(item, batch_.rules_);
    if (!text) return nullptr;
    const auto known = by_key_.find(*text);
    if (known == by_key_.end() || !groups_[known->second].is_sent) return nullptr;
    return &groups_[known->second];
  }

  BatchRead& batch_;
  bool consistent_;
  Read read_;
  void* target_;
  timestamp now_;
  detail::Rounds rounds_;
  std::unordered_map<std::string, std::size_t> by_key_;
  std::vector<Group> groups_;
  std::deque<std::size_t> pending_;
  std::vector<std::size_t> left_;
};

std::optional<Error> BatchRead::run_raw(const ReadOptions& options, std::vector<std::string>& items, Cost& cost) {
  items.assign(keys_.size(), {});
  const auto read = [](wire::Reader& in, std::span<const std::size_t> places, void* to) {
    const std::string_view item = in.skip_value();
    for (const std::size_t place : places) (*static_cast<std::vector<std::string>*>(to))[place] = item;
  };
  return fetch(options, read, &items, cost);
}

std::optional<Error> BatchRead::fetch(const ReadOptions& options, Read read, void* target, Cost& cost) {
  Fetch fetch{*this, options, read, target};
  std::optional<Error> error = fetch.run();
  cost = fetch.cost();
  return error;
}

}  // namespace partita::inline epoch1
