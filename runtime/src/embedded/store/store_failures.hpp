// As what the engine's own failures are refused: those of its store.
#pragma once

#include "embedded/refusal.hpp"

#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// The store rolled back, and nothing of it is left.
inline constexpr std::string_view nothing_applied = "InternalServerError";
/// The disk may have what was to be committed: this process and those that run now go on without it, but after their
/// end or a power cut it may be there, if nothing was written since.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html
inline constexpr std::string_view may_be_kept = "InternalFailure";

/// A writer never began: another one, of this process or another, did not end before the
/// patience of whoever asked for it was over. Of the engine
/// alone: its callers know why themselves.
inline constexpr std::string_view gave_up = "GaveUp";

/// What failed, in the words of SQLite, and at which file.
inline Refusal store_failed(const std::string& file, const std::string& what) {
  return {std::string(nothing_applied), "the store failed: '" + file + "': " + what};
}

}  // namespace partita::inline epoch1::embedded
