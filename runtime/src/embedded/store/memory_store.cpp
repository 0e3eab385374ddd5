#include "embedded/store/memory_store.hpp"

#include "embedded/store/fork_pass.hpp"
#include "embedded/store/ordered_rows.hpp"

#include <absl/container/flat_hash_map.h>

#include <atomic>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <utility>

namespace partita::inline epoch1::embedded {
namespace {

// A shared mutex that no stream of readers keeps from a writer: while one waits, new readers queue behind it.
class FairMutex {
 public:
  void lock_shared() {
    if (waiting_.load(std::memory_order_relaxed) > 0) const std::scoped_lock turn(turn_);
    mutex_.lock_shared();
  }
  void unlock_shared() { mutex_.unlock_shared(); }
  void lock() {
    ++waiting_;
    {
      const std::scoped_lock turn(turn_);
      mutex_.lock();
    }
    --waiting_;
  }
  void unlock() { mutex_.unlock(); }

 private:
  std::atomic<int> waiting_ = 0;
  std::mutex turn_;
  std::shared_mutex mutex_;
};

using Definitions = std::map<std::string, std::string, std::less<>>;
using Spaces = absl::flat_hash_map<std::int64_t, std::shared_ptr<OrderedRows>>;

struct Contents {
  FairMutex mutex;
  Definitions definitions;
  std::uint64_t version = 0;  // no two sets of definitions have the same
  Spaces spaces{{static_cast<std::int64_t>(first_space), std::make_shared<OrderedRows>()}};
  std::int64_t next_space = 1;

  OrderedRows* find(Space space) {
    const auto found = spaces.find(static_cast<std::int64_t>(space));
    return found == spaces.end() ? nullptr : found->second.get();
  }
};

using Iterator = absl::btree_set<RowEntry, RowOrder>::const_iterator;

// The rows of one partition between two places, at which it stands.
class RangeCursor final : public Cursor {
 public:
  RangeCursor(Iterator begin, Iterator end, std::string_view partition, Direction direction)
      : begin_(begin), end_(end), partition_(partition), direction_(direction) {}

  bool next(Row& row) override {
    while (begin_ != end_) {
      const StoredRow& stored = direction_ == Direction::forward ? *(begin_++)->row : *(--end_)->row;
      if (stored.partition() != partition_) continue;
      row = stored.row();
      return true;
    }
    return false;
  }

 private:
  Iterator begin_;
  Iterator end_;
  std::string partition_;
  Direction direction_;
};

class ScanCursor final : public Cursor {
 public:
  ScanCursor(Iterator begin, Iterator end) : at_(begin), end_(end) {}

  bool next(Row& row) override {
    if (at_ == end_) return false;
    row = (at_++)->row->row();
    return true;
  }

 private:
  Iterator at_;
  Iterator end_;
};

// Behind all rows of the partitions with this placement.
Iterator end_of(const OrderedRows& space, std::uint32_t placement) {
  return placement == 0xFFFFFFFF ? space.rows.end() : space.rows.lower_bound(RowKey(placement + 1, {}, {}));
}

template <class Interface>
class MemoryReads : public Interface {
 public:
  explicit MemoryReads(Contents& contents) : contents_(contents) {}

  std::optional<Row> get(Space space, std::string_view partition, std::string_view sort) override {
    const OrderedRows* rows = contents_.find(space);
    if (rows == nullptr) return std::nullopt;
    const auto found = rows->rows.find(RowKey(partition, sort));
    if (found == rows->rows.end()) return std::nullopt;
    return found->row->row();
  }

  std::unique_ptr<Cursor> range(Space space, std::string_view partition, const SortRange& range,
                                Direction direction) override {
    const OrderedRows* rows = contents_.find(space);
    if (rows == nullptr || (range.to && *range.to <= range.from))
      return std::make_unique<ScanCursor>(Iterator(), Iterator());
    const std::uint32_t at = placement(partition);
    return std::make_unique<RangeCursor>(
        rows->rows.lower_bound(RowKey(at, range.from, {})),
        range.to ? rows->rows.lower_bound(RowKey(at, *range.to, {})) : end_of(*rows, at), partition, direction);
  }

  std::unique_ptr<Cursor> scan(Space space, const Segment& segment, const std::optional<ScanPlace>& behind) override {
    const OrderedRows* rows = contents_.find(space);
    if (rows == nullptr) return std::make_unique<ScanCursor>(Iterator(), Iterator());
    if (behind && placement(behind->partition) > segment.last)
      return std::make_unique<ScanCursor>(Iterator(), Iterator());
    const Iterator begin = behind ? rows->rows.upper_bound(RowKey(behind->partition, behind->sort))
                                  : rows->rows.lower_bound(RowKey(segment.first, {}, {}));
    return std::make_unique<ScanCursor>(begin, end_of(*rows, segment.last));
  }

  Reader::Extent extent(Space space) override {
    const OrderedRows* rows = contents_.find(space);
    return rows == nullptr ? Reader::Extent() : Reader::Extent{rows->rows.size(), rows->size};
  }

  std::uint64_t definitions_version() override { return contents_.version; }
  std::optional<std::string> definition(std::string_view name) override {
    const auto found = contents_.definitions.find(name);
    if (found == contents_.definitions.end()) return std::nullopt;
    return found->second;
  }
  std::vector<std::string> names(std::string_view after, std::size_t limit) override {
    std::vector<std::string> names;
    for (auto at = contents_.definitions.upper_bound(after); at != contents_.definitions.end() && names.size() < limit;
         ++at) {
      names.push_back(at->first);
    }
    return names;
  }

 private:
  ForkPass pass_;  // the lock goes before it does

 protected:
  Contents& contents_;
};

class MemoryReader final : public MemoryReads<Reader> {
 public:
  explicit MemoryReader(Contents& contents) : MemoryReads(contents), lock_(contents.mutex) {}

 private:
  std::shared_lock<FairMutex> lock_;
};

class MemoryWriter final : public MemoryReads<Writer> {
 public:
  explicit MemoryWriter(Contents& contents) : MemoryReads(contents), lock_(contents.mutex) {}
  ~MemoryWriter() override {
    if (!committed_) roll_back();
  }

  void put(Space space, const Row& row) override {
    OrderedRows* rows = find(space);
    if (rows == nullptr) return;
    const RowKey key(row.partition, row.sort);
    StoredRow::Pointer stored = StoredRow::make(row);
    rows->size += row.size;
    const auto at = rows->rows.lower_bound(key);
    if (at != rows->rows.end() && RowOrder::compare(*at, key) == 0) {
      rows->size -= at->row->size();
      done_.push_back({rows, std::exchange(at->row, std::move(stored)), nullptr});
    } else {
      const StoredRow* added = stored.get();
      rows->rows.emplace_hint(at, key, std::move(stored));
      done_.push_back({rows, nullptr, added});
    }
  }

  bool erase(Space space, std::string_view partition, std::string_view sort) override {
    OrderedRows* rows = find(space);
    if (rows == nullptr) return false;
    const auto at = rows->rows.find(RowKey(partition, sort));
    if (at == rows->rows.end()) return false;
    rows->size -= at->row->size();
    done_.push_back({rows, std::move(at->row), nullptr});
    done_.back().erased = true;
    // The entry's key is compared no more: it is erased by place.
    rows->rows.erase(at);
    return true;
  }

  Space create_space() override {
    keep_catalog();
    const std::int64_t id = contents_.next_space++;
    contents_.spaces.emplace(id, std::make_shared<OrderedRows>());
    return Space{id};
  }
  void drop_space(Space space) override {
    keep_catalog();
    const auto found = contents_.spaces.find(static_cast<std::int64_t>(space));
    if (found == contents_.spaces.end()) return;
    dropped_.push_back(std::move(found->second));
    contents_.spaces.erase(found);
  }
  void define(std::string_view name, std::string_view definition) override {
    keep_catalog();
    contents_.definitions.insert_or_assign(std::string(name), definition);
    ++contents_.version;
  }
  void undefine(std::string_view name) override {
    keep_catalog();
    if (const auto found = contents_.definitions.find(name); found != contents_.definitions.end()) {
      contents_.definitions.erase(found);
    }
    ++contents_.version;
  }

  Checked<void> commit() override {
    if (failure_) return tl::unexpected(*failure_);
    committed_ = true;
    return {};
  }

 private:
  struct Change {
    OrderedRows* rows;
    StoredRow::Pointer before;
    const StoredRow* added;  // or else it had been there before
    bool erased = false;
  };
  struct Catalog {
    Definitions definitions;
    Spaces spaces;
  };

  OrderedRows* find(Space space) {
    OrderedRows* rows = failure_ ? nullptr : contents_.find(space);
    if (rows == nullptr && !failure_) failure_ = Refusal{"InternalServerError", "the store has no such space"};
    return rows;
  }
  void keep_catalog() {
    if (!before_) before_ = Catalog{contents_.definitions, contents_.spaces};
  }
  void roll_back() {
    for (auto change = done_.rbegin(); change != done_.rend(); ++change) {
      OrderedRows& rows = *change->rows;
      if (change->added != nullptr) {
        rows.size -= change->added->size();
        rows.rows.erase(rows.rows.find(RowKey(change->added->partition(), change->added->sort())));
        continue;
      }
      rows.size += change->before->size();
      const RowKey key(change->before->partition(), change->before->sort());
      if (change->erased) {
        rows.rows.emplace(key, std::move(change->before));
      } else {
        const RowEntry& entry = *rows.rows.find(key);
        rows.size -= entry.row->size();
        entry.row = std::move(change->before);
      }
    }
    if (!before_) return;
    contents_.definitions = std::move(before_->definitions);
    ++contents_.version;  // who read through this writer knows others under the number that it has now
    contents_.spaces = std::move(before_->spaces);
  }

  std::unique_lock<FairMutex> lock_;
  bool committed_ = false;
  std::vector<Change> done_;
  std::optional<Catalog> before_;
  std::vector<std::shared_ptr<OrderedRows>> dropped_;  // `done_` may speak of them
};

class MemoryStore final : public Store {
 public:
  std::unique_ptr<Reader> begin_read() override { return std::make_unique<MemoryReader>(contents_); }
  std::unique_ptr<Writer> begin_write(const Patience& /*patience*/) override {
    return std::make_unique<MemoryWriter>(contents_);
  }

 private:
  Contents contents_;
};

}  // namespace

std::unique_ptr<Store> make_memory_store() {
  return std::make_unique<MemoryStore>();
}

}  // namespace partita::inline epoch1::embedded
