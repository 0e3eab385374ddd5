#include <partita/batch.hpp>
#include <partita/write_batch.hpp>

#include "batch_workers.hpp"
#include "item_text.hpp"
#include "place.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
constexpr std::size_t most_entries = 25;
constexpr std::size_t most_bytes = std::size_t{16} << 20;  // of the body, as it is sent

constexpr std::string_view operation = "BatchWriteItem";
constexpr std::string_view beginning = R"({"RequestItems":{)";
constexpr std::string_view ending = R"(},"ReturnConsumedCapacity":"INDEXES"})";

struct Entry {
  const WriteRules* rules;
  const std::string* table;  // as the service knows it
  WriteKind kind;
  std::string_view json;
  std::size_t number;  // of what the caller wrote; several entries if it may lie in several places

  std::string_view opening() const {
    return kind == WriteKind::remove ? R"({"DeleteRequest":{"Key":)" : R"({"PutRequest":{"Item":)";
  }
  /// In a body, with the most that its table adds.
  std::size_t size() const { return opening().size() + json.size() + 3 + table->size() + 6; }
};

class Send {
 public:
  using Positions = detail::BatchWorkers::Positions;

  Send(const Client& client, std::span<detail::BatchPart> parts, const BatchOptions& options)
      : client_(client), parts_(parts), options_(options) {
    for (const detail::BatchPart& part : parts_) tables_.emplace(part.rules, client.table_name(part.rules->table));
  }

  BatchResult run() {
    std::optional<Error> error = collect();
    detail::Rounds rounds{client_, operation, common_table(), RetryClass::idempotent, options_};
    for (const auto& [rules, table] : tables_) rounds.about(table, rules->entity, rules->hidden);
    std::deque<std::size_t> pending;
    for (std::size_t i = 0; i < entries_.size(); ++i) pending.push_back(i);
    Cost cost;
    if (error) {
      error = rounds.with_place(*error);
    } else {
      detail::BatchWorkers workers{
          client_,
          rounds,
          options_,
          {open_.size(), [this](const std::deque<std::size_t>& all) { return room(all); },
           [this](detail::Rounds& own, const Positions& taken, Positions& left) { return send(own, taken, left); },
           [this](const Positions& taken, const Positions& left) { return settled(taken, left); }}};
      error = workers.run(pending, most_entries);
      cost = workers.cost();
    }
    BatchResult result{0, {}, error, cost};
    for (const std::size_t each : pending) result.left.push_back(entries_[each].number);
    std::sort(result.left.begin(), result.left.end());
    result.left.erase(std::unique(result.left.begin(), result.left.end()), result.left.end());
    result.written = open_.size() - result.left.size();
    return result;
  }

 private:
  /// Lists the entries; the first reason why they can't be sent.
  std::optional<Error> collect() {
    std::optional<Error> error;
    for (detail::BatchPart& part : parts_) {
      part.entries.finish();
      const auto& refused = part.entries.refused();
      for (std::size_t i = 0; i < part.entries.size(); ++i) {
        const std::size_t number = open_.size();
        const std::size_t first = entries_.size();
        entries_.push_back({part.rules, &tables_.at(part.rules), part.kind, part.entries[i], number});
        for (const std::string& partition : part.entries.older(i)) {
          Entry elsewhere = entries_[first];
          elsewhere.json =
              elsewhere_.emplace_back(detail::with_member(elsewhere.json, part.rules->partition_key.name, partition));
          entries_.push_back(elsewhere);
        }
        open_.push_back(entries_.size() - first);
        if (!error && refused && refused->first == i) error = detail::numbered(number, refused->second);
        for (std::size_t entry = first; !error && entry < entries_.size(); ++entry) error = check(entry);
      }
    }
    return error;
  }

  // How many are done in all their places now.
  std::size_t settled(const Positions& taken, const Positions& left) {
    std::size_t count = 0;
    for (const std::size_t each : taken) {
      if (std::find(left.begin(), left.end(), each) != left.end()) continue;
      if (--open_[entries_[each].number] == 0) ++count;
    }
    return count;
  }

  std::optional<Error> check(std::size_t position) {
    const Entry& entry = entries_[position];
    if (entry.rules->companions != nullptr) {
      return detail::numbered(entry.number, Error(ErrorKind::invalid_argument,
                                                  "a batch keeps no lookups and unique constraints in step: write the "
                                                  "items one by one, or in a transaction"));
    }
    if (entry.kind == WriteKind::put) {
      if (const auto error = detail::too_large(entry.json)) return detail::numbered(entry.number, *error);
    }
    // Which of two would be written last, nobody can tell; the service refuses them within a request.
    const auto [known, is_new] = by_key_.emplace(key_of(entry, entry.json), position);
    if (is_new) return std::nullopt;
    return Error(ErrorKind::invalid_argument, "numbers " + std::to_string(entries_[known->second].number) + " and " +
                                                  std::to_string(entry.number) +
                                                  " of the batch, counted from 0, have the same key");
  }

  static std::string key_of(const Entry& entry, std::string_view json) {
    return *entry.table + ":" + detail::key_text(json, *entry.rules).value_or("");
  }

  // The table that all share; an error of several names none.
  std::string common_table() const {
    for (const Entry& each : entries_) {
      if (*each.table != *entries_.front().table) return {};
    }
    return entries_.empty() ? tables_.begin() == tables_.end() ? "" : tables_.begin()->second : *entries_.front().table;
  }

  std::size_t room(const std::deque<std::size_t>& pending) const {
    std::size_t size = beginning.size() + ending.size();
    std::size_t count = 0;
    for (; count < std::min(pending.size(), most_entries); ++count) {
      size += entries_[pending[count]].size();
      if (count != 0 && size > most_bytes) break;
    }
    return count;
  }

  std::optional<Error> send(detail::Rounds& rounds, const Positions& taken, Positions& left) const {
    std::map<std::string_view, Positions> by_table;
    for (const std::size_t each : taken) by_table[*entries_[each].table].push_back(each);
    wire::Writer body;
    body.raw(beginning);
    bool is_first = true;
    for (const auto& [table, positions] : by_table) {
      if (!std::exchange(is_first, false)) body.raw("],");
      body.json_string(table);
      body.raw(":[");
      for (const std::size_t& each : positions) {
        if (&each != &positions.front()) body.raw(',');
        body.raw(entries_[each].opening());
        body.raw(entries_[each].json);
        body.raw("}}");
      }
    }
    body.raw(']');
    body.raw(ending);
    if (auto error = rounds.send(body.view())) return error;
    return read_reply(rounds, taken, left);
  }

  std::optional<Error> read_reply(detail::Rounds& rounds, const Positions& taken, Positions& left) const {
    wire::Reader in(rounds.reply().body);
    std::string_view key;
    std::optional<Error> error;
    in.begin_object();
    while (!error && in.next_key(key)) {
      if (key == "UnprocessedItems") {
        error = read_left(in, rounds, taken, left);
      } else if (key == "ConsumedCapacity") {
        rounds.read_capacity(in);
      } else {
        in.skip_value();
      }
    }
    if (error) return error;
    if (in.ok()) in.end();
    if (!in.ok()) return rounds.unreadable(in.error().message());
    return std::nullopt;
  }

  // {"table":[{"PutRequest":{"Item":{...}}},...]}
  std::optional<Error> read_left(wire::Reader& in, const detail::Rounds& rounds, const Positions& taken,
                                 Positions& left) const {
    std::string_view key;
    in.begin_object();
    while (in.next_key(key)) {
      const std::string table(key);
      in.begin_array();
      while (in.next_element()) {
        in.begin_object();
        while (in.next_key(key)) {
          in.begin_object();
          while (in.next_key(key)) {
            const std::string_view json = in.skip_value();
            if (!in.ok()) break;
            const auto position = position_of(table, json, taken);
            if (!position) return rounds.unreadable("the reply leaves an item that was not sent");
            left.push_back(*position);
          }
        }
      }
    }
    return std::nullopt;
  }

  std::optional<std::size_t> position_of(const std::string& table, std::string_view json,
                                         const Positions& taken) const {
    for (const std::size_t each : taken) {
      if (*entries_[each].table != table) continue;
      const auto known = by_key_.find(key_of(entries_[each], json));
      if (known == by_key_.end()) return std::nullopt;
      return std::find(taken.begin(), taken.end(), known->second) == taken.end() ? std::nullopt
                                                                                 : std::optional(known->second);
    }
    return std::nullopt;
  }

  Client client_;
  std::span<detail::BatchPart> parts_;
  const BatchOptions& options_;
  std::unordered_map<const WriteRules*, std::string> tables_;
  std::vector<Entry> entries_;
  std::deque<std::string> elsewhere_;  // texts of entries
  std::vector<std::size_t> open_;      // of each number, the entries that are not done
  std::unordered_map<std::string, std::size_t> by_key_;
};

}  // namespace

BatchResult BatchWrite::run(const BatchOptions& options) {
  if (detail::Recorder* const recorder = client_.recorder(); recorder != nullptr && recorder->batches() != nullptr) {
    recorder->batches()->record(std::move(part_));
    return {};
  }
  return Send(client_, std::span(&part_, 1), options).run();
}

BatchResult WriteBatch::execute(const BatchOptions& options) const {
  return Send(client_, recorder_->parts(), options).run();
}

}  // namespace partita::inline epoch1
