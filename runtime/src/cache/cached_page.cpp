#include "cache/cached_page.hpp"

#include <partita/wire/reader.hpp>

#include <cstdint>
#include <utility>

namespace partita::inline epoch1::cache {
namespace {

std::shared_ptr<const std::string> text_of(const std::optional<Known>& known) {
  return known ? std::static_pointer_cast<const std::string>(known->value) : nullptr;
}

}  // namespace

CachedPage::CachedPage(const Client& client, const CallOptions& options, std::string_view body, const Asked& asked)
    : client_(client), patience_(client, options), asked_(asked) {
  ItemCache& cache = *client.cache();
  if (asked.refreshes) {
    fill_.emplace(cache.begin_refresh(body, asked.scope));
    return;
  }
  answer_ = text_of(cache.find(body, asked.scope, asked.lifetime));
  if (answer_ != nullptr) return;
  fill_.emplace(cache.begin_fill(body, [&] { return patience_.is_over(); }, asked.scope, asked.lifetime));
  answer_ = text_of(fill_->found());
  error_ = fill_->gave_up() ? patience_.error("page") : fill_->failed();
  if (error_ && serves_stale(*error_)) error_.reset();
}

void CachedPage::keep(std::string_view answer) {
  // Soon after a write an eventually consistent page could bring back what was there before.
  if (fill_->consistent() && !asked_.may_be_consistent) fill_->keep_nothing();
  std::chrono::milliseconds lifetime = asked_.lifetime;
  const timestamp now = client_.now();
  std::int64_t count = 0;
  std::optional<std::int64_t> items;
  wire::TextReader text{answer};
  wire::Reader& in = text.reader();
  std::string_view name;
  in.begin_object();
  while (in.next_key(name)) {
    if (name == "Count") {
      count = in.read_int64();
    } else if (name == "Items") {
      items = 0;
      in.begin_array();
      while (in.next_element()) {
        lifetime = lifetime_of(in.skip_value(), asked_.source->ttl.name, lifetime, now);
        ++*items;
      }
    } else {
      in.skip_value();
    }
  }
  if (items && *items != count) return;  // it contradicts itself, which whoever reads it is told
  fill_->keep({.value = std::make_shared<const std::string>(answer)}, answer.size(), lifetime);
}

void CachedPage::fail(const Error& error) {
  if (patience_.is_shared(error)) fill_->fail(error);
}

bool CachedPage::serves_stale(const Error& error) {
  const Known* const stale = stale_for(*fill_, error);
  if (stale != nullptr) answer_ = std::static_pointer_cast<const std::string>(stale->value);
  return stale != nullptr;
}

}  // namespace partita::inline epoch1::cache
