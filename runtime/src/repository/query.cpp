#include <partita/query.hpp>

#include <partita/call.hpp>

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
  std::string_view index;
  std::vector<KeyCondition> equalities;  // on the partition key, and on sort attributes before the last one asked for
  std::optional<KeyCondition> sort;
  std::optional<KeyCondition> unless_sorted;  // what holds for the sort key while nothing is asked of it
  std::optional<Expression> filter;
  bool descending = false;
  bool consistent = false;
  std::optional<std::uint32_t> page_size;
  std::uint64_t max_items = no_limit;
  CallOptions options;
  AnyTenant tenant;
  std::span<const AttributeName> projected;  // empty: all
  std::optional<Error> error;                // the first value that cannot be sent

  void refuse(const std::optional<Error>& reason) {
    if (reason && !error) error = reason;
  }
};

}  // namespace

struct QueryState::Impl {
  explicit Impl(Asked asked)
      : request(std::move(asked)), exchange(request.client, request.operation, request.table, RetryClass::idempotent) {
    exchange.of_tenant(request.tenant);
  }

  void write_body();

  Asked request;
  Exchange exchange;
  std::string start_key;
  std::uint64_t returned = 0;
  std::size_t keep = 0;
  bool done = false;
  Cost total;
};

void QueryState::Impl::write_body() {
  wire::Writer& out = exchange.body();
  exchange.begin();
  if (!request.index.empty()) write_member(out, "IndexName", request.index);

  ExpressionParts parts;
  KeyExpression condition(parts);
  for (const KeyCondition& each : request.equalities) condition.add(each);
  if (const auto& sort = request.sort ? request.sort : request.unless_sorted) condition.add(*sort);
  if (!condition.text().empty()) write_member(out, "KeyConditionExpression", condition.text());
  if (request.filter) {
    parts.names(request.filter->aliased());
    write_member(out, "FilterExpression", request.filter->render('f', parts.values()));
  }
  if (!request.projected.empty()) write_member(out, "ProjectionExpression", parts.list(request.projected));
  parts.write(out);

  // Under a filter, Limit counts items that may all be dropped: it is no way to say max_items.
  constexpr std::uint64_t no_page_limit = std::numeric_limits<std::int32_t>::max();
  std::uint64_t limit = request.page_size.value_or(no_page_limit);
  if (!request.filter) limit = std::min(limit, request.max_items - returned);
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

QueryState::QueryState(const Client& client, std::string_view operation, std::string_view table, std::string_view index)
    : impl_(std::make_unique<Impl>(
          Asked{client, operation, table, index, {}, {}, {}, {}, false, false, {}, no_limit, {}, {}, {}, {}})) {}
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
  return !impl_->done && impl_->returned < impl_->request.max_items;
}

std::optional<Error> QueryState::fetch(void* items, void (*read)(wire::Reader&, void*),
                                       std::size_t (*size)(const void*)) {
  Asked& request = impl_->request;
  if (request.error) return with_place(*request.error, request.operation, impl_->exchange.table());
  impl_->write_body();
  std::optional<Error> error = impl_->exchange.send(request.options, "Items", read, items);
  impl_->total += impl_->exchange.cost();
  if (error) return error;

  if (size(items) != impl_->exchange.cost().items_returned) {
    return impl_->exchange.unreadable("the page says it has " + std::to_string(impl_->exchange.cost().items_returned) +
                                      " items and has " + std::to_string(size(items)));
  }

  const std::uint64_t left = request.max_items - impl_->returned;
  impl_->keep = static_cast<std::size_t>(std::min<std::uint64_t>(size(items), left));
  impl_->returned += impl_->keep;
  impl_->start_key = impl_->exchange.last_key();
  impl_->done = impl_->start_key.empty();
  return std::nullopt;
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
