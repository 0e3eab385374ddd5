// A page of a query, read through the client's cache.
#pragma once

#include "cache/cached_entity.hpp"
#include "cache/item_cache.hpp"

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/error.hpp>
#include <partita/query_state.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::cache {

/// Between one request of a query and the client's cache, which knows the service's answer by it.
class CachedPage {
 public:
  struct Asked {
    const ItemCache::Trace* scope = nullptr;
    const QuerySource* source = nullptr;
    std::chrono::milliseconds lifetime{};
    bool refreshes = false;          ///< asks nothing of the cache: the request is consistent by itself
    bool may_be_consistent = false;  ///< false: of a global index
  };
  /// `body` is the request's, as if it were not consistent, and at no time.
  CachedPage(const Client& client, const CallOptions& options, std::string_view body, const Asked& asked);

  /// What is to be served; null: it has to be read.
  const std::string* answer() const { return answer_.get(); }
  /// The error of a call that ended while it waited for the read of another thread.
  const std::optional<Error>& error() const { return error_; }
  /// Whether it has to be read consistently.
  bool consistent() const { return asked_.may_be_consistent && fill_->consistent(); }

  /// What the read brought.
  void keep(std::string_view answer);
  /// Tells those that wait for the read that it failed.
  void fail(const Error& error);
  /// Whether a page that is out of date is to be served after such an error: `answer()` is it.
  bool serves_stale(const Error& error);

 private:
  const Client& client_;
  const Patience patience_;
  const Asked asked_;
  std::shared_ptr<const std::string> answer_;
  std::optional<ItemCache::Fill> fill_;
  std::optional<Error> error_;
};

}  // namespace partita::inline epoch1::cache
