#include "companion_write.hpp"

#include <partita/wire/writer.hpp>

#include "request_text.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace partita::inline epoch1::detail {

namespace {

AttributePath path_to(const AttributeName& name) {
  return AttributePath(name.name, name.alias);
}

Expression all_of(std::optional<Expression> first, Expression second) {
  return first ? Expression::both(*std::move(first), std::move(second)) : second;
}

RecordedWrite companion_action(const WriteRules& rules, const std::string& table, std::string_view operation,
                               std::string_view member, const std::string& item, const std::string& condition,
                               const ExpressionParts& parts) {
  wire::Writer out;
  out.raw(R"({"TableName":)");
  out.json_string(table);
  out.raw(",");
  out.json_string(member);
  out.raw(":");
  out.raw(item);
  write_member(out, "ConditionExpression", condition);
  parts.write(out);
  out.raw(R"(,"ReturnValuesOnConditionCheckFailure":"ALL_OLD"})");
  RecordedWrite write;
  write.operation = operation;
  write.table = table;
  write.body = out.view();
  write.item = item;
  write.partition_key = rules.partition_key.name;
  write.sort_key = rules.sort_key.name;
  return write;
}

// That the key of a companion is free, or its owner's.
std::string is_ours(const WriteRules& rules, const Companion& companion, ExpressionParts& parts) {
  const auto stored = StoredItem::parse(companion.item);
  parts.value(":owner", stored->value(companion_owner));
  std::string condition =
      "attribute_not_exists(" + parts.numbered_alias(std::string(rules.partition_key.name)) + ") OR ";
  return condition.append(parts.numbered_alias(std::string(companion_owner))).append(" = :owner");
}

}  // namespace

RecordedWrite put_companion(const WriteRules& rules, const std::string& table, const Companion& companion,
                            timestamp now) {
  ExpressionParts parts;
  std::string condition = is_ours(rules, companion, parts);
  if (!rules.ttl.name.empty()) {
    parts.value(":now", Value::of(now.seconds()).json());
    condition += " OR " + parts.numbered_alias(std::string(rules.ttl.name)) + " <= :now";
  }
  return companion_action(rules, table, "PutItem", "Item", companion.item, condition, parts);
}

RecordedWrite remove_companion(const WriteRules& rules, const std::string& table, const Companion& companion) {
  ExpressionParts parts;
  const std::string condition = is_ours(rules, companion, parts);
  return companion_action(rules, table, "DeleteItem", "Key", companion.key, condition, parts);
}

Expression unchanged(const WriteRules& rules, const std::optional<StoredItem>& item) {
  if (!item) return Expression("attribute_not_exists(@)", path_to(rules.partition_key));
  std::optional<Expression> all;
  for (const AttributeName& source : rules.companions->sources) {
    const std::string_view value = item->value(source.name);
    all = all_of(std::move(all), value.empty()
                                     ? Expression("attribute_not_exists(@)", path_to(source))
                                     : Expression("@ = ?", path_to(source), {Value::encoded(std::string(value))}));
  }
  // There is a source at least: the attribute of a lookup or constraint.
  return *std::move(all);
}

std::optional<Expression> CompanionWrite::unchanged(const std::optional<StoredItem>& old) const {
  return blind_ ? std::nullopt : std::optional(detail::unchanged(rules_, old));
}

bool CompanionWrite::is_unchanged(const std::optional<StoredItem>& old, const std::optional<StoredItem>& now) const {
  if (old.has_value() != now.has_value()) return false;
  if (!old) return true;
  const auto& sources = rules_.companions->sources;
  return std::all_of(sources.begin(), sources.end(), [&](const AttributeName& source) {
    return same_value(old->value(source.name), now->value(source.name));
  });
}

CompanionWrite::Steps CompanionWrite::steps(const std::optional<StoredItem>& old,
                                            const std::set<std::string>& foreign) const {
  Steps steps;
  if (old && !old->value(companion_owner).empty()) {
    steps.error = Error(ErrorKind::condition_failed, "the key is that of an item of a lookup or unique constraint");
    return steps;
  }
  steps.list.push_back({RecordedWrite(), std::nullopt, false});
  steps.error = action_(unchanged(old), steps.list.front().write);
  std::optional<StoredItem> item = old;
  if (!steps.error) steps.error = change_(item);
  if (!steps.error && item) steps.error = refused_companions(rules_, *item);
  if (steps.error) return steps;

  const Companions before = old ? companions_of(rules_, *old) : Companions();
  const Companions after = item ? companions_of(rules_, *item) : Companions();
  for (const auto& [key, companion] : after) {
    const auto known = before.find(key);
    if (known != before.end() && known->second.item == companion.item) continue;
    steps.list.push_back({put_companion(rules_, table_, companion, now_), companion, false});
  }
  for (const auto& [key, companion] : before) {
    if (after.contains(key) || foreign.contains(key)) continue;
    steps.list.push_back({remove_companion(rules_, table_, companion), companion, true});
  }
  return steps;
}

}  // namespace partita::inline epoch1::detail
