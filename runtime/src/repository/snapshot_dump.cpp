#include <partita/snapshot.hpp>

#include <partita/query_state.hpp>
#include <partita/segmented_scan.hpp>
#include <partita/wire/reader.hpp>

#include "place.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <ostream>
#include <string>

namespace partita::inline epoch1 {

namespace {

constexpr QuerySource all_items{};

// What the threads of a dump share. They hand out under one mutex.
struct Dump {
  const SnapshotSink& sink;
  const SnapshotOptions& options;
  SnapshotReport report;
};

class LinePage final : public detail::SegmentPage {
 public:
  explicit LinePage(Dump& dump) : dump_(dump) {}

  std::optional<Error> read(detail::QueryState& scan) override {
    lines_.clear();
    count_ = 0;
    return scan.fetch(this, &LinePage::read_items, &LinePage::count_items);
  }
  std::size_t size() const override { return count_; }
  bool hand_out() override {
    if (!lines_.empty()) {
      if (auto taken = dump_.sink(lines_); !taken) {
        dump_.report.error = taken.error();
        return false;
      }
    }
    dump_.report.items += count_;
    dump_.report.bytes += lines_.size();
    if (dump_.options.on_progress()) dump_.options.on_progress()({dump_.report.items, dump_.report.bytes});
    return true;
  }

 private:
  static void read_items(wire::Reader& in, void* to) {
    auto& page = *static_cast<LinePage*>(to);
    in.begin_array();
    while (in.next_element()) {
      page.lines_ += R"({"Item":)";
      const std::size_t begin = page.lines_.size();
      page.lines_ += in.skip_value();
      // A server may lay its answers out: in texts these are escaped, so what is left of them is white space.
      const auto is_break = [](char c) { return c == '\n' || c == '\r'; };
      std::replace_if(page.lines_.begin() + static_cast<std::ptrdiff_t>(begin), page.lines_.end(), is_break, ' ');
      page.lines_ += "}\n";
      ++page.count_;
    }
  }
  static std::size_t count_items(const void* page) { return static_cast<const LinePage*>(page)->count_; }

  Dump& dump_;
  std::string lines_;
  std::size_t count_ = 0;
};

Error failed(std::uint64_t items) {
  return {ErrorKind::transport, "the stream failed behind " + std::to_string(items) +
                                    " items; is its disk full? What it holds is no snapshot, and its last line may "
                                    "be cut"};
}

// A stream may be set to throw, and throws once it has noted what failed.
template <class Write>
bool succeeds(std::ostream& out, Write write) {
  try {
    write();
    return out.good();
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

SnapshotReport Client::dump(std::string_view table, const SnapshotSink& sink, const SnapshotOptions& options) const {
  Dump dump{sink, options, {}};
  detail::QueryState scan(*this, "Scan", table, all_items);
  scan.consistent(true);
  scan.options(options);
  const detail::SegmentedRun run{.segments = options.workers(), .threads = options.workers()};
  SegmentedResult scanned = detail::scan_segments(scan, run, [&] { return std::make_unique<LinePage>(dump); });
  if (!dump.report.error) dump.report.error = std::move(scanned.error);
  if (dump.report.error) dump.report.error = detail::with_place(*dump.report.error, "Scan", table_name(table));
  dump.report.cost = scanned.cost;
  return std::move(dump.report);
}

SnapshotReport Client::dump(std::string_view table, const SnapshotSink& sink) const {
  return dump(table, sink, {});
}

SnapshotReport Client::dump(std::string_view table, std::ostream& lines, const SnapshotOptions& options) const {
  SnapshotReport report;
  if (!lines.good()) {
    report.error = detail::with_place(
        Error(ErrorKind::invalid_argument, "the stream is not good: was its file opened?"), "Scan", table_name(table));
    return report;
  }
  std::uint64_t items = 0;
  const SnapshotSink write = [&](std::string_view text) -> Result<void> {
    if (!succeeds(lines, [&] { lines.write(text.data(), static_cast<std::streamsize>(text.size())); })) {
      return failed(items);
    }
    items += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    return {};
  };
  report = dump(table, write, options);
  // What the stream keeps may not reach its disk either.
  if (!succeeds(lines, [&] { lines.flush(); }) && !report.error) {
    report.error = detail::with_place(failed(report.items), "Scan", table_name(table));
  }
  return report;
}

SnapshotReport Client::dump(std::string_view table, std::ostream& lines) const {
  return dump(table, lines, {});
}

}  // namespace partita::inline epoch1
