#include <partita/upsert.hpp>

#include "companion_write.hpp"
#include "item_text.hpp"
#include "request_text.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

namespace {

std::shared_ptr<const detail::ItemChange> as_upserted(std::string attributes, const AttributeName& once) {
  return std::make_shared<const detail::ItemChange>(detail::ItemChange{
      [attributes = std::move(attributes), once = once.name](std::optional<detail::StoredItem>& item) {
        auto changed = detail::StoredItem::parse(attributes);
        const std::string_view kept = item ? item->value(once) : std::string_view();
        if (!kept.empty()) changed->set(once, std::string(kept));
        item = std::move(changed);
        return std::optional<Error>();
      }});
}

}  // namespace

Result<void> Upsert::run(const wire::MembersView& members) {
  if (attributes_.failed()) body().refuse(attributes_.error());
  if (const auto error = detail::too_large(attributes_.view()); error && !body().failed()) body().refuse(*error);
  // An action of a transaction can't be tried: it changes whatever item is there.
  const bool may_replace = !rules().ttl.name.empty() && recorder() == nullptr && !body().failed();
  return may_replace ? change_or_replace(members) : change(members);
}

// Changes the item unless it has expired, else puts it unless it has not. Not every server says with a failed condition
// which item it met, so the put is also tried where that is unknown.
Result<void> Upsert::change_or_replace(const wire::MembersView& members) {
  const timestamp now = client().now();
  const AttributePath key(rules().partition_key.name, rules().partition_key.alias);
  const AttributePath ttl(rules().ttl.name, rules().ttl.alias);
  const auto is_alive = [&](const Result<void>& done) {
    const std::string_view item = detail::whole_item(done.error());
    return !item.empty() && !detail::is_expired(item, rules().ttl.name, now);
  };
  const auto failed_condition = [](const Result<void>& done) {
    return !done && done.error().kind() == ErrorKind::condition_failed;
  };
  options().fix_deadline(client());
  Cost cost;
  bool maybe_applied = false;
  const auto count = [&](const Result<void>& done) {
    cost += done.cost();
    if (!done) maybe_applied = maybe_applied || done.error().maybe_applied();
  };
  const auto ended = [&](const Result<void>& done) {
    if (done) return Result<void>().with_cost(cost);
    Error::Details details = done.error().details();
    details.maybe_applied = maybe_applied;
    return Result<void>(Error(std::move(details))).with_cost(cost);
  };

  for (int attempt = 1;; ++attempt) {
    Upsert changed(as(WriteKind::upsert, item_text()), attributes_.view(), once_);
    changed.only_if(Expression::either(Expression("attribute_not_exists(@)", ttl),
                                       Expression("@ > ?", ttl, {Value::of(now.seconds())})));
    const Result<void> done = changed.change(members);
    count(done);
    if (!failed_condition(done) || is_alive(done)) return ended(done);

    ItemWrite put = as(WriteKind::put, attributes_.view());
    put.only_if(Expression::either(Expression("attribute_not_exists(@)", key),
                                   Expression("@ <= ?", ttl, {Value::of(now.seconds())})));
    const Result<void> replaced = put.run_put();
    count(replaced);
    if (!failed_condition(replaced)) return ended(replaced);
    // An item is there now: somebody else replaced the expired one.
    if (!is_alive(replaced) || attempt == client().max_attempts()) return ended(done);
  }
}

Result<void> Upsert::change(const wire::MembersView& members) {
  if (has_companions()) change_item(as_upserted(std::string(attributes_.view()), once_));
  detail::ExpressionParts parts;
  std::string sets;
  std::string removes;
  if (!body().failed()) {
    const auto key = detail::item_members(item_text());
    const auto stored = detail::item_members(attributes_.view());
    const auto has = [](const auto& list, std::string_view name) {
      return std::any_of(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
    };
    std::size_t count = 0;
    const auto alias = [&](std::string_view name) {
      std::string text = "#a" + std::to_string(count++);
      parts.name({name, text});
      return text;
    };
    for (const auto& [name, json] : stored) {
      if (has(key, name)) continue;
      const std::string placeholder = ":a" + std::to_string(count);
      const std::string text = alias(name);
      parts.value(placeholder, json);
      const bool once = name == once_.name;
      sets.append(sets.empty() ? "SET " : ", ").append(text).append(" = ");
      sets.append(once ? "if_not_exists(" + text + ", " + placeholder + ")" : placeholder);
    }
    for (std::size_t i = 0; i < members.count; ++i) {
      const std::string_view name = members.list[i].name;
      if (has(key, name) || has(stored, name)) continue;
      removes.append(removes.empty() ? "REMOVE " : ", ").append(alias(name));
    }
    if (!sets.empty() && !removes.empty()) sets += ' ';
    if (has_places()) {
      return run_in_places(parts, sets + removes, {},
                           [&](ItemWrite& attempt) { return attempt.run_as(attributes_.view()); });
    }
    finish(parts, sets + removes);
  }
  return run_as(attributes_.view());
}

}  // namespace partita::inline epoch1
