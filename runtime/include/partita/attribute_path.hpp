// How expressions name an attribute, and what lies inside of one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

/// A stored attribute name as expression text: the name itself, or an alias where DynamoDB reserves the word or the
/// name holds characters that expressions don't allow. Both were fixed when the code was generated.
struct AttributeName {
  std::string_view name;
  std::string_view alias = {};  ///< `#status`; empty: the name needs none

  constexpr std::string_view text() const { return alias.empty() ? name : alias; }
};

/// One step of a path: an attribute, a member of a structure, an entry of a map or an element of a list.
struct PathStep {
  enum class Kind : unsigned char { member, entry, element };

  Kind kind = Kind::member;
  std::string name{};       ///< of a member, or the key of an entry
  std::string alias{};      ///< of a member whose name cannot stand in an expression; empty: it can
  std::size_t element = 0;  ///< counted from 0

  bool operator==(const PathStep&) const = default;
};

namespace detail {

/// Steps that were taken at run time: shared by what is built on them, never changed. Empty in a constant.
class SharedSteps {
 public:
  constexpr SharedSteps() = default;
  explicit SharedSteps(std::vector<PathStep> steps);
  constexpr SharedSteps(const SharedSteps& other) : held_(other.held_) {
    if (held_ != nullptr) retain();
  }
  constexpr SharedSteps& operator=(SharedSteps other) noexcept {
    std::swap(held_, other.held_);
    return *this;
  }
  constexpr ~SharedSteps() {
    if (held_ != nullptr) release();
  }

  constexpr bool empty() const { return held_ == nullptr; }
  const std::vector<PathStep>& steps() const;

 private:
  struct Held;
  void retain() const;
  void release() const;

  Held* held_ = nullptr;
};

}  // namespace detail

/// An attribute, or what lies inside of one: `address.city`, `tags[0]`, `labels["x"]`. As an AttributeName it is its
/// last name. A path below another that is a constant refers to that one, which must outlive it; any other owns all it
/// needs.
class AttributePath : public AttributeName {
 public:
  constexpr explicit AttributePath(std::string_view stored, std::string_view aliased = {})
      : AttributeName{stored, aliased} {}
  /// The member `stored` of the structure at `above`.
  constexpr AttributePath(const AttributePath& above, std::string_view stored, std::string_view aliased = {})
      : AttributeName{stored, aliased},
        above_(above.owned_.empty() ? &above : nullptr),
        owned_(above.owned_.empty() ? detail::SharedSteps() : above.owned()) {}

  /// The element of the list at this path, counted from 0.
  AttributePath element(std::size_t position) const;
  /// The entry of the map at this path.
  AttributePath entry(std::string_view key) const;

  /// Whether it is an attribute of the item, not something inside of one.
  constexpr bool is_attribute() const { return above_ == nullptr && owned_.empty(); }

  std::vector<PathStep> steps() const;
  /// As errors show it: `address.city`.
  std::string shown() const;

 private:
  explicit AttributePath(detail::SharedSteps owned) : AttributeName{}, owned_(std::move(owned)) {}
  detail::SharedSteps owned() const;
  AttributePath below(PathStep step) const;

  const AttributePath* above_ = nullptr;
  detail::SharedSteps owned_{};  // all steps before the name
};

/// As errors show it: `address.city`, `tags[0]`, `labels["x"]`.
std::string shown(const std::vector<PathStep>& steps);

/// Whether the paths are the same, or one leads into the other: no update may change both.
bool overlap(const std::vector<PathStep>& one, const std::vector<PathStep>& other);

}  // namespace partita::inline epoch1
