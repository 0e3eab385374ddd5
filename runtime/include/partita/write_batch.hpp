// Puts and removes of several entities and tables, by few requests.
//
//   auto done = partita::write_batch(client).put(contacts, contact).remove(workflows, "t-1", "w-7").execute();
//   if (!done) retry_later(done.left, *done.error);      // nothing is dropped
#pragma once

#include <partita/batch.hpp>
#include <partita/batch_entries.hpp>
#include <partita/batch_options.hpp>
#include <partita/client.hpp>
#include <partita/result.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

namespace detail {

/// What a repository lists the keys of many items as: its key structure, or the type of its only key attribute.
template <class Repository, class Items, class Key>
Key listed_key(Items (Repository::*)(std::span<const Key>, const BatchReadOptions&) const);

template <class Repository>
using KeyOf = decltype(listed_key(&Repository::get_many));

/// An argument that becomes a part of a key: a text for a string, or what is a T without loss.
template <class Argument>
struct KeyPart {
  const Argument& value;

  template <class T>
    requires std::is_constructible_v<T, const Argument&> &&
             (std::is_convertible_v<const Argument&, std::string_view> ||
              (std::is_convertible_v<const Argument&, T> &&
               requires(const Argument& from, void (*take)(T)) { take({from}); }))
  operator T() const {  // NOLINT(google-explicit-constructor)
    return T(value);
  }
};

/// Stands for a part of a key of any type, to count them.
struct AnyPart {
  template <class T>
  operator T() const;  // NOLINT(google-explicit-constructor)
};

// Aggregate initialisation would set the parts that are not given to nothing.
template <class Key, class... Parts>
concept HasParts = (std::is_aggregate_v<Key> && requires(const Parts&... parts) { Key{KeyPart<Parts>{parts}...}; } &&
                    !requires(const Parts&... parts) { Key{KeyPart<Parts>{parts}..., AnyPart{}}; }) ||
                   (!std::is_aggregate_v<Key> && sizeof...(Parts) == 1 &&
                    (std::is_convertible_v<KeyPart<Parts>, Key> && ...));

template <class Key, class... Parts>
Key key_of(const Parts&... parts) {
  if constexpr (std::is_aggregate_v<Key>) {
    return Key{KeyPart<Parts>{parts}...};
  } else {
    return [](Key key) { return key; }(KeyPart<Parts>{parts}...);
  }
}
template <class Key>
const Key& key_of(const Key& key) {
  return key;
}

template <class Key, class... Arguments>
inline constexpr bool is_key_of = HasParts<Key, Arguments...>;
template <class Key>
inline constexpr bool is_key_of<Key, Key> = true;

/// Whether the first arguments of a list, as many as there are positions, make the key.
template <class Key, class Arguments, class Positions>
inline constexpr bool begins_with_key = false;
template <class Key, class Arguments, std::size_t... Parts>
inline constexpr bool begins_with_key<Key, Arguments, std::index_sequence<Parts...>> =
    is_key_of<Key, std::tuple_element_t<Parts, Arguments>...>;

}  // namespace detail

/// Any number of puts and removes, in no order. They carry no condition: an entity whose single writes compare
/// something takes `partita::unconditionally` last. Nothing is sent before `execute`; a put and a remove of one item,
/// and what can't be stored, are refused by it as a whole. The repositories' own clients are not used. Not thread-safe.
class [[nodiscard]] WriteBatch {
 public:
  explicit WriteBatch(const Client& client)
      : recorder_(std::make_shared<detail::BatchRecorder>()),
        recording_(client.recording(recorder_)),
        client_(client) {}
  WriteBatch(WriteBatch&&) noexcept = default;
  WriteBatch& operator=(WriteBatch&&) noexcept = default;

  /// As `put_many` does.
  template <class Repository, class T, class... Allowed>
  WriteBatch& put(const Repository& repository, const T& item, const Allowed&... allowed) {
    return add(repository.with(recording_).put_many(std::span<const T>(&item, 1), allowed...));
  }
  /// As `remove_many` does: the parts of the key, or its structure.
  template <class Repository, class... Arguments>
  WriteBatch& remove(const Repository& repository, const Arguments&... arguments) {
    constexpr std::size_t allowed = (std::size_t{0} + ... + std::size_t{std::is_same_v<Arguments, Unconditionally>});
    using Parts = std::make_index_sequence<sizeof...(Arguments) - allowed>;
    // Asserted here: compilers show every function between the call and the assertion.
    constexpr bool is_key = detail::begins_with_key<detail::KeyOf<Repository>, std::tuple<Arguments...>, Parts>;
    static_assert(
        is_key,
        "a remove takes the whole key: each part of it, in order, by a value that its type holds without narrowing");
    if constexpr (is_key) {
      return remove(repository, std::tie(arguments...), Parts(), std::make_index_sequence<allowed>());
    } else {
      return *this;
    }
  }

  /// Sends them, by requests of up to 25. Positions in the result count puts and removes in the order in which they
  /// were added.
  BatchResult execute(const BatchOptions& options = {}) const;

 private:
  template <class Repository, class Arguments, std::size_t... Parts, std::size_t... Allowed>
  WriteBatch& remove(const Repository& repository, const Arguments& arguments, std::index_sequence<Parts...>,
                     std::index_sequence<Allowed...>) {
    using Key = detail::KeyOf<Repository>;
    const Key& key = detail::key_of<Key>(std::get<Parts>(arguments)...);
    return add(repository.with(recording_)
                   .remove_many(std::span<const Key>(&key, 1), std::get<sizeof...(Parts) + Allowed>(arguments)...));
  }
  // What is refused is so by `execute`, which knows its position.
  WriteBatch& add(const BatchResult&) { return *this; }

  std::shared_ptr<detail::BatchRecorder> recorder_;
  Client recording_;
  Client client_;
};

/// A batch without writes yet.
inline WriteBatch write_batch(const Client& client) {
  return WriteBatch(client);
}

}  // namespace partita::inline epoch1
