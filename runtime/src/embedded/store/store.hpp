// Where the engine keeps what it is given: rows of bytes in order, all or nothing. It knows nothing of DynamoDB.
#pragma once

#include "embedded/patience.hpp"
#include "embedded/refusal.hpp"
#include "embedded/store/placement.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::embedded {

/// Names an ordered map of rows: a table's items, or the entries of one index. Never used again once dropped.
enum class Space : std::int64_t {};

/// The one that each store has from the start, and that is never dropped: for what is of no table.
inline constexpr Space first_space{0};

/// One row. Rows with one partition are ordered by `sort`, by unsigned bytes. Two rows of a space differ in one of
/// both.
struct Row {
  std::string_view partition;  ///< never empty
  std::string_view sort;
  std::string_view text;
  std::uint32_t size = 0;  ///< what the caller said that it counts for
};

enum class Direction : std::uint8_t { forward, backward };

/// Rows with `from` <= sort < `to`; all there are from `from` on without `to`.
struct SortRange {
  std::string from{};
  std::optional<std::string> to{};
};
/// The lowest bytes above `sort`: from there, a range begins behind it; to there, a range ends with it.
std::string after(std::string_view sort);
/// The lowest bytes above all that begin with `prefix`; nullopt if there are none.
std::optional<std::string> after_all_with(std::string_view prefix);

/// How far a scan has come: behind the row of this key, whether it is there or not.
struct ScanPlace {
  std::string partition;
  std::string sort;
};

/// Rows one after the other. Ends before its Reader does; a write of its space through the same Writer ends it, too.
class Cursor {
 public:
  Cursor() = default;
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  virtual ~Cursor() = default;

  /// False at the end, and once the Reader has failed. What `row` shows is valid until the next call.
  virtual bool next(Row& row) = 0;
};

/// What was committed when it began, or when it first read, and nothing that is later. Used by one thread, which holds
/// no other one of the same store meanwhile: a writer that waits for this one lets no further one begin.
///
/// Failures stick: after the first one there are no more rows, and `failure` says why. So a check before the answer is
/// enough.
class Reader {
 public:
  Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  virtual ~Reader() = default;

  /// Valid until the next call of `get`, and of what writes.
  virtual std::optional<Row> get(Space space, std::string_view partition, std::string_view sort) = 0;
  virtual std::unique_ptr<Cursor> range(Space space, std::string_view partition, const SortRange& range,
                                        Direction direction) = 0;
  /// All rows of a segment, in an order that is always the same, and not that of their keys.
  virtual std::unique_ptr<Cursor> scan(Space space, const Segment& segment, const std::optional<ScanPlace>& behind) = 0;

  struct Extent {
    std::uint64_t rows = 0;
    std::uint64_t size = 0;  ///< of all rows; may be an estimate
  };
  virtual Extent extent(Space space) = 0;

  // Definitions: a text by name, in the same transaction as the rows.

  /// No two sets of definitions have the same, whichever process made them, and whether or not they were committed.
  virtual std::uint64_t definitions_version() = 0;
  virtual std::optional<std::string> definition(std::string_view name) = 0;
  /// Names above `after`, in the order of their bytes, `limit` at most.
  virtual std::vector<std::string> names(std::string_view after, std::size_t limit) = 0;

  const std::optional<Refusal>& failure() const { return failure_; }

 protected:
  std::optional<Refusal> failure_;
};

/// Reads what it has written. Others see all of it once `commit` has returned, or nothing. One at a time: the next one
/// waits, in other processes too.
class Writer : public Reader {
 public:
  /// Adds or replaces.
  virtual void put(Space space, const Row& row) = 0;
  /// False if it was not there.
  virtual bool erase(Space space, std::string_view partition, std::string_view sort) = 0;

  virtual Space create_space() = 0;
  virtual void drop_space(Space space) = 0;
  virtual void define(std::string_view name, std::string_view definition) = 0;
  virtual void undefine(std::string_view name) = 0;

  /// The last call. Without it, or if anything before has failed, nothing was written; nor if it fails itself, unless
  /// its refusal is `may_be_kept`.
  virtual Checked<void> commit() = 0;
};

/// Thread-safe. Outlives its readers and writers.
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  virtual std::unique_ptr<Reader> begin_read() = 0;
  /// A writer of a file that has to wait for another one, of whatever process, until the patience is over has failed,
  /// as one that `gave_up`. In memory no writer takes long, and patience is not asked.
  virtual std::unique_ptr<Writer> begin_write(const Patience& patience) = 0;
  std::unique_ptr<Writer> begin_write() { return begin_write(Patience()); }
};

}  // namespace partita::inline epoch1::embedded
