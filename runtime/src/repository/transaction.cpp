#include <partita/transaction.hpp>

#include <partita/call.hpp>

#include "cancellation.hpp"
#include "item_text.hpp"
#include "rounds.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace partita::inline epoch1 {

namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
constexpr std::size_t most_bytes = std::size_t{4} << 20;
constexpr std::size_t longest_token = 36;

std::string_view action_of(std::string_view operation) {
  if (operation == "PutItem") return "Put";
  if (operation == "UpdateItem") return "Update";
  if (operation == "DeleteItem") return "Delete";
  return operation;
}

Error invalid(std::string message) {
  return {ErrorKind::invalid_argument, std::move(message)};
}

std::string name_of(std::size_t position, const detail::RecordedWrite& write) {
  return "action " + std::to_string(position) + ", counted from 0 (" + std::string(action_of(write.operation)) +
         " on '" + write.table + "')";
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

}  // namespace

struct detail::WriteRecorder::Impl {
  std::vector<RecordedWrite> writes;
  std::optional<Error> refused;

  std::string table() const;
  /// Of the caller's action that a write belongs to.
  std::size_t position(std::size_t write) const;
  std::size_t actions() const { return writes.empty() ? 0 : position(writes.size() - 1) + 1; }
  std::optional<Error> check() const;
  std::string body(const std::string& token) const;
  Error explained(const Error& error) const;
};

// The table that all actions share; an error of several names none.
std::string detail::WriteRecorder::Impl::table() const {
  for (const RecordedWrite& write : writes) {
    if (write.table != writes.front().table) return {};
  }
  return writes.empty() ? std::string() : writes.front().table;
}

std::size_t detail::WriteRecorder::Impl::position(std::size_t write) const {
  const auto end = writes.begin() + static_cast<std::ptrdiff_t>(write) + 1;
  const auto begun = std::count_if(writes.begin(), end, [](const RecordedWrite& each) { return !each.of_previous; });
  return static_cast<std::size_t>(begun) - 1;
}

std::optional<Error> detail::WriteRecorder::Impl::check() const {
  if (refused) return refused;
  if (writes.empty()) return invalid("the transaction has no actions");
  if (writes.size() > detail::most_actions) {
    return invalid("the transaction has " + std::to_string(writes.size()) + " actions; DynamoDB allows " +
                   std::to_string(detail::most_actions));
  }
  std::map<std::string, std::size_t> keys;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < writes.size(); ++i) {
    const RecordedWrite& write = writes[i];
    bytes += detail::item_size(write.item);
    const auto key = key_text(write.item, write.partition_key, write.sort_key);
    const auto [known, is_new] = keys.emplace(write.table + ":" + key.value_or(""), i);
    if (is_new) continue;
    return invalid("actions " + std::to_string(position(known->second)) + " and " + std::to_string(position(i)) +
                   ", counted from 0, are on the same item of table '" + write.table + "'");
  }
  if (bytes <= most_bytes) return std::nullopt;
  return invalid("the items of the transaction have " + std::to_string(bytes) + " bytes; DynamoDB allows " +
                 std::to_string(most_bytes));
}

std::string detail::WriteRecorder::Impl::body(const std::string& token) const {
  wire::Writer out;
  out.raw(R"({"TransactItems":[)");
  for (const RecordedWrite& write : writes) {
    if (&write != &writes.front()) out.raw(',');
    out.raw('{');
    out.json_string(action_of(write.operation));
    out.raw(':');
    out.raw(write.body);
    out.raw('}');
  }
  out.raw(R"(],"ClientRequestToken":)");
  out.json_string(token);
  out.raw(R"(,"ReturnConsumedCapacity":"TOTAL"})");
  return std::string(out.view());
}

Error detail::WriteRecorder::Impl::explained(const Error& error) const {
  const std::vector<CancellationReason> reasons = cancellation_reasons(error);
  const std::optional<std::size_t> chosen = chosen_reason(reasons);
  if (!chosen || *chosen >= writes.size()) return error;
  const RecordedWrite& write = writes[*chosen];
  Error::Details details =
      action_error(error, reasons[*chosen], position(*chosen), name_of(position(*chosen), write), write.table);
  detail::show_item(details, write.shown);
  return Error(std::move(details));
}

detail::WriteRecorder::WriteRecorder() : impl_(std::make_unique<Impl>()) {}
detail::WriteRecorder::~WriteRecorder() = default;

void detail::WriteRecorder::record(RecordedWrite write) {
  impl_->writes.push_back(std::move(write));
}

WriteTransaction::WriteTransaction(const Client& client)
    : recorder_(std::make_shared<detail::WriteRecorder>()), recording_(client.recording(recorder_)), client_(client) {}

WriteTransaction& WriteTransaction::add(detail::RecordedWrite write) {
  recorder_->record(std::move(write));
  return *this;
}

WriteTransaction& WriteTransaction::add(const Result<void>& recorded) {
  auto& impl = *recorder_->impl_;
  if (recorded || impl.refused) return *this;
  Error::Details details = recorded.error().details();
  details.message = "action " + std::to_string(impl.actions()) + ", counted from 0: " + details.message;
  details.action = impl.actions();
  impl.refused = Error(std::move(details));
  return *this;
}

Result<void> WriteTransaction::execute(const TransactionOptions& options) const {
  const auto& impl = *recorder_->impl_;
  detail::Rounds rounds{client_, "TransactWriteItems", impl.table(), RetryClass::idempotent, options};
  std::optional<Error> error = impl.check();
  if (!error && options.token().size() > longest_token) {
    error = invalid("the token has " + std::to_string(options.token().size()) + " characters; DynamoDB allows " +
                    std::to_string(longest_token));
  }
  if (error) return rounds.with_place(*error);

  const std::string body = impl.body(options.token().empty() ? random_token(client_) : options.token());
  error = detail::send_transaction(rounds, client_, options, body,
                                   [&](const Error& failure) { return impl.explained(failure); });
  if (error) return Result<void>(*std::move(error)).with_cost(rounds.cost());

  wire::Reader in(rounds.reply().body);
  std::string_view key;
  in.begin_object();
  while (in.next_key(key)) {
    if (key == "ConsumedCapacity") {
      rounds.read_capacity(in, &Cost::write_units);
    } else {
      in.skip_value();
    }
  }
  in.end();
  if (!in.ok()) return Result<void>(rounds.unreadable(in.error().message())).with_cost(rounds.cost());
  return Result<void>().with_cost(rounds.cost());
}

}  // namespace partita::inline epoch1
