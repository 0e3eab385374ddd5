// Reading a whole table by several threads.
//
//   auto done = notes.scan().segments(8).threads(4).each([&](const lab::Note& note) { count(note); });
//   if (!done) save(done.next->to_string());   // and go on there: segments(8).after(cursor)
#pragma once

#include <partita/call_options.hpp>
#include <partita/cost.hpp>
#include <partita/cursor.hpp>
#include <partita/entity_codec.hpp>
#include <partita/error.hpp>
#include <partita/pages.hpp>
#include <partita/query_state.hpp>
#include <partita/result.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace partita::inline epoch1 {

/// What a scan by segments did.
struct [[nodiscard]] SegmentedResult {
  std::uint64_t items = 0;  ///< that were handed out
  std::uint64_t pages = 0;
  /// Where it goes on: behind what was handed out of each segment. Empty if all was.
  std::optional<Cursor> next{};
  std::optional<Error> error{};  ///< of the segment that failed first; the others were stopped
  Cost cost{};

  explicit operator bool() const { return !error.has_value(); }
};

/// Told after each page that was handed out.
struct SegmentProgress {
  std::uint32_t segment = 0;  ///< from 0
  std::uint64_t items = 0;    ///< of this segment, by this run
  std::uint64_t pages = 0;
  bool ended = false;  ///< the segment has no more
  /// Where a later run goes on, for all segments; empty if all have ended. Good while the callback runs.
  const std::function<Result<std::optional<Cursor>>()>& cursor;
};

namespace detail {

/// Where a worker reads one page, and what is done with it. One a worker.
class SegmentPage {
 public:
  SegmentPage() = default;
  SegmentPage(const SegmentPage&) = delete;
  SegmentPage& operator=(const SegmentPage&) = delete;
  virtual ~SegmentPage() = default;

  virtual std::optional<Error> read(QueryState& scan) = 0;
  virtual std::size_t size() const = 0;
  /// False: the caller wants no more.
  virtual bool hand_out() = 0;
};

struct SegmentedRun {
  std::uint32_t segments = 1;
  std::uint32_t threads = 1;
  std::function<void(const SegmentProgress&)> progress{};
};

SegmentedResult scan_segments(const QueryState& scan, const SegmentedRun& run,
                              const std::function<std::unique_ptr<SegmentPage>()>& make_page);

}  // namespace detail

/// A scan whose table is divided into segments, which several threads read side by side. Made by `scan().segments(n)`.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.ParallelScan
template <class T>
class [[nodiscard]] SegmentedScan {
 public:
  SegmentedScan(detail::QueryState state, const EntityCodec<T>& codec, std::uint32_t segments)
      : state_(std::move(state)), codec_(&codec) {
    run_.segments = segments;
    run_.threads = segments < default_threads ? segments : default_threads;
  }

  /// How many threads read, the calling one among them; 8 if nothing is said, and never more than there are segments.
  /// Each holds one page. More segments than threads even out segments of different sizes.
  SegmentedScan& threads(std::uint32_t count) & { return run_.threads = count, *this; }
  SegmentedScan threads(std::uint32_t count) && { return std::move(threads(count)); }

  /// Called after each page that was handed out, by one thread at a time.
  SegmentedScan& progress(std::function<void(const SegmentProgress&)> callback) & {
    run_.progress = std::move(callback);
    return *this;
  }
  SegmentedScan progress(std::function<void(const SegmentProgress&)> callback) && {
    return std::move(progress(std::move(callback)));
  }

  /// Goes on where another run with as many segments ended; see `after` of a scan.
  SegmentedScan& after(const Cursor& cursor) & {
    state_.after(cursor);
    return *this;
  }
  SegmentedScan after(const Cursor& cursor) && { return std::move(after(cursor)); }

  /// Hands out each item, in no order. `handle(const T&)` may return false to end the scan behind the page of that
  /// item, whose other items it still gets. It is called by one thread at a time, whichever has read the page: while it
  /// runs, no more is read than one page by each thread, so what is slow here slows the scan down. An exception of it
  /// stops the scan and leaves `each`.
  ///
  /// The first error stops all segments. Costs what a scan costs; a page that was read when another segment failed is
  /// paid for and read again after a resume.
  template <class Handle>
  SegmentedResult each(Handle handle, const CallOptions& options = {}) const {
    detail::QueryState scan = state_;
    scan.options(options);
    return detail::scan_segments(scan, run_, [&] { return std::make_unique<PageFor<Handle>>(*codec_, handle); });
  }

 private:
  static constexpr std::uint32_t default_threads = 8;

  template <class Handle>
  class PageFor final : public detail::SegmentPage {
   public:
    PageFor(const EntityCodec<T>& codec, Handle& handle) : codec_(codec), handle_(handle) {}

    std::optional<Error> read(detail::QueryState& scan) override {
      page_.items.clear();
      return scan.fetch(&page_.items, codec_.read_items, codec_.count_items);
    }
    std::size_t size() const override { return page_.size(); }
    bool hand_out() override {
      bool goes_on = true;
      for (const T& item : page_) {
        if constexpr (std::is_void_v<std::invoke_result_t<Handle&, const T&>>) {
          handle_(item);
        } else {
          goes_on = handle_(item) && goes_on;
        }
      }
      return goes_on;
    }

   private:
    const EntityCodec<T>& codec_;
    Handle& handle_;
    Page<T> page_;
  };

  detail::QueryState state_;
  const EntityCodec<T>* codec_;
  detail::SegmentedRun run_;
};

}  // namespace partita::inline epoch1
