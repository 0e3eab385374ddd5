// Whose items a repository reads and writes.
#pragma once

#include <memory>
#include <utility>

namespace partita::inline epoch1 {

namespace detail {

/// A tenant of some type, or none: what calls and pages carry along. Cheap to copy.
class AnyTenant {
 public:
  AnyTenant() = default;
  const void* get() const { return value_.get(); }

 protected:
  explicit AnyTenant(std::shared_ptr<const void> value) : value_(std::move(value)) {}

 private:
  std::shared_ptr<const void> value_;
};

}  // namespace detail

/// For generated repositories: the tenant they were made for. It is part of every key by construction, and every item
/// that is read is compared with it.
template <class T>
class Tenant : public detail::AnyTenant {
 public:
  explicit Tenant(T value) : AnyTenant(std::make_shared<const T>(std::move(value))) {}
  const T& value() const { return *static_cast<const T*>(get()); }
};

/// False: what a repository that is made without its tenant says of itself.
template <class T>
inline constexpr bool names_a_tenant = false;

}  // namespace partita::inline epoch1
