// Batches in part: what the service does of one, and what it gives back undone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::embedded {

/// What a batch asks of one table.
struct BatchTable {
  std::string name;
  std::vector<std::string> entries{};  ///< keys or writes, as JSON
  std::string members{};               ///< of a read those beside its keys, as JSON: `,"ConsistentRead":true`
};

struct SplitBatch {
  std::string body;  ///< of what is done
  std::vector<BatchTable> left_out;
};

/// Leaves out every second entry of the tables that are named; of all if there are none. nullopt: there is but one such
/// entry, or the body is none of a batch's.
std::optional<SplitBatch> split_batch(std::string_view operation, std::string_view body,
                                      const std::vector<std::string>& tables);

/// The answer to the part that was done, with what was left out added to its UnprocessedItems or UnprocessedKeys.
std::string answer_with(std::string_view operation, std::string_view answer, const std::vector<BatchTable>& left_out);

}  // namespace partita::inline epoch1::embedded
