// What DynamoDB allows, each with its source.
#pragma once

#include <cstddef>
#include <cstdint>

namespace partita::model::limits {

inline constexpr std::uint64_t kilobyte = 1024;

// Names, in bytes.
// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html

/// Of a table or an index.
inline constexpr std::size_t shortest_resource_name = 3;
inline constexpr std::size_t longest_resource_name = 255;
inline constexpr std::size_t longest_attribute_name = 65'535;
/// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes
inline constexpr std::size_t longest_key_name = 255;

// Values.
// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html

/// Significant digits of a Number.
inline constexpr unsigned number_digits = 38;
/// The range of a Number; as a double, 9.9999999999999999999999999999999999999E+125 is the upper end.
inline constexpr double smallest_number = 1E-130;
inline constexpr double number_end = 1E+126;
/// Levels of lists and maps inside each other.
inline constexpr int nesting = 32;

// Sizes in bytes.
// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html

inline constexpr std::uint64_t partition_key_bytes = 2048;
inline constexpr std::uint64_t sort_key_bytes = 1024;
/// Names and values.
inline constexpr std::uint64_t item_bytes = 400 * kilobyte;
/// All items of one partition key in a table with local indexes, with their entries in those.
/// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ItemCollections.SizeLimit
inline constexpr std::uint64_t item_collection_bytes = 10 * kilobyte * kilobyte * kilobyte;

// Indexes of one table.
// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html

/// A quota that AWS raises on request.
inline constexpr std::size_t global_indexes = 20;
inline constexpr std::size_t local_indexes = 5;
/// Names that all projections of a table list.
inline constexpr std::size_t table_projected_attributes = 100;
/// Names that one projection lists.
/// Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Projection.html
inline constexpr std::size_t index_projected_attributes = 20;
/// Attributes of a global index's partition key, and of its sort key.
/// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html
inline constexpr std::size_t index_key_attributes = 4;

// Requests.

/// Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
inline constexpr std::uint64_t transaction_actions = 100;
/// Keys of one BatchGetItem, and the bytes that it answers with.
/// Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
inline constexpr std::uint64_t batch_keys = 100;
inline constexpr std::uint64_t batch_bytes = 16 * kilobyte * kilobyte;
/// What one request of a Query or a Scan reads.
/// Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
inline constexpr std::uint64_t page_bytes = kilobyte * kilobyte;

// Throughput.

/// What a unit reads or writes of one item.
/// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
inline constexpr std::uint64_t read_unit_bytes = 4 * kilobyte;
inline constexpr std::uint64_t write_unit_bytes = kilobyte;
/// Units a second of one partition.
/// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
inline constexpr double partition_read_units = 3000;
inline constexpr double partition_write_units = 1000;

}  // namespace partita::model::limits
