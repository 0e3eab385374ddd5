// A query or scan under way.
#pragma once

#include <partita/call.hpp>
#include <partita/cost.hpp>
#include <partita/error.hpp>
#include <partita/query_state.hpp>

#include "cache/cached_page.hpp"
#include "lookup_page.hpp"
#include "query_request.hpp"
#include "shard_merge.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace partita::inline epoch1::detail {

struct QueryState::Impl {
  explicit Impl(QueryRequest asked)
      : request(std::move(asked)), exchange(request.client, request.operation, request.table, RetryClass::idempotent) {
    exchange.of_tenant(request.tenant);
    const QuerySource& source = *request.source;
    // Behind the entity may stand whose cursors these are.
    exchange.of_entity(source.entity.substr(0, source.entity.find(' ')), source.index);
    exchange.hide(source.hidden);
  }

  std::optional<Error> start();
  std::optional<Error> begin_page();
  /// Has the time limit run from now on, unless it does for all pages.
  void limit_requests();
  PageStart page_begin() const { return {start_key, request.max_items - returned, now, request.consistent}; }
  /// Writes the request by which the client's cache knows the page, and says how to ask; nullopt: it is not asked.
  std::optional<cache::CachedPage::Asked> asked_of_cache(const PageStart& page);
  std::optional<Error> send_now(const PageStart& page, std::string_view member, void (*read)(wire::Reader&, void*),
                                void* target);
  /// The same, but for what the cache holds.
  std::optional<Error> send(const PageStart& page, std::string_view member, void (*read)(wire::Reader&, void*),
                            void* target);
  std::optional<Error> send_count(const PageStart& page, std::uint64_t& found);
  void count_page(std::uint64_t items);
  /// Reads a page of lookup items, and what they lead to.
  std::optional<Error> follow_page();

  // Of a query over write shards.
  std::optional<Error> start_shards(const std::string& place);
  std::string start_key_of(std::size_t shard, const std::string& behind) const;
  std::optional<Error> read_shard(std::size_t shard, const std::string& behind, ShardPage& page);
  std::optional<Error> fetch_merged(void* items, void (*read)(wire::Reader&, void*));
  std::optional<Error> count_shards(std::uint64_t& items);

  QueryRequest request;
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
  CallOptions options{};         // whose deadline is that of all requests of a page
  bool is_limited_once = false;  // and of all pages
  std::optional<ShardMerge> merge{};
  LookupPage followed{};  // where lookups are followed
  Cost page_cost;
  Cost total;
};

}  // namespace partita::inline epoch1::detail
