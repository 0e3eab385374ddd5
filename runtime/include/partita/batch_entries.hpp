// What a batch is made of.
//
// For the runtime; users meet the methods of a repository and <partita/write_batch.hpp>.
#pragma once

#include <partita/error.hpp>
#include <partita/recorder.hpp>
#include <partita/wire/writer.hpp>
#include <partita/write_rules.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1::detail {

/// Keys or items as JSON, side by side.
class BatchEntries {
 public:
  /// Where the next one goes.
  wire::Writer& next();
  /// Where else the last one may lie: the partition keys, as JSON, that it had with other numbers of write shards.
  void or_in(std::vector<std::string> older);
  /// Refuses what comes next.
  void refuse(const Error& error);
  /// To be called once all are there.
  void finish() { close(); }
  /// Why the first one that can't be stored can't be, and its position.
  const std::optional<std::pair<std::size_t, Error>>& refused() const { return refused_; }
  std::size_t size() const { return ends_.size() + (open_ ? 1 : 0); }
  std::string_view operator[](std::size_t position) const;
  /// The newest first; empty: it lies in one place.
  std::span<const std::string> older(std::size_t position) const;

 private:
  void close();

  wire::Writer text_;
  bool open_ = false;
  std::vector<std::size_t> ends_;
  std::vector<std::vector<std::string>> older_;  // of the first ones; those after them have none
  std::optional<std::pair<std::size_t, Error>> refused_;
};

/// Puts of one entity, or removes.
struct BatchPart {
  const WriteRules* rules = nullptr;
  WriteKind kind = WriteKind::put;
  BatchEntries entries{};
};

/// Takes the writes of the repositories that are made for it, for one batch of all.
class BatchRecorder final : public Recorder {
 public:
  BatchRecorder* batches() override { return this; }

  void record(BatchPart part) { parts_.push_back(std::move(part)); }
  std::vector<BatchPart>& parts() { return parts_; }

 private:
  std::vector<BatchPart> parts_;
};

}  // namespace partita::inline epoch1::detail
