// Finding items by one of the values of a list or set, through their lookup items.
#pragma once

#include <partita/client.hpp>
#include <partita/condition.hpp>
#include <partita/entity_codec.hpp>
#include <partita/key_range.hpp>
#include <partita/query.hpp>
#include <partita/write_rules.hpp>

#include <utility>

namespace partita::inline epoch1 {

/// False: what a lookup says when it is asked for what it can't do.
template <class>
inline constexpr bool is_no_lookup = false;

/// A query that reads lookup items, and then the items that they lead to, in the order of the lookup's sort key. A page
/// is a query and a batch get: up to 100 items, or `page_size`. A lookup item whose item is gone, expired, or without
/// the value by now is skipped, and counted in `Cost::strays`.
///
/// Without `consistent()` an item that was just written may be missing.
template <class Derived, class T>
class [[nodiscard]] LookupQuery : public ConsistentQuery<Derived, T> {
 public:
  // A lookup item holds no attribute that a filter could ask for, and is read with the whole item.
  template <class Filter>
  Derived where(const Filter& /*filter*/) const {
    static_assert(is_no_lookup<Filter>, "a lookup takes no filter: drop what you don't want from its items");
    return static_cast<const Derived&>(*this);
  }
  template <class Lifetime>
  Derived cached(Lifetime /*lifetime*/) const {
    static_assert(is_no_lookup<Lifetime>, "a lookup is not cached: get the items by their keys, which are");
    return static_cast<const Derived&>(*this);
  }
  template <class View>
  void all_as(const CallOptions& /*options*/ = {}) const {
    static_assert(is_no_lookup<View>, "a lookup reads whole items: it has no views");
  }
  template <class View>
  void first_as(const CallOptions& /*options*/ = {}) const {
    static_assert(is_no_lookup<View>, "a lookup reads whole items: it has no views");
  }
  template <class View>
  void pages_as(const CallOptions& /*options*/ = {}) const {
    static_assert(is_no_lookup<View>, "a lookup reads whole items: it has no views");
  }

 protected:
  LookupQuery(const Client& client, const EntityCodec<T>& codec, const QuerySource& source, const WriteRules& rules)
      : ConsistentQuery<Derived, T>(client, codec, source) {
    this->state_.follow_lookups(rules);
  }

  /// What must hold for the lookup items.
  void only(const Condition<T>& condition) { this->state_.filter(condition.expression()); }
};

}  // namespace partita::inline epoch1
