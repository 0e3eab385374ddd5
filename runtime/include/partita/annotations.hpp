// The annotations that turn a struct into a DynamoDB entity, for generators and people alike.
//
//   struct Session {
//     using partita_entity = partita::entity<"sessions", partita::access_pattern<"of_user", "user_id, created_at
//     desc">>;
//
//     partita::partition_key<std::string>                                          id{};
//     partita::attribute<std::string, partita::gsi_partition<"by_user">>           user_id{};
//     partita::attribute<partita::timestamp, partita::gsi_sort<"by_user">>         created_at{};
//     partita::ttl<partita::timestamp>                                             expires_at{};
//     std::optional<std::string>                                                   device{};
//   };
//
// An annotation around a type is an alias: `partita::partition_key<std::string>` is `std::string`. So the struct stays
// the aggregate it would be without annotations, costs nothing at run time, and every other library sees plain types.
// The compiler checks the names of annotations and the types of keys; `partita check` checks all the rest.
//
// * A member without annotation is an attribute too. Static members are not.
// * The attribute is stored under the member's name, or under the name that `rename` gives.
// * A member that is a `std::optional`, or that has an initialiser other than `{}`, may be absent from a stored item.
//   Any other member that is absent when an item is read is an error.
// * Members of base classes come first and count as if they were written in the struct itself.
// * An annotation stands outermost in the member's type. `std::optional<partita::ttl<...>>` is refused.
// * Write `partita::` each time: after `using namespace partita;` a member named `version` or `ttl` does not compile.
//
// This header needs C++20 and includes nothing heavy. It can be used where neither Partita's runtime nor LLVM is.
#pragma once

#if __cplusplus < 202002L
#error partita/annotations.hpp needs C++20: compile with -std=c++20 or a later standard
#else

#include <cstddef>
#include <type_traits>
#include <utility>

namespace partita {

/// The parts that users of the annotations never name, except to admit a key type of their own (`is_scalar_key`).
namespace detail {

/// A string literal as a template argument.
template <std::size_t N>
struct text {
  char characters[N]{};

  // NOLINTNEXTLINE(google-explicit-constructor): the point is that a literal converts
  constexpr text(const char (&literal)[N]) : text(literal, std::make_index_sequence<N>{}) {}

 private:
  template <std::size_t... I>
  constexpr text(const char (&literal)[N], std::index_sequence<I...> /*positions*/) : characters{literal[I]...} {}
};

template <std::size_t N>
text(const char (&)[N]) -> text<N>;

template <class T>
inline constexpr bool is_character =
    std::is_same_v<T, char> || std::is_same_v<T, wchar_t> || std::is_same_v<T, char8_t> ||
    std::is_same_v<T, char16_t> || std::is_same_v<T, char32_t>;

template <class T>
inline constexpr bool is_number = (std::is_integral_v<T> && !std::is_same_v<T, bool> && !is_character<T>) ||
                                  std::is_same_v<T, float> || std::is_same_v<T, double>;

/// `std::string`, known by its shape so that <string> need not be included here.
template <class T>
inline constexpr bool is_string = requires {
  typename T::traits_type;
  typename T::allocator_type;
  requires std::is_same_v<typename T::value_type, char>;
};

/// `std::vector<std::byte>`, known by its shape.
template <class T>
inline constexpr bool is_bytes = requires(const T& value) {
  typename T::allocator_type;
  requires std::is_same_v<typename T::value_type, std::byte>;
  value.data();
};

/// `std::chrono::sys_time` and the time points of Partita, known by their shape.
template <class T>
inline constexpr bool is_time_point = requires {
  typename T::clock;
  typename T::duration;
};

/// `partita::decimal`, known by its shape.
template <class T>
inline constexpr bool is_decimal = requires(const T& value) {
  T::max_text;
  value.to_int64();
};

/// Whether a key can have type T. True for strings, numbers, bytes, enumerations and points in time.
template <class T>
inline constexpr bool is_scalar_key = is_number<T> || (std::is_enum_v<T> && !std::is_same_v<T, std::byte>) ||
                                      is_string<T> || is_bytes<T> || is_time_point<T> || is_decimal<T>;

template <text How>
inline constexpr bool is_storage = false;
template <>
inline constexpr bool is_storage<"name"> = true;
template <>
inline constexpr bool is_storage<"number"> = true;

template <class A>
inline constexpr bool is_annotation = false;
template <class A>
inline constexpr bool is_access_pattern = false;

}  // namespace detail

/// The types that a key can have: DynamoDB allows String, Number and Binary there, and nothing else (no Boolean, list,
/// map or set). In C++: `std::string`, integers, `float`, `double`, `partita::decimal`, `std::vector<std::byte>`,
/// enumerations (stored by name or by number) and points in time.
template <class T>
concept string_number_or_bytes = detail::is_scalar_key<T>;

/// What may follow the type in an annotation: an index role, `rename` or `stored`.
template <class A>
concept attribute_annotation = detail::is_annotation<A>;

/// What may follow the table name in `entity`.
template <class P>
concept access_pattern_annotation = detail::is_access_pattern<P>;

/// The two ways to store an enumeration.
template <detail::text How>
concept name_or_number = detail::is_storage<How>;

/// A question that the program will ask, by the names that attributes are stored under. The generator refuses names that
/// the entity does not have; whether the table's key or an index answers the question it does not say yet.
///
///   access_pattern<"of_account", "account_id">               items with this account_id
///   access_pattern<"by_role",    "role, department">         both bound by equality
///   access_pattern<"recent",     "status, created_at desc">  in descending order of created_at (`asc`: ascending)
///   access_pattern<"between",    "status, created_at range"> created_at in a range (`range desc`: and in that order)
///   access_pattern<"cards",      "account_id -> name, role"> only these attributes are read
///
/// DynamoDB's rule: a query binds every partition key attribute by equality and the sort key by equality or one range;
/// it returns items in sort key order, either way round.
template <detail::text Name, detail::text Pattern>
struct access_pattern {};

/// Makes a struct an entity: `using partita_entity = partita::entity<"table", ...>;` inside it. The first argument is
/// the name of the table (3 to 255 of `a-z A-Z 0-9 _ - .`), the others are its access patterns. Only an alias declared
/// in the struct itself counts: a derived struct is another entity only if it says so again.
template <detail::text Table, access_pattern_annotation... Patterns>
struct entity {};

/// The attribute is the partition key of global secondary index `Index`. DynamoDB keeps items with equal
/// partition keys together; a query names exactly one. An item without the attribute is not in the index.
template <detail::text Index>
struct gsi_partition {};

/// The attribute is the sort key of global secondary index `Index`: queries return items in its order and
/// can ask for a range of it. The index needs a `gsi_partition` too.
template <detail::text Index>
struct gsi_sort {};

/// The attribute is the sort key of local secondary index `Index`, which has the table's partition key. DynamoDB
/// allows 5 of them, only on tables with a sort key, only made with the table, and then limits all items of one
/// partition key to 10 GB; in return they can be read with strong consistency.
template <detail::text Index>
struct lsi_sort {};

/// The attribute is stored under `Name` instead of the member's own name. Names are 1 to 65,535 bytes (of a key: 255).
template <detail::text Name>
struct rename {};

/// How an enumeration is stored: "name" (the default; values can be reordered, names cannot change) or "number".
template <detail::text How>
  requires name_or_number<How>
struct stored {};

namespace detail {

template <text Index>
inline constexpr bool is_annotation<gsi_partition<Index>> = true;
template <text Index>
inline constexpr bool is_annotation<gsi_sort<Index>> = true;
template <text Index>
inline constexpr bool is_annotation<lsi_sort<Index>> = true;
template <text Name>
inline constexpr bool is_annotation<rename<Name>> = true;
template <text How>
inline constexpr bool is_annotation<stored<How>> = true;
template <text Name, text Pattern>
inline constexpr bool is_access_pattern<access_pattern<Name, Pattern>> = true;

}  // namespace detail

/// The partition key of the table. Each entity has exactly one. DynamoDB finds an item by it (with the sort key, if
/// there is one), and spreads the table by its hash: each value serves 3,000 read and 1,000 write units a second. A
/// value is 1 to 2,048 bytes. It never changes: an item with another key is another item.
template <string_number_or_bytes T, attribute_annotation... A>
using partition_key = T;

/// The sort key of the table: at most one. Items with one partition key are stored and returned in its order (numbers
/// by value, strings and bytes bytewise). A value is 1 to 1,024 bytes. It never changes.
template <string_number_or_bytes T, attribute_annotation... A>
using sort_key = T;

/// An attribute with something to say about it: its part in an index, its stored name, how its enumeration is stored.
/// In an index it must be of a type that a key can have.
template <class T, attribute_annotation... A>
using attribute = T;

/// The version of the item, an integer. Each update names the version it expects, and stores the next one with the
/// change, so that two writers that read the same item cannot both succeed. At most one.
template <class T, attribute_annotation... A>
using version = T;

/// When the item expires: a point in time, or an integer that counts seconds since 1970. It is stored as a Number of
/// seconds, as DynamoDB demands, whatever the precision of T. DynamoDB deletes expired items in the background, within
/// days; until then reads still return them. At most one.
template <class T, attribute_annotation... A>
using ttl = T;

}  // namespace partita

#endif
