// What a write of a versioned entity says about the version it expects.
#pragma once

#include <partita/result.hpp>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <type_traits>

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

/// Whether one of the arguments of a call says which version is expected.
template <class... Arguments>
inline constexpr bool names_version = (std::is_convertible_v<const Arguments&, VersionGuard> || ...);

/// The base of the repositories of versioned entities: what is said of an update or a remove that names no version.
template <class Repository, class Entity>
class VersionedRepository {
 public:
  template <class... Arguments, class Versioned = Repository>
    requires(!names_version<Arguments...>)
  typename Versioned::Update update(const Arguments&...) const {
    static_assert(names_version<Arguments...>,
                  "the entity has a version: after the key, pass partita::expect{the one you read}, or "
                  "partita::any_version");
    std::abort();
  }
  template <class... Arguments>
    requires(!names_version<Arguments...>)
  Result<void> remove(const Arguments&...) const {
    static_assert(names_version<Arguments...>,
                  "the entity has a version: after the key, pass partita::expect{the one you read}, or "
                  "partita::any_version");
    std::abort();
  }
  template <class... Arguments>
    requires(!names_version<Arguments...>)
  Result<std::optional<Entity>> remove_returning_old(const Arguments&...) const {
    static_assert(names_version<Arguments...>,
                  "the entity has a version: after the key, pass partita::expect{the one you read}, or "
                  "partita::any_version");
    std::abort();
  }
};

}  // namespace partita::inline epoch1
