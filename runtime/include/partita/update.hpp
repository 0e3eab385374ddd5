// Changing single attributes of an item that exists.
//
//   contacts.update("c-1", "t-1", partita::expect{3}).set_phone("+49").execute();
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/condition.hpp>
#include <partita/entity_codec.hpp>
#include <partita/expression.hpp>
#include <partita/field.hpp>
#include <partita/result.hpp>
#include <partita/stored_value.hpp>
#include <partita/tenant.hpp>
#include <partita/timestamp.hpp>
#include <partita/version.hpp>
#include <partita/write_rules.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

class WriteTransaction;

namespace detail {

/// An update under construction, behind a pointer.
class UpdateState {
 public:
  /// `key` is the item's key as JSON.
  UpdateState(const Client& client, const WriteRules& rules, Value key);
  UpdateState(const UpdateState& other);
  UpdateState(UpdateState&& other) noexcept;
  UpdateState& operator=(const UpdateState& other);
  UpdateState& operator=(UpdateState&& other) noexcept;
  ~UpdateState();

  void version(const VersionGuard& guard);
  /// Whose item it is. `stored` is compared with what the item holds, where no key says it; absent where one does.
  void of_tenant(const AnyTenant& tenant, Value stored = Value::absent());
  /// As ItemWrite::or_in.
  void or_in(std::vector<std::string> older);
  void only_if(const Expression& condition);
  /// An absent value (an empty set) removes the attribute.
  void set(const AttributePath& at, Value value);
  void set_if_absent(const AttributePath& at, Value value);
  void remove(const AttributePath& at);
  /// To a number.
  void add(const AttributePath& at, Value value);
  /// To a set, and from it; an absent value (an empty set) changes nothing.
  void insert(const AttributePath& at, Value elements);
  void erase(const AttributePath& at, Value elements);
  /// To a list.
  void append(const AttributePath& at, Value elements);
  void prepend(const AttributePath& at, Value elements);
  /// Has `execute` set the attribute to what `encode` makes of the client's time then.
  void set_time(const AttributeName& name, Value (*encode)(timestamp now));

  void send_exactly_once();
  /// Sends it over another client, one that records.
  Result<void> record(const Client& client, const CallOptions& options) const;

  /// Sends the update. `returned` says which image of the item is read into `item`: ALL_OLD, ALL_NEW or none.
  Result<void> execute(const CallOptions& options, std::string_view returned = {},
                       void (*read)(wire::Reader&, void*) = nullptr, void* item = nullptr) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace detail

namespace detail {

template <Place At>
inline constexpr bool is_inside = (At & place_inside) != 0;
template <Place At>
inline constexpr bool is_required = (At & place_required) != 0;
template <Place At>
inline constexpr bool is_fixed = (At & place_fixed) != 0;

/// Whether a field of `T`s can be set to a value of `U`.
template <class T, class U>
concept stores = Stored<T>::template takes<U>;
/// Whether a list of `T` can get the elements of a `U`, and a number be added to.
template <class T, class U>
inline constexpr bool lengthens = false;
template <class T, class U>
inline constexpr bool lengthens<ListOf<T>, U> = stores<ListOf<T>, U>;
template <class T, class U>
concept adds = number<T> && ((integer<T> && integer<U>) || (!integer<T> && comparable<T, U>));

/// Names the place in an error.
Value value_inside(const std::string& place, Value value);

template <class T, class Entity, Place At, class U>
Value value_inside(const Field<Entity, T, At>& field, const U& value) {
  return value_inside(field.shown(), Stored<T>::of(field.encoder(), value));
}

}  // namespace detail

/// For generated code. Not a member of UpdateBuilder: it would hide a user's type of that name there.
using UpdateState = detail::UpdateState;

/// False: what an update that is sent exactly once says of a call that would return an item.
template <class Entity>
inline constexpr bool transactions_return_items = false;

/// An update that happens once, however often it has to be sent. It returns no item, since a transaction returns none.
template <class Entity>
class [[nodiscard]] ExactlyOnce {
 public:
  explicit ExactlyOnce(detail::UpdateState state) : state_(std::move(state)) { state_.send_exactly_once(); }

  /// Fails as the update's own `execute` does, but never with `outcome_unknown` for a request that could be repeated.
  Result<void> execute(const CallOptions& options = {}) const { return state_.execute(options); }

  template <class Options = CallOptions>
  Result<Entity> execute_returning_new(const Options& options = {}) const {
    static_assert(transactions_return_items<Options>,
                  "an update that is sent exactly once returns no item: execute() it, then get() the item");
    return execute(options).error();
  }
  template <class Options = CallOptions>
  Result<Entity> execute_returning_old(const Options& options = {}) const {
    static_assert(transactions_return_items<Options>,
                  "an update that is sent exactly once returns no item: execute() it, then get() the item");
    return execute(options).error();
  }

 private:
  detail::UpdateState state_;
};

/// False: what an update says of a part of a composed key that is set alone.
template <class T>
inline constexpr bool is_set_alone = false;

/// The base of a repository's Update class, which adds the methods of each attribute: `set_...`, `remove_...` and what
/// its type allows. Nothing is sent before `execute()`. Two changes of one attribute are an error of `execute`.
template <class Derived, class Entity>
class [[nodiscard]] UpdateBuilder {
 public:
  /// Updates only if the condition holds for the item that is there. Several conditions must all hold.
  Derived& if_(const Condition<Entity>& condition) & {
    state_.only_if(condition.expression());
    return static_cast<Derived&>(*this);
  }
  Derived if_(const Condition<Entity>& condition) && { return std::move(if_(condition)); }

  /// Sets what lies inside of an attribute: `set(ContactFields::address.city, "Bern")`, an element of a list, an entry
  /// of a map, or a whole list, map or set. What it lies in must be there, or the service refuses the update; an
  /// element behind the last one of a list is appended to it. An empty set removes a member, and is refused as an entry
  /// or element, since DynamoDB stores none: remove() it.
  /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
  template <class T, Place At, class U = typename detail::Stored<T>::Listed>
    requires(!std::is_same_v<U, Value>)
  Derived& set(const Field<Entity, T, At>& field, const U& value) & {
    static_assert(detail::is_inside<At>, "an attribute of the item is set by its own method, set_<attribute>(value)");
    constexpr bool has_place = !detail::is_inside<At> || !detail::is_fixed<At>;
    static_assert(has_place, "the elements of an array are not set one by one: set the attribute as a whole");
    constexpr bool has_type = detail::stores<T, U> || !has_place || !detail::is_inside<At>;
    static_assert(has_type, "what lies here cannot be set to a value of this type");
    if constexpr (detail::stores<T, U>) state_.set(field, detail::value_inside(field, value));
    return static_cast<Derived&>(*this);
  }
  template <class T, Place At, class U = typename detail::Stored<T>::Listed>
    requires(!std::is_same_v<U, Value>)
  Derived set(const Field<Entity, T, At>& field, const U& value) && {
    return std::move(set(field, value));
  }
  template <class T, Value (*Encode)(const T&), Place At>
  Derived& set(const Structure<Entity, T, Encode, At>& field, const std::type_identity_t<T>& value) & {
    static_assert(detail::is_inside<At>, "an attribute of the item is set by its own method, set_<attribute>(value)");
    static_assert(!detail::is_fixed<At>,
                  "the elements of an array are not set one by one: set the attribute as a whole");
    state_.set(field, detail::value_inside(field.shown(), Encode(value)));
    return static_cast<Derived&>(*this);
  }
  template <class T, Value (*Encode)(const T&), Place At>
  Derived set(const Structure<Entity, T, Encode, At>& field, const std::type_identity_t<T>& value) && {
    return std::move(set(field, value));
  }

  /// The same, if there is nothing there yet.
  template <class T, Place At, class U = typename detail::Stored<T>::Listed>
    requires(!std::is_same_v<U, Value>)
  Derived& set_if_absent(const Field<Entity, T, At>& field, const U& value) & {
    static_assert(detail::is_inside<At>,
                  "an attribute of the item is set by its own method, set_<attribute>_if_absent(value)");
    constexpr bool may_lack = !detail::is_inside<At> || !(detail::is_required<At> || detail::is_fixed<At>);
    static_assert(may_lack, "every item has this: set() replaces it");
    constexpr bool has_type = detail::stores<T, U> || !may_lack || !detail::is_inside<At>;
    static_assert(has_type, "what lies here cannot be set to a value of this type");
    if constexpr (detail::stores<T, U>) state_.set_if_absent(field, detail::value_inside(field, value));
    return static_cast<Derived&>(*this);
  }
  template <class T, Place At, class U = typename detail::Stored<T>::Listed>
    requires(!std::is_same_v<U, Value>)
  Derived set_if_absent(const Field<Entity, T, At>& field, const U& value) && {
    return std::move(set_if_absent(field, value));
  }
  template <class T, Value (*Encode)(const T&), Place At>
  Derived& set_if_absent(const Structure<Entity, T, Encode, At>& field, const std::type_identity_t<T>& value) & {
    constexpr bool may_lack = detail::is_inside<At> && !(detail::is_required<At> || detail::is_fixed<At>);
    static_assert(may_lack, "what every item has, and an attribute of the item, is not set this way");
    state_.set_if_absent(field, detail::value_inside(field.shown(), Encode(value)));
    return static_cast<Derived&>(*this);
  }
  template <class T, Value (*Encode)(const T&), Place At>
  Derived set_if_absent(const Structure<Entity, T, Encode, At>& field, const std::type_identity_t<T>& value) && {
    return std::move(set_if_absent(field, value));
  }

  /// Adds to a number that lies inside of an attribute; one that is not there counts as 0. The service adds elements to
  /// sets of the item alone, and deletes them from those alone.
  /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
  template <class T, Place At, class U = typename detail::Stored<T>::Listed>
  Derived& add_to(const Field<Entity, T, At>& field, const U& step) & {
    static_assert(detail::is_inside<At>, "an attribute of the item grows by its own method, add_to_<attribute>(value)");
    constexpr bool has_type = detail::adds<T, U> || !detail::is_inside<At>;
    static_assert(has_type, "add_to() adds a number to a number: a set inside of an attribute is set as a whole");
    if constexpr (detail::adds<T, U>) {
      state_.add(field, detail::value_inside(field.shown(), detail::encoded<T>(field.encoder(), step)));
    }
    return static_cast<Derived&>(*this);
  }
  template <class T, Place At, class U = typename detail::Stored<T>::Listed>
  Derived add_to(const Field<Entity, T, At>& field, const U& step) && {
    return std::move(add_to(field, step));
  }

  /// Adds the elements of a list behind those of a list that lies inside of an attribute, or before them. A list that
  /// is not there counts as empty.
  template <class T, Place At, class U = typename detail::Stored<T>::Listed>
  Derived& append_to(const Field<Entity, T, At>& field, const U& elements) & {
    static_assert(detail::is_inside<At>,
                  "an attribute of the item grows by its own method, append_to_<attribute>(list)");
    constexpr bool has_type = detail::lengthens<T, U> || !detail::is_inside<At>;
    static_assert(has_type, "append_to() adds a list of elements to a list of such elements");
    if constexpr (detail::lengthens<T, U>) state_.append(field, detail::value_inside(field, elements));
    return static_cast<Derived&>(*this);
  }
  template <class T, Place At, class U = typename detail::Stored<T>::Listed>
  Derived append_to(const Field<Entity, T, At>& field, const U& elements) && {
    return std::move(append_to(field, elements));
  }
  template <class T, Place At, class U = typename detail::Stored<T>::Listed>
  Derived& prepend_to(const Field<Entity, T, At>& field, const U& elements) & {
    static_assert(detail::is_inside<At>,
                  "an attribute of the item grows by its own method, prepend_to_<attribute>(list)");
    constexpr bool has_type = detail::lengthens<T, U> || !detail::is_inside<At>;
    static_assert(has_type, "prepend_to() adds a list of elements to a list of such elements");
    if constexpr (detail::lengthens<T, U>) state_.prepend(field, detail::value_inside(field, elements));
    return static_cast<Derived&>(*this);
  }
  template <class T, Place At, class U = typename detail::Stored<T>::Listed>
  Derived prepend_to(const Field<Entity, T, At>& field, const U& elements) && {
    return std::move(prepend_to(field, elements));
  }

  /// Removes what lies inside of an attribute and may be absent: an optional, an entry of a map, an element of a list
  /// (those behind it move up). What is not there stays so.
  template <class T, Place At>
  Derived& remove(const Field<Entity, T, At>& field) & {
    static_assert(detail::is_inside<At>, "an attribute of the item is removed by its own method, remove_<attribute>()");
    constexpr bool may_go = !detail::is_inside<At> || !(detail::is_required<At> || detail::is_fixed<At>);
    static_assert(may_go, "without this, the item could not be read again: it is no optional");
    state_.remove(field);
    return static_cast<Derived&>(*this);
  }
  template <class T, Place At>
  Derived remove(const Field<Entity, T, At>& field) && {
    return std::move(remove(field));
  }

  /// The update as a transaction of this one action, which is repeated until its outcome is known: for what adds to a
  /// number or a list, and for what sets or removes an element of a list. Costs twice the write units.
  ExactlyOnce<Entity> exactly_once() const { return ExactlyOnce<Entity>(state_); }

  /// Sends the update. Fails with `condition_failed` if the item does not exist, has another version, or a condition
  /// does not hold. Costs the write units of the whole item, the larger of before and after. One that adds to a number
  /// or a list is not repeated once it may have been applied; the error then is `outcome_unknown`. Nor is one that sets
  /// or removes an element of a list, unless it expects a version: twice, it would remove the next one too, or append
  /// another. One that expects a version and only sets and removes attributes is repeated; it succeeds if its condition
  /// fails then on an item of the next version that has all it stores. Another writer's update of the same values looks
  /// the same: store who wrote it too, or send it `exactly_once()`.
  Result<void> execute(const CallOptions& options = {}) const { return state_.execute(options); }

  /// The same, and returns the item as it was, or as it is now. Costs nothing beyond the update.
  Result<Entity> execute_returning_old(const CallOptions& options = {}) const { return returning(options, "ALL_OLD"); }
  Result<Entity> execute_returning_new(const CallOptions& options = {}) const { return returning(options, "ALL_NEW"); }

 protected:
  UpdateBuilder(detail::UpdateState state, const EntityCodec<Entity>& codec)
      : state_(std::move(state)), codec_(&codec) {}

  // Each names the attribute and what happens to it.
  Derived& set(const AttributePath& at, Value value) { return change(&UpdateState::set, at, std::move(value)); }
  Derived& set_if_absent(const AttributePath& at, Value value) {
    return change(&UpdateState::set_if_absent, at, std::move(value));
  }
  Derived& add(const AttributePath& at, Value value) { return change(&UpdateState::add, at, std::move(value)); }
  Derived& insert(const AttributePath& at, Value value) { return change(&UpdateState::insert, at, std::move(value)); }
  Derived& erase(const AttributePath& at, Value value) { return change(&UpdateState::erase, at, std::move(value)); }
  Derived& append(const AttributePath& at, Value value) { return change(&UpdateState::append, at, std::move(value)); }
  Derived& prepend(const AttributePath& at, Value value) { return change(&UpdateState::prepend, at, std::move(value)); }
  Derived& remove_attribute(const AttributePath& at) {
    state_.remove(at);
    return static_cast<Derived&>(*this);
  }

 private:
  friend class WriteTransaction;

  Derived& change(void (UpdateState::*how)(const AttributePath&, Value), const AttributePath& at, Value value) {
    (state_.*how)(at, std::move(value));
    return static_cast<Derived&>(*this);
  }

  Result<Entity> returning(const CallOptions& options, std::string_view which) const {
    struct Target {
      const EntityCodec<Entity>& codec;
      Entity item;
    } target{*codec_, {}};
    const auto read = [](wire::Reader& in, void* to) {
      auto* found = static_cast<Target*>(to);
      found->codec.read_item(in, found->item);
    };
    const Result<void> done = state_.execute(options, which, read, &target);
    if (!done) return Result<Entity>(done.error()).with_cost(done.cost());
    return Result<Entity>(std::move(target.item)).with_cost(done.cost());
  }

  detail::UpdateState state_;
  const EntityCodec<Entity>* codec_;
};

}  // namespace partita::inline epoch1
