// Changing single attributes of an item that exists.
//
//   contacts.update("c-1", "t-1", partita::expect{3}).set_phone("+49").execute();
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/expression.hpp>
#include <partita/result.hpp>
#include <partita/timestamp.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace partita::inline epoch1 {

/// The version that the caller read: the update fails with `condition_failed` if the item has another one by now.
struct expect {
  std::int64_t version;
};

struct AnyVersion {};
/// Updates whatever version is there.
inline constexpr AnyVersion any_version{};

/// What an update of a versioned entity must say.
class VersionGuard {
 public:
  VersionGuard(expect expected) : expected_(expected.version) {}  // NOLINT(google-explicit-constructor)
  VersionGuard(AnyVersion) {}                                     // NOLINT(google-explicit-constructor)
  const std::optional<std::int64_t>& expected() const { return expected_; }

 private:
  std::optional<std::int64_t> expected_;
};

namespace detail {

/// An update under construction, behind a pointer.
class UpdateState {
 public:
  /// `key` is the item's key as JSON; `must_exist` names the partition key, whose existence is the item's.
  UpdateState(const Client& client, std::string_view table, Value key, const AttributeName& must_exist);
  UpdateState(const UpdateState& other);
  UpdateState(UpdateState&& other) noexcept;
  UpdateState& operator=(const UpdateState& other);
  UpdateState& operator=(UpdateState&& other) noexcept;
  ~UpdateState();

  /// The item must also have this value: of the attribute that says what it is.
  void only_if(const AttributeName& name, std::string_view value);
  /// The item must be this tenant's, where its key does not say so; an error shows no item of another.
  void of_tenant(const AttributeName& name, Value tenant);
  void version(const AttributeName& name, const VersionGuard& guard);
  /// An absent value (an empty set) removes the attribute.
  void set(const AttributeName& name, Value value);
  void remove(const AttributeName& name);
  /// Has `execute` set the attribute to what `encode` makes of the client's time then.
  void set_time(const AttributeName& name, Value (*encode)(timestamp now));
  /// The attributes that an error must not show, by their stored names.
  void hide(std::span<const std::string_view> attributes);
  Result<void> execute(const CallOptions& options) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace detail

/// For generated code. Not a member of UpdateBuilder: it would hide a user's type of that name there.
using UpdateState = detail::UpdateState;

/// The base of a repository's Update class, which adds `set_...` and `remove_...` for each attribute. Nothing is sent
/// before `execute()`.
template <class Derived>
class [[nodiscard]] UpdateBuilder {
 public:
  /// Sends the update. Fails with `condition_failed` if the item does not exist or has another version. Costs the write
  /// units of the whole item, the larger of before and after.
  Result<void> execute(const CallOptions& options = {}) const { return state_.execute(options); }

 protected:
  explicit UpdateBuilder(detail::UpdateState state) : state_(std::move(state)) {}

  Derived& set(const AttributeName& name, Value value) {
    state_.set(name, std::move(value));
    return static_cast<Derived&>(*this);
  }
  Derived& remove(const AttributeName& name) {
    state_.remove(name);
    return static_cast<Derived&>(*this);
  }

 private:
  detail::UpdateState state_;
};

}  // namespace partita::inline epoch1
