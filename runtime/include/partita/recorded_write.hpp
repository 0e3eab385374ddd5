// A write that was not sent: an action of a transaction.
//
// For the runtime; users meet <partita/transaction.hpp>.
#pragma once

#include <partita/error.hpp>
#include <partita/recorder.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace partita::inline epoch1 {

class WriteTransaction;

namespace detail {

/// What an error shows of the item that stands in the way of a write.
struct ShownItem {
  std::span<const std::string_view> hidden{};  ///< not these attributes
  std::string_view name{};                     ///< nothing at all unless this attribute has this value; empty: whatever
  std::string json{};
};

class CompanionWrite;

struct RecordedWrite {
  std::string operation;  ///< what would send it alone: `PutItem`
  std::string table;
  std::string_view entity{};
  std::string body;  ///< as an action has it
  std::string item;  ///< or the key, as JSON
  std::string_view partition_key{};
  std::string_view sort_key{};
  ShownItem shown{};
  bool of_previous = false;  ///< belongs to the action before it: errors name that one
  std::shared_ptr<const CompanionWrite>
      companions{};  ///< what else it writes, and then `body` is not used; null: nothing
};

/// Takes the writes of the repositories that are made for it, in place of a transport.
class WriteRecorder final : public Recorder {
 public:
  WriteRecorder();
  ~WriteRecorder() override;

  WriteRecorder* writes() override { return this; }
  void record(RecordedWrite write);

 private:
  friend class epoch1::WriteTransaction;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace detail

}  // namespace partita::inline epoch1
