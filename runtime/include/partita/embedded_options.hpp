// The engine in the process, behind `memory:` and `file:` URLs.
#pragma once

namespace partita::inline epoch1 {

struct EmbeddedOptions {
  /// Of a file: each write is on the disk before its call returns. Without it a write that was acknowledged survives the
  /// end of the process, but not always a power cut; the file is never left damaged.
  /// https://www.sqlite.org/pragma.html#pragma_synchronous: FULL instead of NORMAL
  bool durable = false;
};

}  // namespace partita::inline epoch1
