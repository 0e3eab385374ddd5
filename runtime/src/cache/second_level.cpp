#include "cache/second_level.hpp"

#include "cache/item_cache.hpp"

#include <unistd.h>

#include <algorithm>
#include <random>
#include <utility>

namespace partita::inline epoch1::cache {
namespace {

using std::chrono::milliseconds;

constexpr std::uint32_t most_failures = 3;  // in a row, before it is left alone
constexpr milliseconds closed_time{1000};
constexpr milliseconds lease_lifetime{30'000};
constexpr milliseconds least_mark_lifetime{5000};
constexpr std::size_t most_owed = 10'000;
constexpr std::size_t most_settled = 1000;  // by one call

constexpr char a_lease = 'l';
constexpr char under_way = 'w';
constexpr char ended = 'e';
constexpr char an_item = 'i';
constexpr char absent = 'a';

constexpr std::size_t word = 16;
constexpr std::size_t tag_size = 2 * word;
constexpr std::size_t head_size = tag_size + 1 + word;  // tag, kind, schema

std::string hex(std::uint64_t number) {
  std::string text(word, '0');
  for (std::size_t i = word; i-- > 0; number >>= 4U) text[i] = "0123456789abcdef"[number & 15U];
  return text;
}

std::uint64_t random_name() {
  std::random_device random;
  return (std::uint64_t{random()} << 32U) | random();
}

}  // namespace

struct SecondLevel::Ear {
  std::mutex mutex;
  Heard heard;                                     // empty: the cache is gone
  std::atomic<std::uint64_t> name{random_name()};  // of this client, in its tags
};

SecondLevel::SecondLevel(const CacheOptions& options, Heard heard, Clock clock)
    : store_(options.l2),
      max_lifetime_(std::min(options.l2_lifetime, century)),
      max_absent_(options.max_absent),
      mark_lifetime_(std::clamp(options.consistent_after_write, least_mark_lifetime, century)),
      clock_(clock),
      ear_(std::make_shared<Ear>()),
      owner_(getpid()) {
  ear_->heard = std::move(heard);
  listener_ = std::make_shared<const SecondCache::Listener>([ear = ear_](std::string_view key, std::string_view mark) {
    if (mark.substr(0, word) == hex(ear->name)) return;
    const std::lock_guard lock(ear->mutex);
    if (ear->heard) ear->heard(key);
  });
  store_->listen(listener_);
}

SecondLevel::~SecondLevel() {
  const std::lock_guard lock(ear_->mutex);
  ear_->heard = nullptr;
}

std::string SecondLevel::tag() {
  return hex(ear_->name) + hex(++tags_);
}

bool SecondLevel::may_call() {
  const std::lock_guard lock(mutex_);
  if (owner_ != getpid()) {  // a forked child: what calls of the parent's were doing, they don't do here
    ear_->name = random_name();
    probing_ = settling_ = false;
    owner_ = getpid();
  }
  if (failed_in_a_row_ < most_failures) return true;
  if (probing_ || clock_() < closed_until_) return false;
  return probing_ = true;
}

bool SecondLevel::learn(bool succeeded) {
  if (!succeeded) ++failures_;
  const std::lock_guard lock(mutex_);
  probing_ = false;
  failed_in_a_row_ = succeeded ? 0 : failed_in_a_row_ + 1;
  if (failed_in_a_row_ >= most_failures) closed_until_ = clock_() + ns(closed_time);
  return succeeded;
}

// Whether the store may be believed about what is not owed.
bool SecondLevel::ready() {
  if (!may_call()) return false;
  {
    const std::lock_guard lock(mutex_);
    if (distrusted_until_ > clock_()) return probing_ = false;
  }
  return pay();
}

// Marks what is owed. False: that failed.
bool SecondLevel::pay() {
  std::vector<std::string> keys;
  std::uint64_t up_to = 0;
  char kind = 0;  // one for all: what is owed of the other is paid by the next call
  {
    const std::lock_guard lock(mutex_);
    const std::int64_t now = clock_();
    if (owed_.empty() || settling_) return true;
    for (auto each = owed_.begin(); each != owed_.end() && keys.size() < most_settled;) {
      if (each->second.until > now) {
        if (keys.empty()) kind = each->second.kind;
        if (each->second.kind == kind) keys.push_back(each->first);
        ++each;
      } else {
        each = owed_.erase(each);
      }
    }
    up_to = last_owed_;
    settling_ = true;
  }
  const bool succeeded = keys.empty() || learn(store_->drop(keys, tag() + kind, mark_lifetime_));
  if (succeeded) settle(keys, up_to);
  const std::lock_guard lock(mutex_);
  settling_ = false;
  return succeeded;
}

void SecondLevel::settle(std::span<const std::string> keys, std::uint64_t up_to) {
  const std::lock_guard lock(mutex_);
  if (owed_.empty()) return;
  for (const std::string& key : keys) {
    const auto place = owed_.find(key);
    if (place != owed_.end() && place->second.number <= up_to) owed_.erase(place);
  }
}

// A read that began before may still put what it found in place of its lease, or of an older mark.
std::int64_t SecondLevel::end_of_old() const {
  return clock_() + ns(std::max(lease_lifetime, mark_lifetime_)) + ns(max_lifetime_);
}

void SecondLevel::distrust() {
  const std::lock_guard lock(mutex_);
  distrusted_until_ = end_of_old();
}

void SecondLevel::owe(std::span<const std::string> keys, char kind) {
  const std::lock_guard lock(mutex_);
  const std::int64_t until = end_of_old();
  if (owed_.size() + keys.size() > most_owed) {
    owed_.clear();
    distrusted_until_ = until;
    return;
  }
  for (const std::string& key : keys) owed_.insert_or_assign(key, Owed{++last_owed_, until, kind});
}

std::vector<SecondLevel::Found> SecondLevel::look(std::span<const std::string> keys, std::uint64_t schema,
                                                  bool believe) {
  std::vector<Found> found(keys.size());
  if (keys.empty() || !ready()) return found;
  auto stored = store_->look(keys, tag() + a_lease, lease_lifetime);
  if (!learn(stored.has_value() && stored->size() == keys.size())) return found;
  const std::string own_schema = hex(schema);
  std::uint64_t hits = 0;
  const std::lock_guard lock(mutex_);
  const bool distrusted = distrusted_until_ > clock_();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    SecondCache::Stored& each = (*stored)[i];
    if (distrusted || each.value.size() <= tag_size || owed_.contains(keys[i])) continue;
    const char kind = each.value[tag_size];
    found[i].consistent = kind != a_lease;
    found[i].under_way = kind == under_way;
    if (found[i].under_way) continue;
    found[i].seen = each.value.substr(0, tag_size);
    const bool is_ours = each.value.size() >= head_size && each.value.compare(tag_size + 1, word, own_schema) == 0;
    if (!believe || !is_ours || each.left.count() <= 0 || (kind != an_item && kind != absent)) continue;
    found[i].what = kind == an_item ? What::item : What::absent;
    found[i].left = each.left;
    found[i].item = std::move(each.value).erase(0, head_size);
    ++hits;
  }
  if (believe) {
    hits_ += hits;
    misses_ += keys.size() - hits;
  }
  return found;
}

void SecondLevel::keep(std::span<const Read> reads, std::uint64_t schema) {
  std::vector<SecondCache::Replacement> replacements;
  for (const Read& each : reads) {
    const auto lifetime = std::min({each.lifetime, max_lifetime_, each.item.empty() ? max_absent_ : max_lifetime_});
    if (each.seen.empty() || lifetime.count() <= 0) continue;
    std::string value = tag() + (each.item.empty() ? absent : an_item) + hex(schema);
    value += each.item;
    replacements.push_back({each.key, each.seen, std::move(value), lifetime});
  }
  if (!replacements.empty() && may_call()) learn(store_->replace(replacements));
}

void SecondLevel::drop(std::span<const std::string> keys, char kind) {
  std::uint64_t up_to = 0;
  {
    const std::lock_guard lock(mutex_);
    up_to = last_owed_;
  }
  if (!may_call() || !learn(store_->drop(keys, tag() + kind, mark_lifetime_))) return owe(keys, kind);
  settle(keys, up_to);
  pay();  // not only reads do: a process may only write
}

void SecondLevel::begin_writes(std::span<const std::string> keys) {
  drop(keys, under_way);
}

void SecondLevel::end_writes(std::span<const std::string> keys) {
  drop(keys, ended);
}

void SecondLevel::add_counts(CacheCounts& counts) const {
  counts.l2_hits = hits_;
  counts.l2_misses = misses_;
  counts.l2_failures = failures_;
}

}  // namespace partita::inline epoch1::cache
