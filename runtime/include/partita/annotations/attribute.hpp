// What can be said about a data member.
#pragma once

#include <partita/annotations/key_types.hpp>
#include <partita/annotations/literal.hpp>

#include <cstddef>

namespace partita {

namespace detail {

template <class A>
inline constexpr bool is_index_role = false;
template <class A>
inline constexpr bool is_suppression = false;
template <class A>
inline constexpr bool is_maximum = false;
template <class A>
inline constexpr bool is_attribute_option = false;

// One variable for each concept: compilers say of a disjunction why each part of it does not hold.
template <class A>
inline constexpr bool is_attribute_annotation = is_index_role<A> || is_suppression<A> || is_attribute_option<A>;
template <class A>
inline constexpr bool is_composed_key_annotation = is_index_role<A> || is_suppression<A>;

}  // namespace detail

/// What may follow the type in an annotation: an index role, `rename`, `stored`, `tenant`, `sensitive`, `lookup`,
/// `unique` or `suppress`.
template <class A>
concept attribute_annotation = detail::is_attribute_annotation<A>;

/// What may follow the template of a composed key: the key's part in an index, or `suppress`.
template <class A>
concept composed_key_annotation = detail::is_composed_key_annotation<A>;

/// `max<n>`.
template <class A>
concept maximum = detail::is_maximum<A>;

/// Nothing, or one `max<n>`.
template <class... A>
concept at_most_one_maximum = sizeof...(A) <= 1 && (true && ... && detail::is_maximum<A>);

/// The attribute is the partition key of global secondary index `Index`, or part of it. DynamoDB keeps items with equal
/// partition keys together; a query names exactly one. An item without the attribute is not in the index.
///
/// Up to 4 attributes can be the partition key together; a query then names all of them. They come in the order in
/// which they are declared, or by `Position`, which counts from 1: `gsi_partition<"by_region", 2>`.
template <detail::text Index, unsigned... Position>
  requires one_position_from_1<Position...>
struct gsi_partition {};

/// The attribute is the sort key of global secondary index `Index`: queries return items in its order and can ask for a
/// range of it. The index needs a `gsi_partition` too.
///
/// Up to 4 attributes can be the sort key together: items are ordered by the first, then by the second, and so on, and
/// a query binds them from left to right. Their order is that of declaration, or `Position`, as for `gsi_partition`.
template <detail::text Index, unsigned... Position>
  requires one_position_from_1<Position...>
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

/// The attribute says whose item it is. The entity's repository is then made for one tenant, which is part of every key
/// that it reads or writes: no call can reach the items of another one. At most one attribute.
struct tenant {};

/// The value never stands in a log or in an error.
struct sensitive {};

/// At most so many elements.
template <std::size_t Count>
  requires at_least_one<Count>
struct max {};

/// Finds the item by each element of a list or set. For each element an extra item is stored in the table, under the
/// entity's partition key and the sort key that the template `SortKey` gives; in it the attribute's own name stands for
/// one element: `lookup<"by_context", "CTX#{contexts}#{id}", max<20>>` on member `contexts`. `Method` is the name of
/// the generated query. The maximum is needed because all of these items are written in one transaction, which DynamoDB
/// limits to 100 actions.
template <detail::text Method, detail::text SortKey, maximum Max>
struct lookup {};

/// No two items of the table have the same value. For each value an extra item is stored, under the key that the
/// template gives: `unique<"EMAIL#{email}">` on member `email`. On a list or set each element is unique, and a `max<n>`
/// is needed.
template <detail::text Key, class... Max>
  requires at_most_one_maximum<Max...>
struct unique {};

/// The finding `Id` (as `missing-index`) is accepted here, for the reason that is written beside it: inside the struct,
/// member, index or access pattern in whose annotation it stands. Errors about what DynamoDB would refuse stay errors.
template <detail::text Id, detail::text Reason>
  requires written_reason<Reason>
struct suppress {};

namespace detail {

template <text Index, unsigned... Position>
inline constexpr bool is_index_role<gsi_partition<Index, Position...>> = true;
template <text Index, unsigned... Position>
inline constexpr bool is_index_role<gsi_sort<Index, Position...>> = true;
template <text Index>
inline constexpr bool is_index_role<lsi_sort<Index>> = true;
template <text Id, text Reason>
inline constexpr bool is_suppression<suppress<Id, Reason>> = true;
template <std::size_t Count>
inline constexpr bool is_maximum<max<Count>> = true;
template <text Name>
inline constexpr bool is_attribute_option<rename<Name>> = true;
template <text How>
inline constexpr bool is_attribute_option<stored<How>> = true;
template <>
inline constexpr bool is_attribute_option<tenant> = true;
template <>
inline constexpr bool is_attribute_option<sensitive> = true;
template <text Method, text SortKey, class Max>
inline constexpr bool is_attribute_option<lookup<Method, SortKey, Max>> = true;
template <text Key, class... Max>
inline constexpr bool is_attribute_option<unique<Key, Max...>> = true;

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

/// When the item was made: a point in time that `create` sets, by the client's clock. What the program puts there is
/// replaced. At most one.
template <point_in_time T, attribute_annotation... A>
using created_at = T;

/// When the item was last written: a point in time that every write sets, by the client's clock. What the program puts
/// there is replaced. At most one.
template <point_in_time T, attribute_annotation... A>
using updated_at = T;

/// A member of any type that is not stored. An item that is read has the value there that a new object has.
template <class T>
using ignored = T;

}  // namespace partita
