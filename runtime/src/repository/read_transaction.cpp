#include <partita/recorded_read.hpp>

#include <partita/wire/reader.hpp>
#include <partita/wire/writer.hpp>

#include "cancellation.hpp"
#include "item_text.hpp"
#include "rounds.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace partita::inline epoch1::detail {

namespace {

Error invalid(std::string message) {
  return {ErrorKind::invalid_argument, std::move(message)};
}

}  // namespace

std::size_t ReadRecorder::position(std::size_t read) const {
  const auto end = reads_.begin() + static_cast<std::ptrdiff_t>(read) + 1;
  const auto begun = std::count_if(reads_.begin(), end, [](const RecordedRead& each) { return !each.of_previous; });
  return static_cast<std::size_t>(begun) - 1;
}

std::string ReadRecorder::name_of(std::size_t read) const {
  return "action " + std::to_string(position(read)) + ", counted from 0 (Get on '" + reads_[read].table + "')";
}

void ReadRecorder::refuse(const Error& error) {
  if (refused_) return;
  Error::Details details = error.details();
  details.message = "action " + std::to_string(actions()) + ", counted from 0: " + details.message;
  details.action = actions();
  refused_ = Error(std::move(details));
}

// The table that all actions share; an error of several names none.
std::string ReadRecorder::table() const {
  for (const RecordedRead& read : reads_) {
    if (read.table != reads_.front().table) return {};
  }
  return reads_.empty() ? std::string() : reads_.front().table;
}

std::optional<Error> ReadRecorder::check() const {
  if (refused_) return refused_;
  if (reads_.empty()) return invalid("the transaction has no actions");
  if (reads_.size() > most_actions) {
    return invalid("the transaction has " + std::to_string(reads_.size()) + " actions; DynamoDB allows " +
                   std::to_string(most_actions));
  }
  std::map<std::string, std::size_t> keys;
  for (std::size_t i = 0; i < reads_.size(); ++i) {
    const RecordedRead& read = reads_[i];
    const auto [known, is_new] = keys.emplace(read.table + ":" + key_text(read.key, *read.rules).value_or(""), i);
    if (is_new) continue;
    return invalid("actions " + std::to_string(position(known->second)) + " and " + std::to_string(position(i)) +
                   ", counted from 0, are on the same item of table '" + read.table + "'");
  }
  return std::nullopt;
}

std::string ReadRecorder::body() const {
  std::string text = R"({"TransactItems":[)";
  for (const RecordedRead& read : reads_) {
    text.append(&read == &reads_.front() ? "" : ",").append(R"({"Get":)").append(read.body).append("}");
  }
  return text + R"(],"ReturnConsumedCapacity":"TOTAL"})";
}

Error ReadRecorder::explained(const Error& error) const {
  const std::vector<CancellationReason> reasons = cancellation_reasons(error);
  const std::optional<std::size_t> chosen = chosen_reason(reasons);
  if (!chosen || *chosen >= reads_.size()) return without_reasons(error);
  return Error(action_error(error, reasons[*chosen], position(*chosen), name_of(*chosen), reads_[*chosen].table));
}

std::optional<Error> ReadRecorder::execute(const Client& client, const CallOptions& options,
                                           std::span<void* const> items, Cost& cost) const {
  Rounds rounds{client, "TransactGetItems", table(), RetryClass::idempotent, options};
  if (auto error = check()) return rounds.with_place(*error);
  for (const RecordedRead& read : reads_) rounds.about(read.table, read.rules->entity, read.rules->hidden);
  const timestamp now = client.now();
  auto error =
      send_transaction(rounds, client, options, body(), [&](const Error& failure) { return explained(failure); });
  if (error) {
    cost = rounds.cost();
    return error;
  }

  wire::Reader in(rounds.reply().body);
  std::size_t answered = 0;
  const auto read_element = [&](std::string_view item) -> std::optional<Error> {
    const RecordedRead& read = reads_[answered];
    rounds.count_evaluated();
    if (!read.ttl.name.empty() && is_expired(item, read.ttl.name, now)) return std::nullopt;
    wire::TextReader text{item};
    text.reader().tenant = read.tenant.get();
    read.read(text.reader(), read.codec, items[position(answered)]);
    if (!text.reader().ok()) return rounds.unreadable(name_of(answered) + ": " + text.reader().error().message());
    rounds.count_returned();
    return std::nullopt;
  };
  std::string_view key;
  in.begin_object();
  while (!error && in.next_key(key)) {
    if (key == "ConsumedCapacity") {
      rounds.read_capacity(in);
    } else if (key == "Responses") {
      in.begin_array();
      for (; !error && in.next_element(); ++answered) {
        in.begin_object();
        while (!error && in.next_key(key)) {
          const bool is_item = key == "Item";
          const std::string_view value = in.skip_value();
          if (in.ok() && is_item && answered < reads_.size()) error = read_element(value);
        }
      }
    } else {
      in.skip_value();
    }
  }
  if (!error && in.ok()) in.end();
  if (!error && !in.ok()) error = rounds.unreadable(in.error().message());
  if (!error && answered != reads_.size()) {
    error = rounds.unreadable("the reply has " + std::to_string(answered) + " elements of member 'Responses', not " +
                              std::to_string(reads_.size()));
  }
  cost = rounds.cost();
  return error;
}

}  // namespace partita::inline epoch1::detail
