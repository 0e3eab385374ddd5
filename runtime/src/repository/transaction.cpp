#include <partita/transaction.hpp>

#include "place.hpp"
#include "transaction_run.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace partita::inline epoch1 {

namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
constexpr std::size_t longest_token = 36;

Error invalid(std::string message) {
  return {ErrorKind::invalid_argument, std::move(message)};
}

// A token stands for the same actions, which those of some writes are not for long.
std::optional<Error> refused_token(const std::string& token, const std::vector<detail::RecordedWrite>& writes) {
  if (token.size() > longest_token) {
    return invalid("the token has " + std::to_string(token.size()) + " characters; DynamoDB allows " +
                   std::to_string(longest_token));
  }
  for (std::size_t i = 0; i < writes.size() && !token.empty(); ++i) {
    if (writes[i].companions == nullptr || !writes[i].companions->reads()) continue;
    return invalid("a token of the caller's can't be used with action " + std::to_string(i) +
                   ", counted from 0: what it does to the lookups and unique constraints of its item depends on what "
                   "is stored when it is executed");
  }
  return std::nullopt;
}

}  // namespace

struct detail::WriteRecorder::Impl {
  std::vector<RecordedWrite> writes;
  std::optional<Error> refused;

  /// Of the caller's actions, of which some are several writes.
  std::size_t actions() const {
    return static_cast<std::size_t>(
        std::count_if(writes.begin(), writes.end(), [](const RecordedWrite& each) { return !each.of_previous; }));
  }
};

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
  std::optional<Error> error = impl.refused;
  if (!error && impl.writes.empty()) error = invalid("the transaction has no actions");
  if (!error) error = refused_token(options.token(), impl.writes);
  if (error) return detail::with_place(*error, "TransactWriteItems", detail::table_of(impl.writes));
  return detail::TransactionRun(client_, impl.writes, options, options.token()).run();
}

}  // namespace partita::inline epoch1
