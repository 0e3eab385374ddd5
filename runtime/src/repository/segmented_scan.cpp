#include <partita/segmented_scan.hpp>

#include "async/condition.hpp"
#include "cursor_signer.hpp"
#include "place.hpp"
#include "query_run.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <string>
#include <vector>

namespace partita::inline epoch1::detail {

namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html
constexpr std::uint32_t most_segments = 1'000'000;

// The caller's wish to stop, and that of a segment that failed.
struct Stop {
  StopSignal caller;
  std::atomic<bool> stopped = false;

  bool stop_requested() const { return stopped || caller.requested(); }
};

}  // namespace

class SegmentScan {
 public:
  SegmentScan(QueryState scan, const SegmentedRun& run)
      : scan_(std::move(scan)), run_(run), progress_(run.segments), cursor_([this] { return next(); }) {}

  SegmentedResult run(const std::function<std::unique_ptr<SegmentPage>()>& make_page) {
    if (auto error = start()) {
      result_.error = with_place(*error, "Scan", scan_.impl_->exchange.table());
      return std::move(result_);
    }
    const auto work = [&] {
      const auto page = make_page();
      this->work(*page);
    };
    async::Workers helpers;
    const std::uint32_t count = std::min(run_.threads, run_.segments);
    for (std::uint32_t i = 1; i < count && helpers.start(work); ++i) {
    }
    work();
    helpers.join();
    if (thrown_) std::rethrow_exception(thrown_);
    auto next = this->next();
    if (next) result_.next = *std::move(next);
    if (!next && !result_.error) result_.error = next.error();
    return std::move(result_);
  }

 private:
  void work(SegmentPage& page) {
    while (const auto segment = take()) {
      QueryState scan(scan_);
      scan.impl_->request.segment = *segment;
      scan.impl_->start_key = places_[*segment].key;
      while (read(*segment, scan, page)) {
      }
    }
  }

  std::optional<std::uint32_t> take() {
    const std::lock_guard lock(mutex_);
    while (!stop_.stopped && taken_ < run_.segments) {
      const std::uint32_t segment = taken_++;
      if (!places_[segment].ended) return segment;
    }
    return std::nullopt;
  }

  // One page. False: no more of this segment.
  bool read(std::uint32_t segment, QueryState& scan, SegmentPage& page) {
    std::optional<Error> error = page.read(scan);
    const std::lock_guard lock(mutex_);
    result_.cost += scan.page_cost();
    if (stop_.stopped) return false;  // its page is read again
    if (error) {
      result_.error = std::move(error);
      stop_.stopped = true;
      return false;
    }
    try {
      if (!page.hand_out()) stop_.stopped = true;
      places_[segment] = {scan.impl_->start_key, scan.impl_->done};
      count(segment, page.size());
    } catch (...) {
      thrown_ = std::current_exception();
      stop_.stopped = true;
    }
    return !stop_.stopped && !places_[segment].ended;
  }

  void count(std::uint32_t segment, std::size_t items) {
    result_.items += items;
    ++result_.pages;
    Progress& of = progress_[segment];
    of.items += items;
    ++of.pages;
    if (run_.progress) run_.progress({segment, of.items, of.pages, places_[segment].ended, cursor_});
  }

  Result<std::optional<Cursor>> next() const {
    if (std::all_of(places_.begin(), places_.end(), [](const PartPlace& each) { return each.ended; })) {
      return std::optional<Cursor>();
    }
    auto cursor = CursorSigner(scan_.impl_->request.client).sign(text_of(places_), scope());
    if (!cursor) return with_place(cursor.error(), "Scan", scan_.impl_->exchange.table());
    return std::optional<Cursor>(*std::move(cursor));
  }

  std::string scope() const { return scan_.impl_->request.scope() + "8:segments"; }

  std::optional<Error> start() {
    QueryRequest& request = scan_.impl_->request;
    if (request.error) return request.error;
    if (run_.segments == 0 || run_.segments > most_segments) {
      return refused("a scan has 1 to " + std::to_string(most_segments) + " segments");
    }
    if (run_.threads == 0) return refused("a scan by segments needs at least 1 thread");
    if (request.max_items != QueryRequest::no_limit || request.max_pages != QueryRequest::no_limit) {
      return refused("a scan by segments has neither max_items nor max_pages; return false where it is to end");
    }
    places_.resize(run_.segments);
    if (request.after) {
      const auto text = CursorSigner(request.client).open(*request.after, scope());
      if (!text) return text.error();
      auto places = places_of(*text);
      if (!places || places->size() != run_.segments) {
        return refused("the cursor is of a scan by " + std::to_string(places ? places->size() : 0) +
                       " segments, not by " + std::to_string(run_.segments));
      }
      places_ = *std::move(places);
      request.after.reset();
    }
    request.segments = run_.segments;
    stop_.caller = request.options.stop_signal();
    request.options.stop(stop_);
    request.options.fix_deadline();
    return std::nullopt;
  }

  static Error refused(std::string message) { return {ErrorKind::invalid_argument, std::move(message)}; }

  struct Progress {
    std::uint64_t items = 0;
    std::uint64_t pages = 0;
  };

  QueryState scan_;
  const SegmentedRun& run_;
  Stop stop_;
  async::Mutex mutex_;  // the caller's function, which may make calls, runs under it
  // Below: under the mutex while threads run.
  std::uint32_t taken_ = 0;
  std::vector<PartPlace> places_;
  std::vector<Progress> progress_;
  SegmentedResult result_;
  std::exception_ptr thrown_;
  std::function<Result<std::optional<Cursor>>()> cursor_;
};

SegmentedResult scan_segments(const QueryState& scan, const SegmentedRun& run,
                              const std::function<std::unique_ptr<SegmentPage>()>& make_page) {
  return SegmentScan(scan, run).run(make_page);
}

}  // namespace partita::inline epoch1::detail
