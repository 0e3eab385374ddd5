// Queries that are read through the client's cache, page by page.
#include "cache/cache_key.hpp"
#include "cache/item_cache.hpp"
#include "place.hpp"
#include "query_run.hpp"

#include <partita/tracing.hpp>

#include <cmath>
#include <string>

namespace partita::inline epoch1::detail {

void QueryState::cached(double seconds, std::int64_t most, bool may_be_consistent) {
  QueryRequest& request = impl_->request;
  request.cached = {};
  request.may_be_consistent = may_be_consistent;
  if (!(seconds >= 0)) {
    request.refuse(Error(ErrorKind::invalid_argument, "the lifetime of a cached query must be 0, for none, or more"));
  } else if (seconds > static_cast<double>(most)) {
    request.refuse(Error(ErrorKind::invalid_argument, "the lifetime of a cached query is longer than the " +
                                                          std::to_string(most) +
                                                          " seconds for which the schema lets items be cached"));
  } else {
    request.cached = std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(seconds * 1000)));
  }
}

std::optional<cache::CachedPage::Asked> QueryState::Impl::asked_of_cache(const PageStart& page) {
  cache::ItemCache* const cache = request.client.cache();
  if (request.cached.count() <= 0 || cache == nullptr || request.client.recorder() != nullptr) return std::nullopt;
  // By what does not change from one time to the next.
  PageStart timeless = page;
  timeless.now = 0;
  timeless.consistent = false;
  request.write(exchange, timeless);
  if (request.error || exchange.refusal()) return std::nullopt;
  const cache::ItemCache::Table* const table = cache->table(exchange.table());
  if (table == nullptr || !cache->caches(*table, exchange.entity())) return std::nullopt;
  const Value* const partition = request.bound(table->partition_key, page);
  return cache::CachedPage::Asked{
      .scope = cache->scope(
          table->name, partition == nullptr ? std::string() : cache::partition_text(table->name, partition->json())),
      .source = request.source,
      .lifetime = request.cached,
      .refreshes = page.consistent,
      .may_be_consistent = request.may_be_consistent};
}

std::optional<Error> QueryState::Impl::send(const PageStart& page, std::string_view member,
                                            void (*read)(wire::Reader&, void*), void* target) {
  const auto asked = asked_of_cache(page);
  if (!asked) return send_now(page, member, read, target);
  cache::CachedPage cached(request.client, options, exchange.body().view(), *asked);
  if (cached.error()) return with_place(*cached.error(), request.operation, exchange.table());
  if (cached.answer() != nullptr) {
    cache::trace_hit(request.client, {request.operation, exchange.entity(), request.source->index, exchange.table(),
                                      options.trace_parent()});
    return exchange.take(*cached.answer(), member, read, target);
  }
  PageStart sent = page;
  sent.consistent = page.consistent || cached.consistent();
  auto error = send_now(sent, member, read, target);
  if (!error) {
    cached.keep(exchange.answer());
    return std::nullopt;
  }
  cached.fail(*error);
  if (cached.serves_stale(*error)) return exchange.take(*cached.answer(), member, read, target);
  return error;
}

}  // namespace partita::inline epoch1::detail
