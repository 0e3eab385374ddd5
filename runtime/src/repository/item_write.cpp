#include <partita/item_write.hpp>

#include <partita/transaction.hpp>

#include "companion_write.hpp"
#include "item_text.hpp"
#include "request_text.hpp"
#include "transaction_run.hpp"
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

bool is_put(WriteKind kind) {
  return kind == WriteKind::create || kind == WriteKind::put || kind == WriteKind::replace;
}

// What follows the item in a request.
void write_ending(wire::Writer& out, const detail::WriteDemands& demands, detail::ExpressionParts parts,
                  std::string_view update, std::string_view returned) {
  if (demands.condition && demands.condition->error()) out.refuse(*demands.condition->error());
  if (!update.empty()) detail::write_member(out, "UpdateExpression", update);
  const std::string condition = detail::write_condition(demands, parts);
  if (!condition.empty()) detail::write_member(out, "ConditionExpression", condition);
  if (const auto refused = parts.refused("condition", condition)) out.refuse(*refused);
  parts.write(out);
  if (!returned.empty()) detail::write_member(out, "ReturnValues", returned);
  if (!condition.empty()) out.raw(R"(,"ReturnValuesOnConditionCheckFailure":"ALL_OLD")");
  out.raw(detail::capacity_ending);
}

// Becomes the item that was encoded, or nothing.
std::optional<Error> become(const std::string& encoded, std::optional<detail::StoredItem>& item) {
  item = encoded.empty() ? std::nullopt : detail::StoredItem::parse(encoded);
  return std::nullopt;
}

}  // namespace

struct ItemWrite::Ending {
  detail::WriteDemands demands;
  detail::ExpressionParts parts;
  std::string update;

  void write(wire::Writer& out, const std::optional<Expression>& condition) const {
    detail::WriteDemands all = demands;
    if (condition) all.condition = all.condition ? Expression::both(*all.condition, *condition) : *condition;
    write_ending(out, all, parts, update, {});
  }
};

ItemWrite::ItemWrite(const Client& client, WriteKind kind, const WriteRules& rules, const CallOptions& options,
                     const std::optional<Expression>& condition)
    : Call<void>(client, operation_of(kind), rules.table, RetryClass::idempotent),
      kind_(kind),
      rules_(rules),
      options_(options),
      condition_(condition) {
  of_entity(rules.entity);
  hide(rules.hidden);
}

wire::Writer& ItemWrite::item() {
  body().raw(is_put(kind_) ? R"(,"Item":)" : R"(,"Key":)");
  item_begin_ = body().view().size();
  return body();
}

ItemWrite ItemWrite::as(WriteKind kind, std::string_view item) const {
  ItemWrite made{client(), kind, rules_, options_, condition_};
  made.of_tenant(tenant());
  made.expect_tenant(tenant_);
  made.version_ = version_;
  made.older_ = older_;
  made.item().raw(item);
  return made;
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
  return conclude([](const Error&) { return false; });
}

Result<void> ItemWrite::run_as(std::string_view sent) {
  const std::string ours(sent);
  return conclude(
      [&](const Error& error) { return rules_.same_item(detail::whole_item(error), ours, tenant().get()); });
}

Result<void> ItemWrite::run_update(bool (*ours)(const Error&, const void*), const void* update,
                                   std::string_view returned, void (*read)(wire::Reader&, void*), void* item) {
  if (returned.empty()) return conclude([&](const Error& error) { return ours(error, update); });
  if (recorder() != nullptr) return record();

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
  write.entity = rules_.entity;
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
  if (const auto error = detail::too_large(item_text()); error && !body().failed()) body().refuse(*error);
  set_retry(retry_class(returned));
  const timestamp now = rules_.ttl.name.empty() ? timestamp() : client().now();
  const detail::WriteDemands demands{kind_, rules_, version_, tenant_, condition_, now, presence_};
  if (has_companions()) ending_ = std::make_shared<const Ending>(Ending{demands, parts, std::string(update)});
  write_ending(body(), demands, parts, update, returned);
}

bool ItemWrite::has_companions() const {
  return rules_.companions != nullptr && kind_ != WriteKind::check && !keeps_companions_;
}

void ItemWrite::change_item(std::shared_ptr<const detail::ItemChange> change) {
  keeps_companions_ = change == nullptr;
  change_ = std::move(change);
}

Result<void> ItemWrite::conclude(const Ours& ours) {
  if (has_companions()) return conclude_with_companions(ours);
  if (recorder() != nullptr) return record();
  return Call::run(options_, ours);
}

Result<void> ItemWrite::conclude_with_companions(const Ours& ours) {
  if (auto refused = refusal()) return *refused;
  if (recorder() == nullptr && client().recorder() != nullptr)
    return Call::run(options_, ours);  // no write has a place
  const std::string head(body().view().substr(0, item_end_));
  const std::string encoded = is_put(kind_) ? std::string(item_text()) : std::string();
  const auto change = change_;
  detail::RecordedWrite write = recorded();
  const auto action = [write, head, ending = ending_](const std::optional<Expression>& condition,
                                                      detail::RecordedWrite& result) -> std::optional<Error> {
    wire::Writer out;
    out.raw(head);
    ending->write(out, condition);
    if (out.failed()) return out.error();
    result = write;
    std::string_view body = out.view();
    body.remove_suffix(detail::capacity_ending.size());  // an action has no capacity of its own
    result.body = std::string(body) + "}";
    return std::nullopt;
  };
  const auto key = detail::StoredItem::parse(write.item);
  write.companions = std::make_shared<const detail::CompanionWrite>(
      rules_, write.table, key->key(rules_.partition_key.name, rules_.sort_key.name), kind_ == WriteKind::create,
      client().now(),
      [change, encoded](std::optional<detail::StoredItem>& item) {
        return change != nullptr ? change->apply(item) : become(encoded, item);
      },
      action);
  if (recorder() != nullptr) {
    recorder()->record(std::move(write));
    return {};
  }
  const auto alone = [&](const std::optional<Expression>& condition, const CallOptions& options) {
    body().clear();
    body().raw(head);
    ending_->write(body(), condition);
    if (condition && retry_class({}) == RetryClass::idempotent) set_retry(RetryClass::conditional);
    return Call::run(options, ours);
  };
  return detail::TransactionRun(client(), {&write, 1}, options_, {}).run_single(alone);
}

}  // namespace partita::inline epoch1
