#include <partita/batch.hpp>

#include "batch_workers.hpp"
#include "item_text.hpp"
#include "place.hpp"

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
  using Positions = detail::BatchWorkers::Positions;

  Fetch(BatchRead& batch, const BatchReadOptions& options, Read read, void* target)
      : batch_(batch),
        options_(options),
        read_(read),
        target_(target),
        now_(batch.client_.now()),
        table_(batch.client_.table_name(batch.rules_.table)),
        rounds_(batch.client_, operation, table_, RetryClass::idempotent, options) {
    rounds_.about(table_, batch.rules_.entity, batch.rules_.hidden);
  }

  std::optional<Error> run(Cost& cost) {
    batch_.keys_.finish();
    if (const auto& refused = batch_.keys_.refused()) {
      return rounds_.with_place(detail::numbered(refused->first, refused->second));
    }
    if (auto error = group()) return rounds_.with_place(*error);
    detail::BatchWorkers workers{
        batch_.client_,
        rounds_,
        options_,
        {groups_.size(), [](const std::deque<std::size_t>& all) { return std::min(all.size(), most_keys); },
         [this](detail::Rounds& rounds, const Positions& taken, Positions& left) { return send(rounds, taken, left); },
         [this](const Positions& taken, const Positions& left) { return settled(taken, left); }}};
    std::deque<std::size_t> pending;
    for (std::size_t i = 0; i < groups_.size(); ++i) pending.push_back(i);
    std::optional<Error> error;
    while (!error && !pending.empty()) {
      error = workers.run(pending, most_keys);
      if (!error) pending = ask_elsewhere();
    }
    cost = workers.cost();
    return error;
  }

 private:
  // One request, by one thread.
  struct Round {
    detail::Rounds& rounds;
    const Positions& taken;
    Positions& left;
  };

  // All the positions of one key, which is asked for once.
  struct Group {
    Positions positions;
    std::string key;                     // where it is asked for now
    std::span<const std::string> older;  // the partition keys under which it was not asked for yet
    bool is_found = false;
  };

  std::optional<Error> group() {
    for (std::size_t i = 0; i < batch_.keys_.size(); ++i) {
      const auto text = detail::key_text(batch_.keys_[i], batch_.rules_);
      if (!text) return detail::numbered(i, Error(ErrorKind::invalid_argument, "is no key of the table"));
      const auto [known, is_new] = by_key_.emplace(*text, groups_.size());
      if (is_new) groups_.push_back({{}, std::string(batch_.keys_[i]), batch_.keys_.older(i)});
      groups_[known->second].positions.push_back(i);
    }
    return std::nullopt;
  }

  // Turns to the next older shard of what was not found: nothing moves an item, so newer ones need no second look.
  std::deque<std::size_t> ask_elsewhere() {
    std::deque<std::size_t> pending;
    by_key_.clear();
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      Group& each = groups_[i];
      if (each.is_found || each.older.empty()) continue;
      each.key = detail::with_member(each.key, batch_.rules_.partition_key.name, each.older.front());
      each.older = each.older.subspan(1);
      by_key_.emplace(detail::key_text(each.key, batch_.rules_).value_or(""), i);
      pending.push_back(i);
    }
    return pending;
  }

  std::size_t settled(const Positions& taken, const Positions& left) const {
    return static_cast<std::size_t>(std::count_if(taken.begin(), taken.end(), [&](std::size_t i) {
      return (groups_[i].is_found || groups_[i].older.empty()) && std::find(left.begin(), left.end(), i) == left.end();
    }));
  }

  std::optional<Error> send(detail::Rounds& rounds, const Positions& taken, Positions& left) {
    wire::Writer body;
    body.raw(R"({"RequestItems":{)");
    body.json_string(table_);
    body.raw(R"(:{"Keys":[)");
    for (const std::size_t& each : taken) {
      if (&each != &taken.front()) body.raw(',');
      body.raw(groups_[each].key);
    }
    body.raw(options_.is_consistent() ? R"(],"ConsistentRead":true}},"ReturnConsumedCapacity":"TOTAL"})"
                                      : R"(]}},"ReturnConsumedCapacity":"TOTAL"})");
    if (auto error = rounds.send(body.view())) return error;
    return read_reply({rounds, taken, left});
  }

  std::optional<Error> read_reply(const Round& round) {
    wire::Reader in(round.rounds.reply().body);
    std::string_view key;
    bool is_answer = false;
    std::optional<Error> error;
    in.begin_object();
    while (!error && in.next_key(key)) {
      if (key == "Responses") {
        is_answer = true;
        error = read_items(in, round);
      } else if (key == "UnprocessedKeys") {
        error = read_left(in, round);
      } else if (key == "ConsumedCapacity") {
        round.rounds.read_capacity(in);
      } else {
        in.skip_value();
      }
    }
    if (error) return error;
    if (in.ok()) in.end();
    if (!in.ok()) return round.rounds.unreadable(in.error().message());
    if (!is_answer) return round.rounds.unreadable("the reply has no member 'Responses'");
    return std::nullopt;
  }

  std::optional<Error> read_items(wire::Reader& in, const Round& round) {
    std::string_view table;
    in.begin_object();
    while (in.next_key(table)) {
      in.begin_array();
      while (in.next_element()) {
        const std::string_view item = in.skip_value();
        if (!in.ok()) break;
        if (auto error = read_item(item, round)) return error;
      }
    }
    return std::nullopt;
  }

  std::optional<Error> read_item(std::string_view item, const Round& round) {
    const auto group = group_of(item, round);
    if (!group) return round.rounds.unreadable("the reply holds an item that was not asked for");
    round.rounds.count_evaluated();
    const std::string_view ttl = batch_.rules_.ttl.name;
    if (!ttl.empty() && detail::is_expired(item, ttl, now_)) return std::nullopt;
    wire::TextReader text{item};
    text.reader().tenant = batch_.tenant_.get();
    read_(text.reader(), item, groups_[*group].positions, target_);
    groups_[*group].is_found = true;
    if (!text.reader().ok()) return round.rounds.unreadable(text.reader().error().message());
    round.rounds.count_returned();
    return std::nullopt;
  }

  // {"table":{"Keys":[{...},...],...}}
  std::optional<Error> read_left(wire::Reader& in, const Round& round) const {
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
          const auto group = group_of(left, round);
          if (!group) return round.rounds.unreadable("the reply leaves a key that was not asked for");
          round.left.push_back(*group);
        }
      }
    }
    return std::nullopt;
  }

  std::optional<std::size_t> group_of(std::string_view item, const Round& round) const {
    const auto text = detail::key_text(item, batch_.rules_);
    if (!text) return std::nullopt;
    const auto known = by_key_.find(*text);
    const bool was_asked =
        known != by_key_.end() && std::find(round.taken.begin(), round.taken.end(), known->second) != round.taken.end();
    return was_asked ? std::optional(known->second) : std::nullopt;
  }

  BatchRead& batch_;
  const BatchReadOptions& options_;
  Read read_;
  void* target_;  // of which threads write different elements
  timestamp now_;
  std::string table_;
  detail::Rounds rounds_;
  std::unordered_map<std::string, std::size_t> by_key_;
  std::vector<Group> groups_;  // of which threads change different elements
};

std::optional<Error> BatchRead::run_raw(const BatchReadOptions& options, std::vector<std::string>& items, Cost& cost) {
  items.assign(keys_.size(), {});
  const auto read = [](wire::Reader& /*in*/, std::string_view item, std::span<const std::size_t> places, void* to) {
    for (const std::size_t place : places) (*static_cast<std::vector<std::string>*>(to))[place] = item;
  };
  return fetch(options, read, &items, cost);
}

std::optional<Error> BatchRead::fetch(const BatchReadOptions& options, Read read, void* target, Cost& cost) {
  return Fetch{*this, options, read, target}.run(cost);
}

}  // namespace partita::inline epoch1
