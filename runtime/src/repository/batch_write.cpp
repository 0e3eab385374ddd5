#include <partita/batch.hpp>

#include "item_text.hpp"
#include "rounds.hpp"

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace partita::inline epoch1 {

namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
constexpr std::size_t most_entries = 25;
constexpr std::size_t most_bytes = std::size_t{16} << 20;  // of the body, as it is sent

constexpr std::string_view operation = "BatchWriteItem";
constexpr std::string_view ending = R"(]},"ReturnConsumedCapacity":"TOTAL"})";

}  // namespace

class BatchWrite::Send {
 public:
  Send(BatchWrite& batch, const CallOptions& options)
      : batch_(batch),
        opening_(batch.kind_ == WriteKind::remove ? R"({"DeleteRequest":{"Key":)" : R"({"PutRequest":{"Item":)"),
        rounds_(batch.client_, operation, batch.client_.table_name(batch.rules_.table), RetryClass::idempotent,
                options) {}

  BatchResult run() {
    std::optional<Error> error = batch_.entries_.finish();
    for (std::size_t i = 0; i < batch_.entries_.size(); ++i) {
      pending_.push_back(i);
      if (!error) error = add(i);
    }
    if (error) {
      error = rounds_.with_place(*error);
    } else {
      error = rounds_.drain(pending_, [this] { return send_some(); });
    }
    BatchResult result{
        batch_.entries_.size() - pending_.size(), {pending_.begin(), pending_.end()}, error, rounds_.cost()};
    std::sort(result.left.begin(), result.left.end());
    return result;
  }

 private:
  // Which of two would be written last, nobody can tell; the service refuses them within a request.
  std::optional<Error> add(std::size_t position) {
    const auto [known, is_new] = by_key_.emplace(*detail::key_text(batch_.entries_[position], batch_.rules_), position);
    if (is_new) return std::nullopt;
    return Error(ErrorKind::invalid_argument, "numbers " + std::to_string(known->second) + " and " +
                                                  std::to_string(position) +
                                                  " of the batch, counted from 0, have the same key");
  }

  std::optional<Error> send_some() {
    wire::Writer body;
    body.raw(R"({"RequestItems":{)");
    body.json_string(batch_.client_.table_name(batch_.rules_.table));
    body.raw(":[");
    std::size_t count = 0;
    for (; count < pending_.size() && count < most_entries; ++count) {
      const std::string_view entry = batch_.entries_[pending_[count]];
      const std::size_t size = body.view().size() + 1 + opening_.size() + entry.size() + 2 + ending.size();
      if (count != 0 && size > most_bytes) break;
      if (count != 0) body.raw(',');
      body.raw(opening_);
      body.raw(entry);
      body.raw("}}");
    }
    body.raw(ending);
    if (auto error = rounds_.send(body.view())) return error;
    const std::vector<std::size_t> sent(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
    std::vector<std::size_t> left;
    if (auto error = read_reply(sent, left)) return error;
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
    pending_.insert(pending_.begin(), left.begin(), left.end());
    return std::nullopt;
  }

  std::optional<Error> read_reply(const std::vector<std::size_t>& sent, std::vector<std::size_t>& left) {
    wire::Reader in(rounds_.reply().body);
    std::string_view key;
    std::optional<Error> error;
    in.begin_object();
    while (!error && in.next_key(key)) {
      if (key == "UnprocessedItems") {
        error = read_left(in, sent, left);
      } else if (key == "ConsumedCapacity") {
        rounds_.read_capacity(in, &Cost::write_units);
      } else {
        in.skip_value();
      }
    }
    if (error) return error;
    if (in.ok()) in.end();
    if (!in.ok()) return rounds_.unreadable(in.error().message());
    return std::nullopt;
  }

  // {"table":[{"PutRequest":{"Item":{...}}},...]}
  std::optional<Error> read_left(wire::Reader& in, const std::vector<std::size_t>& sent,
                                 std::vector<std::size_t>& left) {
    std::string_view key;
    in.begin_object();
    while (in.next_key(key)) {
      in.begin_array();
      while (in.next_element()) {
        in.begin_object();
        while (in.next_key(key)) {
          in.begin_object();
          while (in.next_key(key)) {
            const std::string_view entry = in.skip_value();
            if (!in.ok()) break;
            const auto text = detail::key_text(entry, batch_.rules_);
            const auto known = text ? by_key_.find(*text) : by_key_.end();
            if (known == by_key_.end() || std::find(sent.begin(), sent.end(), known->second) == sent.end()) {
              return rounds_.unreadable("the reply leaves an item that was not sent");
            }
            left.push_back(known->second);
          }
        }
      }
    }
    return std::nullopt;
  }

  BatchWrite& batch_;
  std::string_view opening_;
  detail::Rounds rounds_;
  std::unordered_map<std::string, std::size_t> by_key_;
  std::deque<std::size_t> pending_;
};

BatchResult BatchWrite::run(const CallOptions& options) {
  if (rules_.companions != nullptr) {
    entries_.refuse(Error(ErrorKind::invalid_argument,
                          "a batch keeps no lookups and unique constraints in step: write the items one by one, or in "
                          "a transaction"));
  }
  return Send(*this, options).run();
}

}  // namespace partita::inline epoch1
