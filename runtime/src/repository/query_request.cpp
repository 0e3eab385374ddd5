#include "query_request.hpp"

#include <partita/companions.hpp>
#include <partita/wire/reader.hpp>
#include <partita/wire/writer.hpp>

#include "request_text.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace partita::inline epoch1::detail {

namespace {

// As many items as one BatchGetItem reads.
constexpr std::uint64_t followed_at_once = 100;

std::string_view comparison(SortOperator op) {
  switch (op) {
    case SortOperator::equal:
      return " = ";
    case SortOperator::less:
      return " < ";
    case SortOperator::at_most:
      return " <= ";
    case SortOperator::greater:
      return " > ";
    case SortOperator::at_least:
      return " >= ";
    case SortOperator::between:
      return " BETWEEN ";
    case SortOperator::begins_with:
      return ", ";
  }
  return {};
}

// The text of a KeyConditionExpression; its values are numbered from `:k0`.
class KeyExpression {
 public:
  explicit KeyExpression(ExpressionParts& parts) : parts_(parts) {}

  void add(const KeyCondition& condition) {
    parts_.name(condition.name);
    const bool is_prefix = condition.op == SortOperator::begins_with;
    text_.append(text_.empty() ? "" : " AND ").append(is_prefix ? "begins_with(" : "").append(condition.name.text());
    text_.append(comparison(condition.op)).append(placeholder(condition.first));
    if (condition.second) text_.append(" AND ").append(placeholder(*condition.second));
    if (is_prefix) text_ += ')';
  }

  const std::string& text() const { return text_; }

 private:
  std::string placeholder(const Value& value) {
    std::string name = ":k" + std::to_string(count_++);
    parts_.value(name, value.json());
    return name;
  }

  ExpressionParts& parts_;
  std::string text_;
  std::size_t count_ = 0;
};

}  // namespace

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
  if (counts && followed == nullptr) {
    write_member(out, "Select", "COUNT");
  } else if (!projected.empty()) {
    write_member(out, "ProjectionExpression", parts.list(projected, source->keys));
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
  if (consistent) out.raw(R"(,"ConsistentRead":true)");
  if (!page.start_key.empty()) {
    out.raw(R"(,"ExclusiveStartKey":)");
    out.raw(page.start_key);
  }
  out.raw(source->index.empty() ? R"(,"ReturnConsumedCapacity":"TOTAL"})" : capacity_ending);
}

std::optional<std::string> key_of(std::string_view item, std::span<const AttributeName> names) {
  wire::TextReader in{item};
  std::vector<std::string> values(names.size());
  std::string_view key;
  in.reader().begin_object();
  while (in.reader().next_key(key)) {
    const auto named =
        std::find_if(names.begin(), names.end(), [&](const AttributeName& each) { return each.name == key; });
    const std::string_view value = in.reader().skip_value();
    if (named != names.end()) values[static_cast<std::size_t>(named - names.begin())] = value;
  }
  wire::Writer out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (values[i].empty()) return std::nullopt;
    out.raw(i == 0 ? "{" : ",");
    out.json_string(names[i].name);
    out.raw(":");
    out.raw(values[i]);
  }
  out.raw("}");
  return std::string(out.view());
}

}  // namespace partita::inline epoch1::detail
