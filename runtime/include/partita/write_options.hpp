// What a caller may say about one write: the limits of a call, and a condition on the item that is there.
//
//   contacts.put(contact, partita::if_(crm::ContactFields::status == crm::Status::active));
#pragma once

#include <partita/call_options.hpp>
#include <partita/condition.hpp>

#include <optional>
#include <string_view>

namespace partita::inline epoch1 {

/// Taken last by every write of an item of `Entity`.
template <class Entity>
class WriteOptions : public CallOptions {
 public:
  WriteOptions() = default;
  WriteOptions(const CallOptions& options) : CallOptions(options) {}  // NOLINT(google-explicit-constructor)

  /// Writes only if the condition holds for the item that is there; fails with `condition_failed` otherwise. A missing
  /// item has no attributes: `field == value` does not hold for it, `field.not_exists()` does. Several conditions must
  /// all hold.
  WriteOptions& if_(const Condition<Entity>& condition) {
    condition_ = condition_ ? Expression::both(*std::move(condition_), condition.expression()) : condition.expression();
    return *this;
  }
  const std::optional<Expression>& condition() const { return condition_; }

  // As in CallOptions, for chains.
  template <class Duration>
  WriteOptions& timeout(Duration limit) {
    return CallOptions::timeout(limit), *this;
  }
  template <class Token>
  WriteOptions& stop(const Token& token) {
    return CallOptions::stop(token), *this;
  }
  template <class Token>
  WriteOptions& stop(const Token&& token) = delete;  // the token would be gone before the call
  WriteOptions& trace_parent(std::string_view parent) { return CallOptions::trace_parent(parent), *this; }
  using CallOptions::trace_parent;

 private:
  std::optional<Expression> condition_;
};

/// Options that begin with a condition.
template <class Entity>
WriteOptions<Entity> if_(const Condition<Entity>& condition) {
  return WriteOptions<Entity>().if_(condition);
}

}  // namespace partita::inline epoch1
