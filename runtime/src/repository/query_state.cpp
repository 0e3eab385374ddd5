#include <partita/query_state.hpp>

#include <partita/call.hpp>
#include <partita/wire/reader.hpp>
#include <partita/wire/writer.hpp>

#include "cursor_signer.hpp"
#include "place.hpp"
#include "request_text.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace partita::inline epoch1::detail {

namespace {

constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

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

struct KeyCondition {
  AttributeName name;
  SortOperator op;
  Value first;
  std::optional<Value> second;
};

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

// What the caller asked for: copied when a query is.
struct Asked {
  Client client;
  std::string_view operation;
  std::string_view table;
  const QuerySource* source;
  std::vector<KeyCondition> equalities{};  // on the partition key, and on sort attributes before the last one asked for
  std::optional<KeyCondition> sort{};
  std::optional<KeyCondition> unless_sorted{};  // what holds for the sort key while nothing is asked of it
  std::optional<Expression> filter{};
  bool descending = false;
  bool consistent = false;
  std::optional<std::uint32_t> page_size{};
  std::uint64_t max_items = no_limit;
  std::uint64_t max_pages = no_limit;
  bool counts = false;  // what there is, instead of returning it
  std::optional<Cursor> after{};
  CallOptions options{};
  AnyTenant tenant{};
  std::span<const AttributeName> projected{};  // empty: all
  std::optional<Error> error{};                // the first value that cannot be sent

  void refuse(const std::optional<Error>& reason) {
    if (reason && !error) error = reason;
  }

  bool skips_expired() const { return !source->ttl.name.empty(); }
  const std::optional<KeyCondition>& sort_condition() const { return sort ? sort : unless_sorted; }

  // All that a cursor is bound to, each part with its length: no two queries have the same text.
  std::string scope() const {
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
};

// The key of an item, as a request has it.
std::optional<std::string> key_of(const std::string& item, std::span<const AttributeName> names) {
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

}  // namespace

struct QueryState::Impl {
  explicit Impl(Asked asked)
      : request(std::move(asked)), exchange(request.client, request.operation, request.table, RetryClass::idempotent) {
    exchange.of_tenant(request.tenant);
  }

  std::optional<Error> start();
  void write_body();
  std::optional<Error> send(std::string_view member, void (*read)(wire::Reader&, void*), void* target);
  void count_page(std::uint64_t items);

  Asked request;
  Exchange exchange;
  bool started = false;
  std::int64_t now = 0;    // seconds: the same for all pages
  std::string page_start;  // where the last page began
  std::string start_key;   // where the next one does
  std::uint64_t returned = 0;
  std::uint64_t pages = 0;
  std::size_t page_items = 0;
  std::size_t keep = 0;
  bool done = false;
  Cost total;
};

std::optional<Error> QueryState::Impl::start() {
  if (request.error) return with_place(*request.error, request.operation, exchange.table());
  if (request.after && !started) {
    auto place = CursorSigner(request.client).open(*request.after, request.scope());
    if (!place) return with_place(place.error(), request.operation, exchange.table());
    start_key = *std::move(place);
  }
  if (!started) now = request.client.now().seconds();
  started = true;
  return std::nullopt;
}

void QueryState::Impl::write_body() {
  wire::Writer& out = exchange.body();
  exchange.begin();
  if (!request.source->index.empty()) write_member(out, "IndexName", request.source->index);

  ExpressionParts parts;
  KeyExpression condition(parts);
  for (const KeyCondition& each : request.equalities) condition.add(each);
  if (const auto& sort = request.sort_condition()) condition.add(*sort);
  if (!condition.text().empty()) write_member(out, "KeyConditionExpression", condition.text());
  std::string filter;
  if (request.skips_expired()) {
    const AttributeName& ttl = request.source->ttl;
    parts.name(ttl);
    parts.value(":now", Value::of(now).json());
    const std::string name(ttl.text());
    filter.append("attribute_not_exists(").append(name).append(") OR ").append(name).append(" > :now");
  }
  if (request.filter) {
    const std::string asked = request.filter->render('f', parts);
    filter = filter.empty() ? asked : "(" + filter + ") AND (" + asked + ")";
  }
  request.refuse(parts.refused("filter", filter));
  if (!filter.empty()) write_member(out, "FilterExpression", filter);
  if (request.counts) {
    write_member(out, "Select", "COUNT");
  } else if (!request.projected.empty()) {
    write_member(out, "ProjectionExpression", parts.list(request.projected, request.source->keys));
  }
  parts.write(out);

  // Under a filter, Limit counts items that may all be dropped: it is no way to say max_items.
  constexpr std::uint64_t no_page_limit = std::numeric_limits<std::int32_t>::max();
  std::uint64_t limit = request.page_size.value_or(no_page_limit);
  if (filter.empty()) limit = std::min(limit, request.max_items - returned);
  if (limit < no_page_limit) {
    out.raw(R"(,"Limit":)");
    out.raw(std::to_string(limit));
  }
  if (request.descending) out.raw(R"(,"ScanIndexForward":false)");
  if (request.consistent) out.raw(R"(,"ConsistentRead":true)");
  if (!start_key.empty()) {
    out.raw(R"(,"ExclusiveStartKey":)");
    out.raw(start_key);
  }
  out.raw(R"(,"ReturnConsumedCapacity":"TOTAL"})");
}

Value sort_value(const AttributeName& name, Value value, std::size_t size, bool fits) {
  const std::size_t allowed = wire::max_key_size(wire::KeyPart::sort);
  std::string fault;
  if (!fits) {
    fault = "the value is out of the range of the key's type";
  } else if (value.error()) {
    fault = value.error()->message();
  } else if (size == 0 || value.json() == R"({"S":""})" || value.json() == R"({"B":""})") {
    fault = "the value must not be empty";
  } else if (size > allowed) {
    fault = "the value is " + std::to_string(size) + " bytes long; DynamoDB allows " + std::to_string(allowed);
  } else {
    return value;
  }
  return Value::refused(
      Error(ErrorKind::invalid_argument, "condition on sort key '" + std::string(name.name) + "': " + fault));
}

QueryState::QueryState(const Client& client, std::string_view operation, std::string_view table,
                       const QuerySource& source)
    : impl_(std::make_unique<Impl>(Asked{client, operation, table, &source})) {}
QueryState::QueryState(const QueryState& other) : impl_(std::make_unique<Impl>(other.impl_->request)) {}
QueryState::QueryState(QueryState&& other) noexcept = default;
QueryState& QueryState::operator=(const QueryState& other) {
  if (this != &other) impl_ = std::make_unique<Impl>(other.impl_->request);
  return *this;
}
QueryState& QueryState::operator=(QueryState&& other) noexcept = default;
QueryState::~QueryState() = default;

void QueryState::equal(const AttributeName& name, Value value) {
  impl_->request.refuse(value.error());
  impl_->request.equalities.push_back({name, SortOperator::equal, std::move(value), std::nullopt});
}

void QueryState::head(const AttributeName& name, std::string_view literal) {
  impl_->request.unless_sorted = KeyCondition{name, SortOperator::begins_with, Value::of(literal), std::nullopt};
}

void QueryState::sort(const AttributeName& name, SortOperator op, Value first, std::optional<Value> second) {
  Asked& request = impl_->request;
  if (request.sort) {
    request.refuse(Error(ErrorKind::invalid_argument, "the query has two conditions on sort key '" +
                                                          std::string(name.name) +
                                                          "'; a range is one: between(low, high)"));
  }
  request.refuse(first.error());
  if (second) request.refuse(second->error());
  request.sort = KeyCondition{name, op, std::move(first), std::move(second)};
}

void QueryState::filter(const Expression& expression) {
  Asked& request = impl_->request;
  request.refuse(expression.error());
  request.filter = request.filter ? Expression::both(*std::move(request.filter), expression) : expression;
}

void QueryState::descending(bool on) {
  impl_->request.descending = on;
}
void QueryState::consistent(bool on) {
  impl_->request.consistent = on;
}

void QueryState::page_size(std::uint32_t items) {
  if (items == 0) impl_->request.refuse(Error(ErrorKind::invalid_argument, "page_size must be at least 1"));
  impl_->request.page_size = items;
}

void QueryState::max_items(std::uint64_t items) {
  impl_->request.max_items = items;
}
void QueryState::max_pages(std::uint64_t pages) {
  if (pages == 0) impl_->request.refuse(Error(ErrorKind::invalid_argument, "max_pages must be at least 1"));
  impl_->request.max_pages = pages;
}
void QueryState::one_item() {
  impl_->request.max_items = std::min<std::uint64_t>(impl_->request.max_items, 1);
}
void QueryState::after(const Cursor& cursor) {
  impl_->request.after = cursor;
}
void QueryState::options(const CallOptions& options) {
  impl_->request.options = options;
}

void QueryState::of_tenant(const AnyTenant& tenant) {
  impl_->request.tenant = tenant;
  impl_->exchange.of_tenant(tenant);
}

void QueryState::project(std::span<const AttributeName> attributes) {
  impl_->request.projected = attributes;
}

bool QueryState::more() const {
  const Impl& query = *impl_;
  return !query.done && query.returned < query.request.max_items && query.pages < query.request.max_pages;
}

std::optional<Error> QueryState::Impl::send(std::string_view member, void (*read)(wire::Reader&, void*), void* target) {
  page_items = keep = 0;
  if (auto error = start()) return error;
  page_start = start_key;
  write_body();
  if (request.error) return with_place(*request.error, request.operation, exchange.table());
  std::optional<Error> error = exchange.send(request.options, member, read, target);
  total += exchange.cost();
  return error;
}

void QueryState::Impl::count_page(std::uint64_t items) {
  page_items = static_cast<std::size_t>(items);
  keep = static_cast<std::size_t>(std::min(items, request.max_items - returned));
  returned += keep;
  ++pages;
  start_key = exchange.last_key();
  done = start_key.empty();
}

std::optional<Error> QueryState::fetch(void* items, void (*read)(wire::Reader&, void*),
                                       std::size_t (*size)(const void*)) {
  if (auto error = impl_->send("Items", read, items)) return error;
  const Exchange& exchange = impl_->exchange;
  if (size(items) != exchange.cost().items_returned) {
    return exchange.unreadable("the page says it has " + std::to_string(exchange.cost().items_returned) +
                               " items and has " + std::to_string(size(items)));
  }
  impl_->count_page(size(items));
  return std::nullopt;
}

std::optional<Error> QueryState::count(std::uint64_t& items) {
  impl_->request.counts = true;
  while (more()) {
    std::int64_t found = 0;
    const auto read = [](wire::Reader& in, void* to) { *static_cast<std::int64_t*>(to) = in.read_int64(); };
    if (auto error = impl_->send("Count", read, &found)) return error;
    impl_->count_page(static_cast<std::uint64_t>(found));
    items += impl_->keep;
  }
  return std::nullopt;
}

Result<std::optional<Cursor>> QueryState::next(std::size_t given_out) const {
  Impl& query = *impl_;
  if (auto error = query.start()) return *std::move(error);
  std::string place = query.pages == 0 ? query.start_key : query.page_start;
  if (query.pages != 0 && given_out == query.page_items) {
    if (query.done) return std::optional<Cursor>();
    place = query.start_key;
  } else if (given_out != 0) {
    auto key = key_of(query.exchange.element("Items", given_out - 1), query.request.source->keys);
    if (!key) return query.exchange.unreadable("an item of the page lacks a part of its key");
    place = *std::move(key);
  }
  auto cursor = CursorSigner(query.request.client).sign(place, query.request.scope());
  if (!cursor) return with_place(cursor.error(), query.request.operation, query.exchange.table());
  return std::optional<Cursor>(*std::move(cursor));
}

std::size_t QueryState::keep() const {
  return impl_->keep;
}
const Cost& QueryState::page_cost() const {
  return impl_->exchange.cost();
}
const Cost& QueryState::total_cost() const {
  return impl_->total;
}

}  // namespace partita::inline epoch1::detail
