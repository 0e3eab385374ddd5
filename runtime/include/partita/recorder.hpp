// What stands in the place of a transport while the actions of a transaction, or the entries of a batch, are collected.
//
// For the runtime; users meet <partita/transaction.hpp>, <partita/read_transaction.hpp> and <partita/write_batch.hpp>.
#pragma once

namespace partita::inline epoch1::detail {

class WriteRecorder;
class ReadRecorder;
class BatchRecorder;

/// Takes one kind of call from the repositories that are made for it; the other kinds can't be made meanwhile.
class Recorder {
 public:
  Recorder() = default;
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;
  virtual ~Recorder() = default;

  // Itself, if it is one.

  virtual WriteRecorder* writes() { return nullptr; }
  virtual ReadRecorder* reads() { return nullptr; }
  virtual BatchRecorder* batches() { return nullptr; }
};

}  // namespace partita::inline epoch1::detail
