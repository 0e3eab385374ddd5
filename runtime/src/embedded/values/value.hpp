// An attribute value as a tree: what expressions work on.
#pragma once

#include <partita/decimal.hpp>
#include <partita/wire/tag.hpp>

#include <algorithm>
#include <compare>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace partita::inline epoch1::embedded {

class Value;
struct Attribute;

struct Null {
  friend bool operator==(Null, Null) = default;
};

struct Binary {
  std::string bytes;
  friend bool operator==(const Binary&, const Binary&) = default;
  friend auto operator<=>(const Binary&, const Binary&) = default;
};

/// Members of one type, in ascending order, each once: so two sets of the same members are equal.
template <class T>
class Set {
 public:
  const std::vector<T>& members() const { return members_; }
  bool empty() const { return members_.empty(); }
  std::size_t size() const { return members_.size(); }
  bool contains(const T& member) const { return std::binary_search(members_.begin(), members_.end(), member); }
  /// False if it was there.
  bool insert(T member) {
    const auto at = std::lower_bound(members_.begin(), members_.end(), member);
    if (at != members_.end() && *at == member) return false;
    members_.insert(at, std::move(member));
    return true;
  }
  void insert_all(const Set& others) {
    std::vector<T> all;
    all.reserve(size() + others.size());
    std::set_union(members_.begin(), members_.end(), others.members_.begin(), others.members_.end(),
                   std::back_inserter(all));
    members_ = std::move(all);
  }
  void erase_all(const Set& others) {
    std::erase_if(members_, [&](const T& member) { return others.contains(member); });
  }
  friend bool operator==(const Set&, const Set&) = default;

 private:
  std::vector<T> members_;
};

using StringSet = Set<std::string>;
using NumberSet = Set<decimal>;
using BinarySet = Set<Binary>;
using List = std::vector<Value>;

/// Attributes by name: an item, or a value of type Map. In ascending order of their names' bytes.
class Map {
 public:
  Map();
  Map(const Map&);
  Map(Map&&) noexcept;
  Map& operator=(const Map&);
  Map& operator=(Map&&) noexcept;
  ~Map();

  /// Null if there is none.
  const Value* find(std::string_view name) const;
  Value* find(std::string_view name);
  /// Adds or replaces.
  Value& set(std::string_view name, Value value);
  bool erase(std::string_view name);

  bool empty() const { return attributes_.empty(); }
  std::size_t size() const;
  const Attribute* begin() const;
  const Attribute* end() const;
  Attribute* begin();
  Attribute* end();

  friend bool operator==(const Map&, const Map&);

 private:
  std::vector<Attribute> attributes_;
};

/// One value of any type. Equal if of one type and of one content: numbers by value, sets in any order.
class Value {
 public:
  /// In the order of `wire::Tag`.
  using Variant = std::variant<std::string, decimal, Binary, bool, Null, Map, List, StringSet, NumberSet, BinarySet>;

  Value() : data(Null{}) {}
  template <class T>
    requires std::constructible_from<Variant, T> && (!std::same_as<std::decay_t<T>, Value>)
  explicit Value(T&& content) : data(std::forward<T>(content)) {}

  wire::Tag tag() const { return static_cast<wire::Tag>(data.index()); }
  /// Null if it is of another type.
  template <class T>
  const T* as() const {
    return std::get_if<T>(&data);
  }
  template <class T>
  T* as() {
    return std::get_if<T>(&data);
  }

  friend bool operator==(const Value&, const Value&) = default;

  Variant data;
};

struct Attribute {
  std::string name;
  Value value;
  friend bool operator==(const Attribute&, const Attribute&) = default;
};

/// The order of two strings, numbers or binaries; nullopt for any other two.
std::optional<std::strong_ordering> compare(const Value& a, const Value& b);

/// What a value counts for in the size of its item, and an item's whole size with its names.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
std::size_t size_of(const Value& value);
std::size_t size_of(const Map& item);

/// How many levels below an attribute a value may lie, and what is said of one that lies deeper.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html: "Nested attribute depth"
inline constexpr int deepest_value = 31;
inline constexpr std::string_view too_deep =
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit";
bool has_too_deep_value(const Map& item);

}  // namespace partita::inline epoch1::embedded
