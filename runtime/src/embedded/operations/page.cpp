#include "embedded/operations/page.hpp"

#include "embedded/expressions/condition.hpp"
#include "embedded/expressions/key_condition.hpp"
#include "embedded/expressions/key_use.hpp"
#include "embedded/operations/answer_object.hpp"
#include "embedded/operations/index_entries.hpp"
#include "embedded/operations/item_read.hpp"
#include "embedded/tables/catalog.hpp"
#include "embedded/tables/description.hpp"
#include "embedded/values/value_text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace partita::inline epoch1::embedded {

namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
constexpr std::size_t largest_page = std::size_t{1} << 20;

bool counts(const PageRead& page) {
  return page.request->is(page.request->select, "COUNT");
}

std::optional<Refusal> refuse_select(const ItemRequest& request) {
  const auto asked = [&](std::string_view value) { return request.is(request.select, value); };
  std::string_view message;
  if (request.projection && asked("COUNT")) {
    message = "Cannot specify the ProjectionExpression when choosing to get only the Count";
  } else if (request.projection && asked("ALL_ATTRIBUTES")) {
    message = "Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES";
  } else if (request.projection && asked("ALL_PROJECTED_ATTRIBUTES")) {
    message = "Cannot specify the ProjectionExpression when choosing to get ALL_PROJECTED_ATTRIBUTES";
  } else if (!request.projection && asked("SPECIFIC_ATTRIBUTES")) {
    message = "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES";
  } else if (!request.index && asked("ALL_PROJECTED_ATTRIBUTES")) {
    message = "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName";
  } else {
    return std::nullopt;
  }
  return Refusal{"ValidationException", std::string(message)};
}

// Attributes that the expression names, and that entries of the index lack.
std::vector<std::string_view> unprojected(const PageRead& page, const std::optional<Expression>& expression) {
  std::vector<std::string_view> names;
  if (page.index == nullptr || !expression) return names;
  for (const Node& node : expression->syntax->nodes) {
    if (node.op != Operator::path) continue;
    const std::string_view name = expression->attribute_of(node);
    if (!page.table->projects(*page.index, name)) names.push_back(name);
  }
  return names;
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view each : names) text.append(text.empty() ? "" : ", ").append(each);
  return text;
}

// What entries lack: an item is fetched for a local index, and refused for a global one.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.Projections
std::optional<Refusal> plan_fetches(PageRead& page) {
  if (page.index == nullptr) return std::nullopt;
  const Index& index = *page.index;
  const std::vector<std::string_view> lacking = unprojected(page, page.projection);
  const bool whole = page.request->is(page.request->select, "ALL_ATTRIBUTES") && index.projection != Projection::all;
  page.fetches = index.local && (whole || !lacking.empty());
  if (index.local) return std::nullopt;
  if (whole) {
    return Refusal{"ValidationException",
                   "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global "
                   "secondary index " +
                       index.name + " because its projection type is not ALL"};
  }
  if (lacking.empty()) return std::nullopt;
  return Refusal{"ValidationException", "One or more parameter values were invalid: Global secondary index " +
                                            index.name + " does not project [" + joined(lacking) + "]"};
}

// The item that an entry of an index is of.
std::optional<Row> item_of(const PageRead& page, Reader& reader, const ItemMembers& entry) {
  const Checked<ItemKey> key = key_of_item(*page.table, entry);
  if (!key) return std::nullopt;
  return reader.get(page.table->items, key->partition, key->sort);
}

Refusal invalid_start(std::string_view why) {
  return Refusal{"ValidationException", "The provided starting key is invalid" + std::string(why)};
}

}  // namespace

Checked<PageRead> read_page(ItemRequest& request, bool is_query) {
  if (auto refusal = refuse_select(request)) return tl::unexpected(*std::move(refusal));
  auto placeholders = is_query ? request.refuse_placeholders({{"FilterExpression", request.filter},
                                                              {"KeyConditionExpression", request.key_condition},
                                                              {"ProjectionExpression", request.projection}})
                               : request.refuse_placeholders({{"FilterExpression", request.filter},
                                                              {"ProjectionExpression", request.projection}});
  if (placeholders) return tl::unexpected(*std::move(placeholders));
  if (is_query && !request.key_condition) {
    return invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
  }
  PageRead page{&request};
  const auto read = [&](ExpressionKind kind, const ItemRequest::Text& text,
                        std::optional<Expression>& to) -> std::optional<Refusal> {
    auto expression = read_given(kind, text, request.placeholders);
    if (!expression) return std::move(expression.error());
    to = *std::move(expression);
    return std::nullopt;
  };
  if (is_query) {
    if (auto refusal = read(ExpressionKind::key_condition, request.key_condition, page.key_condition)) {
      return tl::unexpected(*std::move(refusal));
    }
  }
  if (auto refusal = read(ExpressionKind::filter, request.filter, page.filter)) {
    return tl::unexpected(*std::move(refusal));
  }
  if (auto refusal = read(ExpressionKind::projection, request.projection, page.projection)) {
    return tl::unexpected(*std::move(refusal));
  }
  if (auto unused = request.placeholders.refuse_unused()) return tl::unexpected(*std::move(unused));
  if (page.key_condition) {
    if (auto refusal = refuse_key_condition(*page.key_condition)) return tl::unexpected(*std::move(refusal));
  }
  return page;
}

std::optional<Refusal> locate(PageRead& page, Engine& engine, Reader& reader) {
  const ItemRequest& request = *page.request;
  auto table = engine.catalog().require(reader, table_of_arn(*request.table));
  if (!table) return std::move(table.error());
  page.table = *std::move(table);
  if (request.index) {
    page.index = page.table->index(*request.index);
    if (page.index == nullptr) {
      return Refusal{"ValidationException",
                     "The table does not have the specified index: " + std::string(*request.index)};
    }
    if (request.consistent && !page.index->local) {
      return Refusal{"ValidationException", "Consistent reads are not supported on global secondary indexes"};
    }
  }
  for (const auto* const expression : {&page.filter, &page.projection}) {
    if (!*expression) continue;
    if (auto refusal = refuse_path_into_key(**expression, page.table->key, "Key")) return refusal;
    if (page.index == nullptr) continue;
    if (auto refusal = refuse_path_into_key(**expression, page.index->key, "IndexKey")) return refusal;
  }
  return plan_fetches(page);
}

std::optional<Refusal> refuse_filter_of_unprojected(const PageRead& page) {
  std::vector<std::string_view> lacking = unprojected(page, page.filter);
  if (lacking.empty()) return std::nullopt;
  std::sort(lacking.begin(), lacking.end());
  lacking.erase(std::unique(lacking.begin(), lacking.end()), lacking.end());
  return Refusal{"ValidationException", "One or more parameter values were invalid: Secondary index " +
                                            page.index->name + " does not project one or more filter attributes: [" +
                                            joined(lacking) + "]"};
}

Checked<ItemKey> start_of(const PageRead& page) {
  constexpr std::string_view mismatch = ": The provided key element does not match the schema";
  const ItemMembers& start = page.request->start.members;
  std::size_t count = page.table->key.partition.size() + page.table->key.sort.size();
  if (page.index != nullptr) {
    for (const std::string_view name : names_of(page.index->key)) count += page.table->key.holds(name) ? 0U : 1U;
  }
  if (start.list().size() != count) return tl::unexpected(invalid_start(page.index != nullptr ? "" : mismatch));
  Checked<ItemKey> item = key_of_item(*page.table, start);
  if (!item) return tl::unexpected(invalid_start(mismatch));
  if (page.index == nullptr) return item;
  std::optional<ItemKey> entry = entry_key_of(*page.index, *item, start);
  if (!entry) return tl::unexpected(invalid_start(""));
  return *std::move(entry);
}

Checked<void> answer_page(const PageRead& page, Reader& reader, Cursor& rows, std::string& answer) {
  const ItemRequest& request = *page.request;
  const bool wants_items = !counts(page);
  AnswerObject object(answer);
  if (wants_items) object.member("Items") += '[';
  std::size_t scanned = 0;
  std::size_t count = 0;
  std::size_t size = 0;
  double fetched = 0;
  std::string last;
  Row row;
  while (rows.next(row)) {
    ++scanned;
    size += row.size;
    std::string_view text = row.text;
    if (page.fetches) {
      const auto item = item_of(page, reader, ItemMembers(row.text));
      if (item) {
        text = item->text;
        fetched += read_units(item->size, request.consistent);
      }
    }
    if (!page.filter || holds(*page.filter, parse_item(text))) {
      if (wants_items) {
        if (count != 0) answer += ',';
        append_projected(page.projection, text, answer);
      }
      ++count;
    }
    if ((request.limit && scanned == static_cast<std::size_t>(*request.limit)) || size >= largest_page) {
      append_key_text(*page.table, page.index, ItemMembers(row.text), last);
      break;
    }
  }
  if (reader.failure()) return tl::unexpected(*reader.failure());
  if (wants_items) answer += ']';
  object.member("Count").append(std::to_string(count));
  object.member("ScannedCount").append(std::to_string(scanned));
  if (!last.empty()) object.member("LastEvaluatedKey").append(last);
  if (request.capacity() != CapacityDetail::none) {
    Units units;
    units.table = fetched;
    const double read = read_units(size, request.consistent);
    if (page.index != nullptr) {
      units.add(*page.table, *page.index, read);
    } else {
      units.table += read;
    }
    append_capacity(*page.table, units, request.capacity(), object.member("ConsumedCapacity"));
  }
  return {};
}

}  // namespace partita::inline epoch1::embedded
