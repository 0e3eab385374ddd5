// A table's items as lines of JSON: fixtures of tests, copies between tables, servers and files.
//
//   std::ofstream file("contacts.jsonl.part");
//   const auto dumped = client.dump("contacts", file);
//   file.close();
//   if (!dumped || !file) return false;                      // the file is no snapshot, or a part of one
//   std::filesystem::rename("contacts.jsonl.part", "contacts.jsonl");
//   std::ifstream back("contacts.jsonl");
//   const auto loaded = memory.load("contacts", back);       // the table must be there
//
// A line holds one item, as AWS's exports to S3 in DynamoDB JSON do: {"Item":{"id":{"S":"1"},...}}. Definitions of
// tables are not part of it. Lines are in no order.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/cost.hpp>
#include <partita/error.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

namespace partita::inline epoch1 {

/// What a dump or load did, whether it came to its end or not.
struct [[nodiscard]] SnapshotReport {
  std::uint64_t items = 0;  ///< that were handed to the stream or sink, or that are written to the table
  std::uint64_t bytes = 0;  ///< of their lines
  /// Why it ended early. Of a stream or sink that failed: kind `transport`, or what the sink returned.
  std::optional<Error> error{};
  /// Of a load: the line, from 1, that the error is about; 0: none, or several, which the error's text names.
  std::uint64_t line = 0;
  Cost cost{};

  explicit operator bool() const { return !error.has_value(); }
};

/// How far a dump or load has come.
struct SnapshotProgress {
  std::uint64_t items = 0;  ///< as in the report
  std::uint64_t bytes = 0;
};

/// Taken last by Client::dump and Client::load. A time limit is that of all of it; the client's own `call_timeout` is
/// that of each page, or of each 25 items times `workers`.
class SnapshotOptions : public CallOptions {
 public:
  SnapshotOptions() = default;
  SnapshotOptions(const CallOptions& options) : CallOptions(options) {}  // NOLINT(google-explicit-constructor)

  /// Has up to so many requests under way at once, each on a thread of its own, the calling one among them. Of a dump
  /// each reads a segment of the table and holds a page of it. Default, and least: 1.
  SnapshotOptions& workers(std::uint32_t count) { return workers_ = count, *this; }
  /// Called after each page of a dump, and after each 25 items times `workers` of a load; never twice at once. It must
  /// not throw.
  SnapshotOptions& on_progress(std::function<void(const SnapshotProgress&)> report) {
    return on_progress_ = std::move(report), *this;
  }
  std::uint32_t workers() const { return workers_ == 0 ? 1 : workers_; }
  const std::function<void(const SnapshotProgress&)>& on_progress() const { return on_progress_; }

  // As in CallOptions, for chains.
  template <class Duration>
  SnapshotOptions& timeout(Duration limit) {
    return CallOptions::timeout(limit), *this;
  }
  template <class Token>
  SnapshotOptions& stop(const Token& token) {
    return CallOptions::stop(token), *this;
  }
  template <class Token>
  SnapshotOptions& stop(const Token&& token) = delete;  // the token would be gone before the call
  SnapshotOptions& trace_parent(std::string_view parent) { return CallOptions::trace_parent(parent), *this; }
  using CallOptions::trace_parent;

 private:
  std::uint32_t workers_ = 1;
  std::function<void(const SnapshotProgress&)> on_progress_;
};

}  // namespace partita::inline epoch1
