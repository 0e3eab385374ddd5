// What a write of a versioned entity says about the version it expects.
#pragma once

#include <cstdint>
#include <optional>

namespace partita::inline epoch1 {

/// The version that the caller read: the write fails with `condition_failed` if the item has another one by now. An
/// item without the attribute, from before there was one, has version 0.
struct expect {
  std::int64_t version;
};

struct AnyVersion {};
/// Takes whatever version is there.
inline constexpr AnyVersion any_version{};

/// What an update or a remove of a versioned entity must say.
class VersionGuard {
 public:
  VersionGuard(expect expected) : expected_(expected.version) {}  // NOLINT(google-explicit-constructor)
  VersionGuard(AnyVersion) {}                                     // NOLINT(google-explicit-constructor)
  const std::optional<std::int64_t>& expected() const { return expected_; }

 private:
  std::optional<std::int64_t> expected_;
};

}  // namespace partita::inline epoch1
