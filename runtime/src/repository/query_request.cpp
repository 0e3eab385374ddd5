#include "query_request.hpp"

#include <partita/companions.hpp>
#include <partita/wire/writer.hpp>

#include "item_text.hpp"
#include "request_text.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace partita::inline epoch1::detail {

namespace {

// As many items as one BatchGetItem reads.
constexpr std::uint64_t followed_at_once = 100;

bool has_name(std::span<const AttributeName> names, std::string_view name) {
  return std::any_of(names.begin(), names.end(), [&](const AttributeName& each) { return each.name == name; });
}

}  // namespace

void QueryRequest::equal(const AttributeName& name, Value value) {
  refuse(value.error());
  equalities.push_back({name, SortOperator::equal, std::move(value), std::nullopt});
}

void QueryRequest::compare_sort_key(const AttributeName& name, SortOperator op, Value first,
                                    std::optional<Value> second) {
  if (sort) {
    refuse(Error(ErrorKind::invalid_argument, "the query has two conditions on sort key '" + std::string(name.name) +
                                                  "'; a range is one: between(low, high)"));
  }
  refuse(first.error());
  if (second) refuse(second->error());
  sort = KeyCondition{name, op, std::move(first), std::move(second)};
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.FilterExpression.html: a filter names no
// attribute of the key. An index returns nothing for what it does not hold.
void QueryRequest::add_filter(const Expression& expression) {
  refuse(expression.error());
  const auto key = source->keys.first(source->partition + source->sort);
  for (const std::string& name : expression.attributes()) {
    const std::string subject = "filter on '" + name + "': ";
    if (has_name(key, name)) {
      refuse(Error(ErrorKind::invalid_argument,
                   subject + "it is part of the key that is queried, for which the query has methods"));
    } else if (!source->held.empty() && !has_name(source->held, name)) {
      refuse(
          Error(ErrorKind::invalid_argument, subject + "index '" + std::string(source->index) + "' does not hold it"));
    }
  }
  filter = filter ? Expression::both(*std::move(filter), expression) : expression;
}

bool QueryRequest::is_bound(std::string_view name) const {
  return bound(name, {}) != nullptr;
}

const Value* QueryRequest::bound(std::string_view name, const PageStart& page) const {
  if (page.shard != nullptr && shards->name.name == name) return page.shard;
  const auto found = std::find_if(equalities.begin(), equalities.end(),
                                  [&](const KeyCondition& each) { return each.name.name == name; });
  return found == equalities.end() ? nullptr : &found->first;
}

void QueryRequest::bind(Expression condition) {
  refuse(condition.error());
  for (std::size_t i = 0; i < source->partition; ++i) {
    const AttributeName& name = source->keys[i];
    if (is_bound(name.name)) continue;
    if (auto taken = condition.take(name.name)) equal(name, key_value(name, std::move(taken->first), true));
  }
  // The last one that is asked for may be a range.
  std::optional<KeyCondition> last;
  for (std::size_t i = source->partition; i < source->partition + source->sort; ++i) {
    const AttributeName& name = source->keys[i];
    if (is_bound(name.name)) continue;
    auto taken = condition.take(name.name);
    if (!taken) break;
    if (last) equal(last->name, std::move(last->first));
    if (taken->second) taken->second = key_value(name, *std::move(taken->second), false);
    last = KeyCondition{name, taken->op, key_value(name, std::move(taken->first), false), std::move(taken->second)};
    if (last->op != SortOperator::equal) break;
  }
  if (last) compare_sort_key(last->name, last->op, std::move(last->first), std::move(last->second));
  if (!condition.empty()) add_filter(condition);
}

std::string QueryRequest::scope() const {
  std::string text;
  const auto add = [&](std::string_view part) { text.append(std::to_string(part.size())).append(":").append(part); };
  const auto add_condition = [&](const KeyCondition& condition) {
    add(condition.name.name);
    add(comparison(condition.op));
    add(condition.first.json());
    add(condition.second ? condition.second->json() : "");
  };
  add(operation);
  add(client.table_name(table));
  add(source->index);
  add(source->entity);
  add(descending ? "descending" : "ascending");
  if (shards) add_condition({shards->name, SortOperator::equal, shards->values.front(), std::nullopt});
  add(std::to_string(equalities.size()));
  for (const KeyCondition& each : equalities) add_condition(each);
  if (const auto& last = sort_condition()) add_condition(*last);
  if (filter) {
    ExpressionParts parts;
    add(filter->render('f', parts));
    wire::Writer names_and_values;
    parts.write(names_and_values);
    add(names_and_values.view());
  }
  return text;
}

// Names and values go to `parts`.
std::string QueryRequest::filter_text(ExpressionParts& parts, std::int64_t now) const {
  std::string text;
  if (skips_expired()) {
    const AttributeName& ttl = source->ttl;
    parts.name(ttl);
    parts.value(":now", Value::of(now).json());
    const std::string name(ttl.text());
    text.append("attribute_not_exists(").append(name).append(") OR ").append(name).append(" > :now");
  }
  if (source->skips_companions) {
    const std::string owner = parts.numbered_alias(std::string(companion_owner));
    const std::string is_none = "attribute_not_exists(" + owner + ")";
    text = text.empty() ? is_none : "(" + text + ") AND " + is_none;
  }
  if (filter) {
    const std::string asked = filter->render('f', parts);
    text = text.empty() ? asked : "(" + text + ") AND (" + asked + ")";
  }
  return text;
}

void QueryRequest::write(Exchange& exchange, const PageStart& page) {
  wire::Writer& out = exchange.body();
  exchange.begin();
  if (!source->index.empty()) write_member(out, "IndexName", source->index);
  if (segments != 0) {
    out.raw(R"(,"Segment":)" + std::to_string(segment) + R"(,"TotalSegments":)" + std::to_string(segments));
  }

  ExpressionParts parts;
  KeyExpression condition(parts);
  if (page.shard != nullptr) condition.add({shards->name, SortOperator::equal, *page.shard, std::nullopt});
  for (const KeyCondition& each : equalities) condition.add(each);
  if (const auto& last = sort_condition()) condition.add(*last);
  if (!condition.text().empty()) write_member(out, "KeyConditionExpression", condition.text());
  const std::string filters = filter_text(parts, page.now);
  refuse(parts.refused("filter", filters));
  if (!filters.empty()) write_member(out, "FilterExpression", filters);
  std::vector<AttributeName> names(projected.begin(), projected.end());
  // What is cached must tell when its items end.
  const bool shows_times = cached.count() > 0 && skips_expired();
  if (shows_times && (counts || !names.empty()) && !has_name(names, source->ttl.name)) names.push_back(source->ttl);
  if (counts && followed == nullptr && !shows_times) {
    write_member(out, "Select", "COUNT");
  } else if (!names.empty()) {
    write_member(out, "ProjectionExpression", parts.list(names, source->keys));
  }
  parts.write(out);

  // Under a filter, Limit counts items that may all be dropped: it is no way to say max_items.
  constexpr std::uint64_t no_page_limit = std::numeric_limits<std::int32_t>::max();
  std::uint64_t limit = page_size.value_or(no_page_limit);
  if (followed != nullptr) limit = std::min(limit, followed_at_once);
  if (filters.empty()) limit = std::min(limit, page.left);
  if (limit < no_page_limit) {
    out.raw(R"(,"Limit":)");
    out.raw(std::to_string(limit));
  }
  if (descending) out.raw(R"(,"ScanIndexForward":false)");
  if (page.consistent) out.raw(R"(,"ConsistentRead":true)");
  if (!page.start_key.empty()) {
    out.raw(R"(,"ExclusiveStartKey":)");
    out.raw(page.start_key);
  }
  out.raw(source->index.empty() ? R"(,"ReturnConsumedCapacity":"TOTAL"})" : capacity_ending);
}

std::optional<std::string> key_of(std::string_view item, std::span<const AttributeName> names) {
  const std::vector<ItemMember> members = item_members(item);
  wire::Writer out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const ItemMember& each) { return each.name == names[i].name; });
    if (found == members.end()) return std::nullopt;
    out.raw(i == 0 ? "{" : ",");
    out.json_string(names[i].name);
    out.raw(":");
    out.raw(found->json);
  }
  out.raw("}");
  return std::string(out.view());
}

}  // namespace partita::inline epoch1::detail
