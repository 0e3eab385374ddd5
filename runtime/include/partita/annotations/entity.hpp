// What can be said about a struct: its table, composed keys, indexes, access patterns and policies.
#pragma once

#include <partita/annotations/attribute.hpp>
#include <partita/annotations/literal.hpp>

#include <cstddef>

namespace partita {

namespace detail {

template <class O>
inline constexpr bool is_pattern_option = is_suppression<O>;
template <class O>
inline constexpr bool is_index_option = is_suppression<O>;
template <class A>
inline constexpr bool is_entity_annotation = is_suppression<A>;

}  // namespace detail

/// What may follow the text of an access pattern: `rate`, `criticality`, `items`, `item_size`, `hydrate` or `suppress`.
template <class O>
concept access_pattern_option = detail::is_pattern_option<O>;

/// What may follow the name in `index`: `keys_only`, `include`, `sparse`, `method` or `suppress`.
template <class O>
concept index_option = detail::is_index_option<O>;

/// What may follow the table name in `entity`.
template <class A>
concept entity_annotation = detail::is_entity_annotation<A>;

/// How often an access pattern is asked: `rate<"100/s">`; also `/min`, `/h` and `/d`. Used for its price, and to find
/// partitions that would be too hot.
template <detail::text Rate>
struct rate {};

/// How much it matters when an access pattern is slow: "low", "normal" (the default) or "high". `explain` ranks by it.
template <detail::text Word>
  requires low_normal_or_high<Word>
struct criticality {};

/// How many items an access pattern returns.
template <std::size_t Count>
  requires at_least_one<Count>
struct items {};

/// How large one of these items is: `item_size<"2KB">` or `item_size<"700B">`. A KB is 1,024 bytes.
template <detail::text Size>
struct item_size {};

/// What the index does not hold is read from the table, in a second step, at the price of one more read for each item.
struct hydrate {};

/// A question that the program will ask, by the names that attributes are stored under; a composed key is asked for by
/// its parts. The generator proves that the table's key or an index answers it, or says what is missing.
///
///   access_pattern<"of_account", "account_id">               items with this account_id
///   access_pattern<"by_role",    "role, department">         both bound by equality
///   access_pattern<"recent",     "status, created_at desc">  in descending order of created_at (`asc`: ascending)
///   access_pattern<"between",    "status, created_at range"> created_at in a range (`range desc`: and in that order)
///   access_pattern<"cards",      "account_id -> name, role"> only these attributes are read
///   access_pattern<"export",     "*">                        every item; needs `allow_scan`
///
/// What is expected of it follows: `access_pattern<"of_account", "account_id", rate<"100/s">, items<50>>`.
///
/// DynamoDB's rule: a query binds every partition key attribute by equality and the sort key by equality or one range;
/// it returns items in sort key order, either way round.
template <detail::text Name, detail::text Pattern, access_pattern_option... Options>
struct access_pattern {};

/// The index holds its keys, and those of the table, alone: the smallest and cheapest one.
struct keys_only {};

/// The index holds its keys and these attributes, by the names that they are stored under: at most 20.
template <detail::text... Attributes>
struct include {};

/// Not every item is in the index: those without its key attributes are left out. Needed where one of them is optional.
struct sparse {};

/// The C++ name of the index's query method, where the index's own name won't do.
template <detail::text Name>
struct method {};

/// What members do not say about an index: `index<"by_role", keys_only, sparse>`. Its keys are the members and composed
/// keys that name it in `gsi_partition`, `gsi_sort` or `lsi_sort`. Without an `index`, or without `keys_only` and
/// `include` in it, the index holds whole items.
template <detail::text Name, index_option... Options>
struct index {};

/// The table's partition key is attribute `Name`, a string made from other attributes whenever an item is written:
/// `composed_partition_key<"pk", "TENANT#{tenant_id}">`. There is no member for it.
///
/// In the template, `{id}` stands for the attribute that is stored as `id`; `{count:10}` for an integer with leading
/// zeros, so that the order of keys is the order of numbers; `{id:escaped}` for a string in which the template's
/// delimiters may occur (they are written as %XX); `{shard}` for the number of the write shard. The delimiters are the
/// characters that are neither letter, digit nor underscore in the template's own text behind its first part, and the
/// one right before it: `API-KEY#{id}` has '#'. A string that holds one of them is refused before anything is sent,
/// unless it is escaped; an empty string always is.
///
/// Parts can be strings, integers, enumerations stored by name, and points in time (as UTC text of fixed width, so that
/// keys sort by time). They are stored as attributes of their own too.
template <detail::text Name, detail::text Template, composed_key_annotation... A>
struct composed_partition_key {};

/// The table's sort key is attribute `Name`, made from other attributes as for `composed_partition_key`:
/// `composed_sort_key<"sk", "WF#{id}">`. Queries bind its parts from left to right.
template <detail::text Name, detail::text Template, composed_key_annotation... A>
struct composed_sort_key {};

/// A key of an index is attribute `Name`, made from other attributes as for `composed_partition_key`:
/// `composed_attribute<"gsi1pk", "STATUS#{status}", gsi_partition<"by_status">>`. It is absent where a part is absent.
template <detail::text Name, detail::text Template, composed_key_annotation... A>
struct composed_attribute {};

/// Several entities can share a table. Each then says in the same attribute which one an item is:
/// `discriminator<"type", "workflow">`. It is written with each item and checked on each read.
template <detail::text Attribute, detail::text Value>
struct discriminator {};

/// Spreads a partition key value that would be too hot over several: `{shard}` in the partition key's template is a
/// number that the value of attribute `Hashed` chooses. The counts are the history, the last one is in force:
/// `write_shards<"event_id", 4, 16>` wrote 4 shards once and writes 16 now, so that old items are still found.
template <detail::text Hashed, std::size_t... Counts>
  requires shard_counts<Counts...>
struct write_shards {};

/// How long the entity's items may be served from a cache: `cached<"5m">`; also `s`, `h` and `d`.
template <detail::text Lifetime>
struct cached {};

/// The items are of a kind of which an old copy can do harm: `data_class<"session">`, who is logged in and what they
/// may do, or `data_class<"financial">`, money. Such an entity is `cached` for a written reason alone.
template <detail::text Word>
  requires session_or_financial<Word>
struct data_class {};

/// Reading the whole table is allowed, for a reason that its readers can judge. A scan costs the size of the table,
/// whatever it returns.
template <detail::text Reason>
  requires written_reason<Reason>
struct allow_scan {};

/// How many items are expected to be written: `write_rate<"500/s">`; also `/min`, `/h` and `/d`. Used for their price,
/// and to find partitions that would be too hot.
template <detail::text Rate>
struct write_rate {};

namespace detail {

template <text Rate>
inline constexpr bool is_pattern_option<rate<Rate>> = true;
template <text Word>
inline constexpr bool is_pattern_option<criticality<Word>> = true;
template <std::size_t Count>
inline constexpr bool is_pattern_option<items<Count>> = true;
template <text Size>
inline constexpr bool is_pattern_option<item_size<Size>> = true;
template <>
inline constexpr bool is_pattern_option<hydrate> = true;

template <>
inline constexpr bool is_index_option<keys_only> = true;
template <text... Attributes>
inline constexpr bool is_index_option<include<Attributes...>> = true;
template <>
inline constexpr bool is_index_option<sparse> = true;
template <text Name>
inline constexpr bool is_index_option<method<Name>> = true;

template <text Name, text Pattern, class... O>
inline constexpr bool is_entity_annotation<access_pattern<Name, Pattern, O...>> = true;
template <text Name, class... O>
inline constexpr bool is_entity_annotation<index<Name, O...>> = true;
template <text Name, text Template, class... A>
inline constexpr bool is_entity_annotation<composed_partition_key<Name, Template, A...>> = true;
template <text Name, text Template, class... A>
inline constexpr bool is_entity_annotation<composed_sort_key<Name, Template, A...>> = true;
template <text Name, text Template, class... A>
inline constexpr bool is_entity_annotation<composed_attribute<Name, Template, A...>> = true;
template <text Attribute, text Value>
inline constexpr bool is_entity_annotation<discriminator<Attribute, Value>> = true;
template <text Hashed, std::size_t... Counts>
inline constexpr bool is_entity_annotation<write_shards<Hashed, Counts...>> = true;
template <text Lifetime>
inline constexpr bool is_entity_annotation<cached<Lifetime>> = true;
template <text Word>
inline constexpr bool is_entity_annotation<data_class<Word>> = true;
template <text Reason>
inline constexpr bool is_entity_annotation<allow_scan<Reason>> = true;
template <text Rate>
inline constexpr bool is_entity_annotation<write_rate<Rate>> = true;

}  // namespace detail

/// Makes a struct an entity: `using partita_entity = partita::entity<"table", ...>;` inside it. The first argument is
/// the name of the table (3 to 255 of `a-z A-Z 0-9 _ - .`). The others, in any order, are `access_pattern`, `index`,
/// the composed keys, `discriminator`, `write_shards`, `cached`, `data_class`, `allow_scan`, `write_rate` and
/// `suppress`. Only an alias declared in the struct itself counts: a derived struct is another entity only if it says
/// so again.
template <detail::text Table, entity_annotation... A>
struct entity {};

/// Makes a struct a view, a part of an entity's attributes: `using partita_view = partita::view<Contact>;` inside it.
/// Its members are attributes of the entity, with the same names and types. Only an alias in the struct itself counts.
template <entity_struct Entity>
struct view {};

/// Makes a struct an item collection, the entities of one table that share a partition key value, which one query
/// reads: `using partita_collection = partita::collection;` inside it. Its members are a `std::vector` or a
/// `std::optional` of each entity. Only an alias in the struct itself counts.
struct collection {};

}  // namespace partita
