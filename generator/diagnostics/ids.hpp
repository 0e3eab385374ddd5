// The one table of diagnostic ids. An id is public API: scripts, suppressions and docs/diagnostics/<id>.md name it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace partita::diagnostics {

enum class Level : std::uint8_t { note, warning, error };

// id, default level, what it is about in one sentence (for `partita explain` and the index of the docs)
#define PARTITA_DIAGNOSTIC_IDS(X)                                                                                      \
  X(missing_partition_key, "missing-partition-key", error, "an entity has no partition key")                           \
  X(duplicate_key, "duplicate-key", error, "an entity or index has more than one partition key or sort key")           \
  /* the command line */                                                                                               \
  X(duplicate_output, "duplicate-output", error, "two inputs would write the same files")                              \
  /* findings that are accepted */                                                                                     \
  X(unknown_diagnostic, "unknown-diagnostic", error, "a suppression names a diagnostic that does not exist")           \
  X(not_suppressible, "not-suppressible", error, "a suppression names an error that no reason can excuse")             \
  X(missing_reason, "missing-reason", error, "a suppression or a permission to scan gives no reason")                  \
  X(unused_suppression, "unused-suppression", warning, "a suppression has nothing to suppress")                        \
  X(stale_baseline, "stale-baseline", warning, "a baseline accepts a finding that is gone")                            \
  /* what either front end refuses */                                                                                  \
  X(unsupported_type, "unsupported-type", error, "a type has no counterpart in DynamoDB")                              \
  X(malformed_key_template, "malformed-key-template", error, "the text of a key template does not follow its grammar") \
  X(malformed_quantity, "malformed-quantity", error, "a rate, duration or size is not a number and its unit")          \
  /* C++ headers */                                                                                                    \
  X(clang, "clang", error, "clang rejects the C++ code of a header")                                                   \
  X(unsupported_member, "unsupported-member", error,                                                                   \
    "a data member is of a kind that cannot be an attribute, such as a bit-field")                                     \
  X(unsupported_entity, "unsupported-entity", error,                                                                   \
    "a struct is of a kind that cannot be an entity, such as a union")                                                 \
  X(malformed_entity, "malformed-entity", error,                                                                       \
    "a 'partita_entity', 'partita_view' or 'partita_collection' alias names something else")                           \
  X(malformed_access_pattern, "malformed-access-pattern", error,                                                       \
    "the text of an access pattern does not follow its grammar")                                                       \
  X(annotation_without_effect, "annotation-without-effect", error, "an annotation stands where it changes nothing")    \
  X(conflicting_annotations, "conflicting-annotations", error,                                                         \
    "annotations contradict each other, contain each other, or say a thing twice")                                     \
  X(ambiguous_enumerator, "ambiguous-enumerator", error,                                                               \
    "two enumerators of an enumeration stored by name have one value")                                                 \
  X(no_entity, "no-entity", warning, "a header or schema given as input declares no entity")                           \
  /* JSON schemas */                                                                                                   \
  X(malformed_json, "malformed-json", error, "a schema file is not well-formed JSON")                                  \
  X(duplicate_member, "duplicate-member", error, "a JSON object names one member twice")                               \
  X(unknown_member, "unknown-member", error, "a JSON object has a member that schemas do not know")                    \
  X(missing_member, "missing-member", error, "a JSON object lacks a member that it needs")                             \
  X(wrong_value_kind, "wrong-value-kind", error,                                                                       \
    "a JSON value is of the wrong kind, such as a string where an object belongs")                                     \
  X(unknown_value, "unknown-value", error, "a JSON value is none of the words that are allowed there")                 \
  X(malformed_type, "malformed-type", error, "a type in a JSON schema does not follow the type grammar")               \
  X(unknown_type, "unknown-type", error, "a type in a JSON schema is neither built in nor declared")                   \
  X(invalid_default, "invalid-default", error, "a default does not fit its type")                                      \
  X(invalid_identifier, "invalid-identifier", error, "a name that becomes a C++ identifier is not one")                \
  X(invalid_include, "invalid-include", error,                                                                         \
    "a schema names a header that is not there, or by a text that cannot be one")                                      \
  /* names */                                                                                                          \
  X(invalid_table_name, "invalid-table-name", error, "a table name breaks the naming rules of DynamoDB")               \
  X(invalid_index_name, "invalid-index-name", error, "an index name breaks the naming rules of DynamoDB")              \
  X(invalid_attribute_name, "invalid-attribute-name", error, "an attribute name is empty, too long or taken")          \
  X(duplicate_entity, "duplicate-entity", error, "two entities or types have one C++ name")                            \
  X(duplicate_attribute, "duplicate-attribute", error, "an entity or structure stores two members under one name")     \
  X(duplicate_index, "duplicate-index", error, "two indexes of an entity have one name")                               \
  X(duplicate_pattern, "duplicate-pattern", error, "two access patterns of an entity have one name")                   \
  X(name_collision, "name-collision", error, "two names become one C++ identifier, or one that generated code uses")   \
  X(names_differ_in_case, "names-differ-in-case", warning, "two names differ in the case of letters alone")            \
  /* keys and indexes */                                                                                               \
  X(key_type_not_scalar, "key-type-not-scalar", error,                                                                 \
    "a key attribute is neither a string, nor a number, nor binary")                                                   \
  X(key_attribute_reused, "key-attribute-reused", error, "one attribute stands twice in one key")                      \
  X(optional_key, "optional-key", error, "an attribute of the table key is optional")                                  \
  X(key_with_default, "key-with-default", error, "an attribute of the table key has a default")                        \
  X(missing_index_partition, "missing-index-partition", error, "a global index has no partition key")                  \
  X(missing_index_sort, "missing-index-sort", error, "a local index has no sort key")                                  \
  X(multi_attribute_key, "multi-attribute-key", error, "a key has more attributes than DynamoDB allows")               \
  X(constant_sort_attribute, "constant-sort-attribute", error,                                                         \
    "a sort attribute of an index behind the first is the same in every item")                                         \
  X(key_position, "key-position", error, "positions of attributes in an index key do not count from 1 without a gap")  \
  X(missing_sparse, "missing-sparse", error, "an item can lack the key of an index that is not said to be sparse")     \
  X(lsi_without_sort_key, "lsi-without-sort-key", error, "a local index on a table that has no sort key")              \
  X(lsi_partition, "lsi-partition", error, "a local index names a partition key other than that of its table")         \
  X(index_not_sparse, "index-not-sparse", error, "an index said to be sparse holds every item")                        \
  X(too_many_indexes, "too-many-indexes", error, "a table has more indexes than DynamoDB allows")                      \
  X(too_many_projected_attributes, "too-many-projected-attributes", error,                                             \
    "indexes project more attributes by name than DynamoDB allows")                                                    \
  /* keys that are composed from attributes */                                                                         \
  X(key_part_type, "key-part-type", error, "a part of a key template has a type or form that cannot stand in text")    \
  X(ambiguous_key_template, "ambiguous-key-template", error, "two pairs of values can make one key")                   \
  X(lexicographic_number, "lexicographic-number", warning,                                                             \
    "a number that is not padded stands in a sort key made of text")                                                   \
  X(delimiter_in_enumerator, "delimiter-in-enumerator", error,                                                         \
    "an enumerator holds a delimiter of the key template that it is a part of")                                        \
  X(composed_attribute, "composed-attribute", error,                                                                   \
    "a composed attribute stands where the attributes it is made from belong")                                         \
  X(unused_composed_attribute, "unused-composed-attribute", warning,                                                   \
    "an attribute is composed, but the key of nothing")                                                                \
  X(key_too_long, "key-too-long", error, "a key template makes keys longer than DynamoDB allows")                      \
  X(item_too_large, "item-too-large", error, "every item is larger than DynamoDB allows")                              \
  /* several entities in one table */                                                                                  \
  X(missing_discriminator, "missing-discriminator", error,                                                             \
    "an entity shares its table with others, but has no discriminator")                                                \
  X(discriminator_mismatch, "discriminator-mismatch", error,                                                           \
    "entities of one table have different discriminator attributes")                                                   \
  X(duplicate_discriminator, "duplicate-discriminator", error,                                                         \
    "two entities of one table have one discriminator value")                                                          \
  X(table_key_mismatch, "table-key-mismatch", error, "entities of one table have different table keys")                \
  X(index_mismatch, "index-mismatch", error, "entities of one table define one index differently")                     \
  X(attribute_type_mismatch, "attribute-type-mismatch", error,                                                         \
    "a key attribute has another type in another entity of its table")                                                 \
  X(ttl_mismatch, "ttl-mismatch", error, "entities of one table disagree about its ttl attribute")                     \
  X(key_prefix_collision, "key-prefix-collision", error,                                                               \
    "keys of two kinds of items in one table can be equal, or cannot be told apart by a query")                        \
  X(shared_key_prefix, "shared-key-prefix", warning,                                                                   \
    "keys of two entities of one table begin alike, so that queries read both")                                        \
  X(projection_lacks_guard, "projection-lacks-guard", error,                                                           \
    "an index does not hold the attribute that tells its items from those of others")                                  \
  /* what an entity is for */                                                                                          \
  X(tenant_type, "tenant-type", error, "a tenant attribute is not a required string or integer")                       \
  X(tenant_not_in_key, "tenant-not-in-key", error, "a partition key does not hold the tenant")                         \
  X(invalid_lookup, "invalid-lookup", error, "a lookup cannot find the items that it stands on")                       \
  X(invalid_unique, "invalid-unique", error, "a unique constraint cannot hold")                                        \
  X(too_many_actions, "too-many-actions", error,                                                                       \
    "lookups and unique constraints need more actions than a transaction holds")                                       \
  X(invalid_write_shards, "invalid-write-shards", error, "write shards do not fit the key of the table")               \
  X(lookup_with_shards, "lookup-with-shards", error,                                                                   \
    "an entity with write shards has a lookup or a unique constraint")                                                 \
  X(cache_needs_reason, "cache-needs-reason", error, "items of which an old copy can do harm are cached")              \
  X(cache_without_tenant, "cache-without-tenant", warning, "a cached entity has a key that does not hold its tenant")  \
  X(unknown_entity, "unknown-entity", error, "a view or collection names something that is no entity")                 \
  X(invalid_collection, "invalid-collection", error, "one query cannot find the entities of a collection")             \
  X(view_member_mismatch, "view-member-mismatch", error,                                                               \
    "a member of a view is declared otherwise than in its entity")                                                     \
  X(empty_view, "empty-view", error, "a view has no members")                                                          \
  /* the proof of access patterns */                                                                                   \
  X(missing_index, "missing-index", error, "no key or index serves an access pattern")                                 \
  X(projection_too_narrow, "projection-too-narrow", error,                                                             \
    "the index that serves an access pattern does not hold what it reads")                                             \
  X(scan_not_allowed, "scan-not-allowed", error, "an access pattern scans a table that does not allow it")             \
  X(filter_does_index_work, "filter-does-index-work", warning, "an access pattern reads items only to drop them")      \
  X(unused_index, "unused-index", warning, "no access pattern uses an index")                                          \
  X(redundant_index, "redundant-index", warning, "another key answers all that an index answers")                      \
  X(many_indexes, "many-indexes", warning, "an entity has more than four indexes")                                     \
  X(hot_partition, "hot-partition", warning, "a partition key has so few values that they share the load badly")       \
  X(partition_rate_exceeded, "partition-rate-exceeded", error, "declared rates exceed what a partition value takes")   \
  X(unbounded_item_collection, "unbounded-item-collection", warning,                                                   \
    "a local index limits item collections that nothing bounds to 10 GB")                                              \
  /* other roles and references */                                                                                     \
  X(unknown_attribute, "unknown-attribute", error,                                                                     \
    "a key, projection or access pattern names an attribute that the entity does not have")                            \
  X(repeated_attribute, "repeated-attribute", error, "an access pattern or projection names one attribute twice")      \
  X(duplicate_ttl, "duplicate-ttl", error, "an entity has more than one ttl attribute")                                \
  X(ttl_type, "ttl-type", error, "a ttl attribute is not a point in time that DynamoDB can read")                      \
  X(duplicate_version, "duplicate-version", error, "an entity has more than one version attribute")                    \
  X(version_type, "version-type", error, "a version attribute is not a required 32-bit or 64-bit integer")             \
  X(version_on_key, "version-on-key", error, "a version attribute is part of a composed or table key")                 \
  X(ttl_in_milliseconds, "ttl-in-milliseconds", warning, "an integer ttl attribute seems to hold milliseconds")        \
  X(write_time_type, "write-time-type", error,                                                                         \
    "a created-at or updated-at attribute is not a point in time that every write can set")                            \
  X(duplicate_write_time, "duplicate-write-time", error,                                                               \
    "an entity has more than one created-at or updated-at attribute")                                                  \
  X(sensitive_key, "sensitive-key", warning, "a sensitive attribute is part of a key")                                 \
  /* types */                                                                                                          \
  X(duplicate_enumerator, "duplicate-enumerator", error, "two enumerators of an enumeration have one name")            \
  X(recursive_type, "recursive-type", error, "a structure contains itself")

enum class Id : std::uint8_t {
#define PARTITA_ID(name, text, level, summary) name,
  PARTITA_DIAGNOSTIC_IDS(PARTITA_ID)
#undef PARTITA_ID
};

struct IdInfo {
  Id id;
  std::string_view name;
  Level level;
  std::string_view summary;
};

/// Every declared id, in the order of the table.
std::span<const IdInfo> all_ids();

const IdInfo& info(Id id);
std::optional<Id> find_id(std::string_view name);

/// Whether a finding can be accepted by `suppress` with a reason: each warning can, and the few errors that a design
/// may justify.
bool is_suppressible(Id id);

}  // namespace partita::diagnostics
