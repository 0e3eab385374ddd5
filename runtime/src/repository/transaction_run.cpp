#include "transaction_run.hpp"

#include <partita/batch.hpp>
#include <partita/call.hpp>
#include <partita/wire/reader.hpp>
#include <partita/wire/writer.hpp>

#include "request_text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

namespace partita::inline epoch1::detail {

namespace {

CallOptions begun(const Client& client, CallOptions options) {
  options.fix_deadline(client);
  return options;
}

std::string read_body(const CompanionWrite& write) {
  wire::Writer out;
  out.raw(R"({"TableName":)");
  out.json_string(write.table());
  out.raw(R"(,"Key":)");
  out.raw(write.key());
  ExpressionParts parts;
  std::string names;
  for (const std::string& name : companion_sources(write.rules())) {
    names.append(names.empty() ? "" : ", ").append(parts.numbered_alias(name));
  }
  write_member(out, "ProjectionExpression", names);
  parts.write(out);
  out.raw(R"(,"ConsistentRead":true,"ReturnConsumedCapacity":"TOTAL"})");
  return std::string(out.view());
}

// Without a limit of the call's: their waits are six seconds together, on average. The service wants more than five for
// a transaction that is under way.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
constexpr int most_attempts_in_progress = 8;

bool is_in_progress(const Error& error) {
  return error.code() == "TransactionInProgressException";
}

std::optional<StoredItem> parsed(std::string_view item) {
  return item.empty() ? std::nullopt : StoredItem::parse(item);
}

}  // namespace

std::string table_of(std::span<const RecordedWrite> writes) {
  for (const RecordedWrite& write : writes) {
    if (write.table != writes.front().table) return {};
  }
  return writes.empty() ? std::string() : writes.front().table;
}

std::string random_token(const Client& client) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string token;
  for (int word = 0; word < 4; ++word) {
    auto bits = static_cast<std::uint32_t>(client.random() * 0x1p32);
    for (int i = 0; i < 8; ++i, bits >>= 4) token += digits[bits & 15U];
  }
  return token;
}

TransactionRun::TransactionRun(const Client& client, std::span<const RecordedWrite> writes, const CallOptions& options,
                               std::string token)
    : client_(client),
      writes_(writes),
      options_(begun(client, options)),
      token_(std::move(token)),
      reads_(client, "GetItem", table_of(writes), RetryClass::idempotent, options_),
      rounds_(client, "TransactWriteItems", table_of(writes), RetryClass::idempotent, options_),
      known_(writes.size()) {
  for (const RecordedWrite& write : writes) {
    reads_.about(write.table, write.entity, write.shown.hidden);
    rounds_.about(write.table, write.entity, write.shown.hidden);
    if (write.companions == nullptr || !has_sensitive_keys(write.companions->rules())) continue;
    for (const AttributeName& key : {write.companions->rules().partition_key, write.companions->rules().sort_key}) {
      if (!key.name.empty()) rounds_.about(write.table, write.entity, {&key.name, 1});
    }
  }
}

std::optional<Error> TransactionRun::read(const CompanionWrite& write, std::optional<StoredItem>& item) {
  if (auto error = reads_.send(read_body(write))) return error;
  std::string text;
  wire::Reader in(reads_.reply().body);
  std::string_view key;
  in.begin_object();
  while (in.next_key(key)) {
    if (key == "Item") {
      text = in.skip_value();
    } else if (key == "ConsumedCapacity") {
      reads_.read_one_capacity(in);
    } else {
      in.skip_value();
    }
  }
  in.end();
  if (!in.ok()) return reads_.unreadable(in.error().message());
  if (!text.empty()) reads_.count_evaluated();
  item = parsed(text);
  return std::nullopt;
}

std::optional<Error> TransactionRun::prepare() {
  std::map<const WriteRules*, std::vector<std::size_t>> unread;
  for (std::size_t i = 0; i < writes_.size(); ++i) {
    const auto& companions = writes_[i].companions;
    if (companions == nullptr || !companions->reads() || known_[i].is_read) continue;
    unread[&companions->rules()].push_back(i);
    known_[i].is_read = true;
  }
  for (const auto& [rules, writes] : unread) {
    const std::size_t first = writes.front();
    auto error = writes.size() == 1 ? read(*writes_[first].companions, known_[first].item) : read_many(*rules, writes);
    if (error) return error;
  }
  return make_actions();
}

std::optional<Error> TransactionRun::read_many(const WriteRules& rules, const std::vector<std::size_t>& writes) {
  // What is past its time to live is in the way of writes all the same, with its companions.
  WriteRules stored = rules;
  stored.ttl = {};
  BatchRead batch{client_, stored};
  for (const std::size_t i : writes) batch.key().raw(writes_[i].companions->key());
  ReadOptions options;
  static_cast<CallOptions&>(options) = options_;
  std::vector<std::string> items;
  Cost cost;
  auto error = batch.run_raw(options.consistent(), items, cost);
  cost.items_returned = 0;
  other_cost_ += cost;
  if (error) return error;
  for (std::size_t i = 0; i < writes.size(); ++i) known_[writes[i]].item = parsed(items[i]);
  return std::nullopt;
}

std::optional<Error> TransactionRun::make_actions() {
  actions_.clear();
  std::size_t origin = 0;
  for (std::size_t i = 0; i < writes_.size(); ++i) {
    if (i != 0 && !writes_[i].of_previous) ++origin;
    const auto& companions = writes_[i].companions;
    if (companions == nullptr) {
      actions_.push_back({{writes_[i], std::nullopt, false}, i, origin});
      continue;
    }
    auto steps = companions->steps(known_[i].item, known_[i].foreign);
    for (CompanionWrite::Step& step : steps.list) actions_.push_back({std::move(step), i, origin});
    if (!steps.error) continue;
    if (is_single_) return steps.error;
    Error::Details details = steps.error->details();
    details.message = "action " + std::to_string(origin) + ", counted from 0: " + details.message;
    details.action = origin;
    return Error(std::move(details));
  }
  return std::nullopt;
}

bool TransactionRun::learn(const std::vector<CancellationReason>& reasons) {
  bool learned = false;
  for (std::size_t i = 0; i < reasons.size() && i < actions_.size(); ++i) {
    const Action& action = actions_[i];
    const auto& companions = writes_[action.write].companions;
    if (!reasons[i].is_condition() || companions == nullptr) continue;
    Known& known = known_[action.write];
    if (!action.step.companion) {
      auto now = parsed(reasons[i].item);
      if (!companions->reads() || companions->is_unchanged(known.item, now)) continue;
      known.item = std::move(now);
      learned = true;
    } else if (action.step.removes) {
      // It was made for another item, before there was a rule that forbids it.
      learned = known.foreign.insert(action.step.companion->key).second || learned;
    }
  }
  return learned;
}

std::optional<Error> TransactionRun::send(std::string_view body) {
  if (auto error = rounds_.send(body)) return error;
  wire::Reader in(rounds_.reply().body);
  std::string_view key;
  in.begin_object();
  while (in.next_key(key)) {
    if (key == "ConsumedCapacity") {
      rounds_.read_capacity(in);
    } else {
      in.skip_value();
    }
  }
  in.end();
  if (!in.ok()) return rounds_.unreadable(in.error().message());
  return std::nullopt;
}

Error TransactionRun::crowded() const {
  return rounds_.with_place(Error(ErrorKind::conflict,
                                  "an item was changed by others between each read and the transaction that keeps its "
                                  "lookups and unique constraints in step with it"));
}

bool TransactionRun::goes_on(const Error& reason, std::optional<Error>& error) {
  const int most_in_progress = std::max(most_attempts_in_progress, client_.max_attempts());
  const bool may =
      (is_in_progress(reason) && attempt_ < most_in_progress) || may_be_sent_again(reason, client_, options_, attempt_);
  error = may ? rounds_.wait(attempt_, reason) : reason;
  ++attempt_;
  return !error;
}

Result<void> TransactionRun::ended(std::optional<Error> error) {
  Cost cost = rounds_.cost();
  cost += reads_.cost();
  cost += other_cost_;
  if (!error) return Result<void>().with_cost(cost);
  Error::Details details = error->details();
  details.maybe_applied = details.maybe_applied || maybe_applied_;
  return Result<void>(Error(std::move(details))).with_cost(cost);
}

Result<void> TransactionRun::run() {
  std::string body;
  for (;;) {
    std::optional<Error> error;
    if (body.empty()) {
      error = prepare();
      if (!error) error = refused_actions(actions_, writes_.size());
      if (error) return ended(rounds_.with_place(*error));
      body = transaction_body(actions_, token_.empty() ? random_token(client_) : token_);
    }
    // A repeat has the same token, and so the same bytes: an earlier attempt may still be on its way.
    error = send(body);
    if (!error) return ended(std::nullopt);
    maybe_applied_ = maybe_applied_ || error->maybe_applied();
    const std::vector<CancellationReason> reasons = cancellation_reasons(*error);
    if (learn(reasons)) {
      body.clear();
      if (!goes_on(crowded(), error)) return ended(error);
      continue;
    }
    const Error reason = explained(*error, reasons, actions_, is_single_);
    const bool may_help = (!reasons.empty() && may_pass(reason.kind())) || is_in_progress(reason);
    if (!may_help) return ended(reason);
    if (!goes_on(reason, error)) return ended(error);
  }
}

Result<void> TransactionRun::run_single(const Alone& alone) {
  is_single_ = true;
  const CompanionWrite& write = *writes_.front().companions;
  Known& known = known_.front();
  for (;;) {
    if (auto error = prepare()) return ended(rounds_.with_place(*error));
    if (actions_.size() > 1) return run();
    Result<void> done = alone(write.unchanged(known.item), options_);
    other_cost_ += done.cost();
    if (done) return ended(std::nullopt);
    maybe_applied_ = maybe_applied_ || done.error().maybe_applied();
    if (done.error().kind() != ErrorKind::condition_failed || !write.reads()) return ended(done.error());
    // Not every error brings along the item that was in the way.
    auto now = parsed(whole_item(done.error()));
    if (!now) {
      if (auto error = read(write, now)) return ended(error);
    }
    // The remove met its own first attempt.
    if (!now && maybe_applied_ && writes_.front().operation == "DeleteItem") return ended(std::nullopt);
    if (write.is_unchanged(known.item, now)) return ended(done.error());
    known.item = std::move(now);
    std::optional<Error> error;
    if (!goes_on(crowded(), error)) return ended(error);
  }
}

}  // namespace partita::inline epoch1::detail
