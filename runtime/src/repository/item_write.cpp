#include <partita/item_write.hpp>

#include <partita/transaction.hpp>

#include "request_text.hpp"
#include "write_condition.hpp"

#include <string>
#include <utility>

namespace partita::inline epoch1 {

namespace {

std::string_view operation_of(WriteKind kind) {
  switch (kind) {
    case WriteKind::create:
    case WriteKind::put:
    case WriteKind::replace:
      return "PutItem";
    case WriteKind::update:
    case WriteKind::upsert:
      return "UpdateItem";
    case WriteKind::remove:
      return "DeleteItem";
    case WriteKind::check:
      return "ConditionCheck";
  }
  return {};
}

}  // namespace

ItemWrite::ItemWrite(const Client& client, WriteKind kind, const WriteRules& rules, const CallOptions& options,
                     const std::optional<Expression>& condition)
    : Call<void>(client, operation_of(kind), rules.table, RetryClass::idempotent),
      kind_(kind),
      rules_(rules),
      options_(options),
      condition_(condition) {
  hide(rules.hidden);
}

wire::Writer& ItemWrite::item() {
  const bool is_put = kind_ == WriteKind::create || kind_ == WriteKind::put || kind_ == WriteKind::replace;
  body().raw(is_put ? R"(,"Item":)" : R"(,"Key":)");
  item_begin_ = body().view().size();
  return body();
}

Result<void> ItemWrite::run() {
  if (has_places()) return run_in_places({}, [](ItemWrite& attempt) { return attempt.run_finished(); });
  finish();
  return run_finished();
}

// `sent` is what the item in the way is compared with: as it would be stored under the first of several keys.
Result<void> ItemWrite::run_put() {
  if (has_places()) {
    const std::string sent(item_text());
    return run_in_places({}, [&](ItemWrite& attempt) { return attempt.run_as(sent); });
  }
  finish();
  return run_as(item_text());
}

Result<void> ItemWrite::run_finished() {
  if (recorder() != nullptr) return record();
  return Call::run(options_);
}

Result<void> ItemWrite::run_as(std::string_view sent) {
  if (recorder() != nullptr) return record();
  return Call::run(
      options_, [&](const Error& error) { return rules_.same_item(detail::whole_item(error), sent, tenant().get()); });
}

Result<void> ItemWrite::run_update(bool (*ours)(const Error&, const void*), const void* update,
                                   std::string_view returned, void (*read)(wire::Reader&, void*), void* item) {
  if (recorder() != nullptr) return record();
  if (returned.empty()) return Call::run(options_, [&](const Error& error) { return ours(error, update); });

  struct Target {
    void (*read)(wire::Reader&, void*);
    void* item;
    bool found = false;
  } target{read, item};
  std::optional<Error> error = send(
      options_, "Attributes",
      [](wire::Reader& in, void* to) {
        auto* found = static_cast<Target*>(to);
        found->found = true;
        found->read(in, found->item);
      },
      &target);
  if (!error && !target.found) error = unreadable("the reply has no member 'Attributes'");
  if (!error) return Result<void>().with_cost(cost());
  const bool is_ours = error->kind() == ErrorKind::condition_failed && error->maybe_applied() && ours(*error, update);
  if (!is_ours) return Result<void>(*std::move(error)).with_cost(cost());
  wire::TextReader stored{detail::whole_item(*error)};
  stored.reader().tenant = tenant().get();
  read(stored.reader(), item);
  if (!stored.reader().ok()) return Result<void>(unreadable(stored.reader().error().message())).with_cost(cost());
  return Result<void>().with_cost(cost());
}

Result<void> ItemWrite::record() {
  if (auto refused = refusal()) return *refused;
  recorder()->record(recorded());
  return {};
}

detail::RecordedWrite ItemWrite::recorded() const {
  detail::RecordedWrite write = Exchange::recorded(item_begin_, item_end_);
  write.partition_key = rules_.partition_key.name;
  write.sort_key = rules_.sort_key.name;
  return write;
}

Result<void> ItemWrite::run_check() {
  if (has_places()) return run_in_places({}, [](ItemWrite& attempt) { return attempt.run_finished_check(); });
  finish();
  return run_finished_check();
}

Result<void> ItemWrite::run_finished_check() {
  if (recorder() != nullptr) return record();
  if (auto refused = refusal()) return *refused;
  return WriteTransaction(client()).add(recorded()).execute(options_);
}

void ItemWrite::expect_tenant(Value tenant) {
  if (tenant.is_absent()) return;
  tenant_ = std::move(tenant);
  show_only(rules_.tenant, tenant_);
}

void ItemWrite::refuse_successor() {
  body().refuse(Error(ErrorKind::invalid_argument, "version " + std::to_string(*version_) + " has no successor"));
}

void ItemWrite::only_if(Expression condition) {
  condition_ = condition_ ? Expression::both(*std::move(condition_), std::move(condition)) : std::move(condition);
}

RetryClass ItemWrite::retry_class(std::string_view returned) const {
  // A repeat would return what the first attempt wrote.
  if (returned == "ALL_OLD") return RetryClass::additive;
  // What must be ours, if it is there at all, is so after a repeat as well.
  const bool repeats_alike = (kind_ == WriteKind::put || kind_ == WriteKind::upsert || kind_ == WriteKind::remove) &&
                             !version_ && !condition_ && presence_ == Presence::either;
  return repeats_alike ? RetryClass::idempotent : RetryClass::conditional;
}

void ItemWrite::finish(std::string_view returned) {
  detail::ExpressionParts parts;
  finish(parts, {}, returned);
}

void ItemWrite::finish(detail::ExpressionParts& parts, std::string_view update, std::string_view returned) {
  item_end_ = body().view().size();
  if (condition_ && condition_->error()) body().refuse(*condition_->error());
  set_retry(retry_class(returned));
  if (!update.empty()) detail::write_member(body(), "UpdateExpression", update);
  const timestamp now = rules_.ttl.name.empty() ? timestamp() : client().now();
  const std::string condition =
      detail::write_condition({kind_, rules_, version_, tenant_, condition_, now, presence_}, parts);
  if (!condition.empty()) detail::write_member(body(), "ConditionExpression", condition);
  if (const auto refused = parts.refused("condition", condition)) body().refuse(*refused);
  parts.write(body());
  if (!returned.empty()) detail::write_member(body(), "ReturnValues", returned);
  if (!condition.empty()) body().raw(R"(,"ReturnValuesOnConditionCheckFailure":"ALL_OLD")");
  body().raw(detail::capacity_ending);
}

}  // namespace partita::inline epoch1
