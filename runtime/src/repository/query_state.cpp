#include <partita/query_state.hpp>

#include <partita/wire/reader.hpp>

#include "companion_items.hpp"
#include "cursor_signer.hpp"
#include "place.hpp"
#include "query_run.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace partita::inline epoch1::detail {

std::optional<Error> QueryState::Impl::start() {
  if (request.error) return with_place(*request.error, request.operation, exchange.table());
  if (started) return std::nullopt;
  if (request.after) {
    auto place = CursorSigner(request.client).open(*request.after, request.scope());
    if (!place) return with_place(place.error(), request.operation, exchange.table());
    start_key = *std::move(place);
  }
  if (request.shards) {
    if (auto error = start_shards(start_key)) return with_place(*error, request.operation, exchange.table());
  }
  now = request.client.now().seconds();
  started = true;
  return std::nullopt;
}

QueryState::QueryState(const Client& client, std::string_view operation, std::string_view table,
                       const QuerySource& source)
    : impl_(std::make_unique<Impl>(QueryRequest{client, operation, table, &source})) {}
QueryState::QueryState(const QueryState& other) : impl_(std::make_unique<Impl>(other.impl_->request)) {}
QueryState::QueryState(QueryState&& other) noexcept = default;
QueryState& QueryState::operator=(const QueryState& other) {
  if (this != &other) impl_ = std::make_unique<Impl>(other.impl_->request);
  return *this;
}
QueryState& QueryState::operator=(QueryState&& other) noexcept = default;
QueryState::~QueryState() = default;

void QueryState::equal(const AttributeName& name, Value value) {
  impl_->request.equal(name, std::move(value));
}

void QueryState::shards(const AttributeName& name, std::vector<Value> values) {
  for (const Value& each : values) impl_->request.refuse(each.error());
  impl_->request.shards = KeyShards{name, std::move(values)};
}

void QueryState::head(const AttributeName& name, std::string_view literal) {
  impl_->request.unless_sorted = KeyCondition{name, SortOperator::begins_with, Value::of(literal), std::nullopt};
}
void QueryState::sort(const AttributeName& name, SortOperator op, Value first, std::optional<Value> second) {
  impl_->request.compare_sort_key(name, op, std::move(first), std::move(second));
}
void QueryState::filter(const Expression& expression) {
  impl_->request.add_filter(expression);
}
void QueryState::bind(Expression condition) {
  impl_->request.bind(std::move(condition));
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

void QueryState::limit_all_pages() {
  impl_->limit_requests();
  impl_->is_limited_once = true;
}

void QueryState::of_tenant(const AnyTenant& tenant) {
  impl_->request.tenant = tenant;
  impl_->exchange.of_tenant(tenant);
}

void QueryState::project(std::span<const AttributeName> attributes) {
  impl_->request.projected = attributes;
}

void QueryState::follow_lookups(const WriteRules& rules) {
  impl_->request.followed = &rules;
}

bool QueryState::more() const {
  const Impl& query = *impl_;
  return !query.done && query.returned < query.request.max_items && query.pages < query.request.max_pages;
}

std::optional<Error> QueryState::Impl::send_now(const PageStart& page, std::string_view member,
                                                void (*read)(wire::Reader&, void*), void* target) {
  request.write(exchange, page);
  if (request.error) return with_place(*request.error, request.operation, exchange.table());
  if (request.followed != nullptr && has_sensitive_keys(*request.followed)) {
    exchange.hide({&request.followed->sort_key.name, 1});  // a lookup has no filter that could name anything else
  }
  exchange.stand_alone(request.max_pages == 1 && request.operation == "Query");
  std::optional<Error> error = exchange.send(options, member, read, target);
  page_cost += exchange.cost();
  total += exchange.cost();
  return error;
}

void QueryState::Impl::limit_requests() {
  if (is_limited_once) return;
  options = request.options;
  options.fix_deadline(request.client);
}

std::optional<Error> QueryState::Impl::begin_page() {
  page_items = keep = 0;
  page_cost = {};
  limit_requests();
  if (auto error = start()) return error;
  page_start = start_key;
  return std::nullopt;
}

std::optional<Error> QueryState::Impl::send_count(const PageStart& page, std::uint64_t& found) {
  std::int64_t count = 0;
  const auto read = [](wire::Reader& in, void* to) { *static_cast<std::int64_t*>(to) = in.read_int64(); };
  if (auto error = send(page, "Count", read, &count)) return error;
  found = static_cast<std::uint64_t>(count);
  return std::nullopt;
}

void QueryState::Impl::count_page(std::uint64_t items) {
  page_items = static_cast<std::size_t>(items);
  keep = static_cast<std::size_t>(std::min(items, request.max_items - returned));
  returned += keep;
  ++pages;
  start_key = exchange.last_key();
  done = start_key.empty();
}

std::optional<Error> QueryState::Impl::follow_page() {
  if (auto error = begin_page()) return error;
  std::string lookups;
  const auto copy = [](wire::Reader& in, void* to) { *static_cast<std::string*>(to) = in.skip_value(); };
  if (auto error = send(page_begin(), "Items", copy, &lookups)) return error;
  followed = {};
  ReadOptions reads;
  static_cast<CallOptions&>(reads) = options;
  reads.consistent(request.consistent);
  const std::optional<Error> error = follow(request.client, *request.followed, lookups, reads, followed);
  // Lookup items are the way to the items, not what is returned.
  total.items_returned -= page_cost.items_returned;
  page_cost.items_returned = 0;
  page_cost += followed.cost;
  total += followed.cost;
  if (error) return with_place(*error, request.operation, exchange.table());
  count_page(followed.places.size());
  return std::nullopt;
}

std::optional<Error> QueryState::fetch(void* items, void (*read)(wire::Reader&, void*),
                                       std::size_t (*size)(const void*)) {
  if (impl_->request.shards) return impl_->fetch_merged(items, read);
  Impl& query = *impl_;
  const Exchange& exchange = query.exchange;
  if (query.request.followed != nullptr) {
    if (auto error = query.follow_page()) return error;
    wire::TextReader text{query.followed.items};
    text.reader().tenant = query.request.tenant.get();
    read(text.reader(), items);
    if (!text.reader().ok()) {
      query.keep = 0;  // the page is counted, but none of its items is given out
      return exchange.unreadable(text.reader().error().message());
    }
    return std::nullopt;
  }
  if (auto error = query.begin_page()) return error;
  if (auto error = query.send(query.page_begin(), "Items", read, items)) return error;
  if (size(items) != exchange.cost().items_returned) {
    return exchange.unreadable("the page says it has " + std::to_string(exchange.cost().items_returned) +
                               " items and has " + std::to_string(size(items)));
  }
  query.count_page(size(items));
  return std::nullopt;
}

std::optional<Error> QueryState::count(std::uint64_t& items) {
  Impl& query = *impl_;
  query.request.counts = true;
  limit_all_pages();
  if (query.request.shards) return query.count_shards(items);
  while (more()) {
    if (query.request.followed != nullptr) {
      if (auto error = query.follow_page()) return error;
      items += query.keep;
      continue;
    }
    if (auto error = query.begin_page()) return error;
    std::uint64_t found = 0;
    if (auto error = query.send_count(query.page_begin(), found)) return error;
    query.count_page(found);
    items += query.keep;
  }
  return std::nullopt;
}

Result<std::optional<Cursor>> QueryState::next(std::size_t given_out) const {
  Impl& query = *impl_;
  if (auto error = query.start()) return *std::move(error);
  std::string place = query.pages == 0 ? query.start_key : query.page_start;
  const bool gave_out_all = query.pages != 0 && given_out == query.page_items;
  if (gave_out_all && query.done) return std::optional<Cursor>();
  if (query.merge) {
    place = text_of(query.merge->places(given_out));
  } else if (gave_out_all) {
    place = query.start_key;
  } else if (given_out != 0) {
    const bool follows = query.request.followed != nullptr;
    const std::size_t element = follows ? query.followed.places[given_out - 1] : given_out - 1;
    auto key = key_of(query.exchange.element("Items", element), query.request.source->keys);
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
  return impl_->page_cost;
}
const Cost& QueryState::total_cost() const {
  return impl_->total;
}

}  // namespace partita::inline epoch1::detail
