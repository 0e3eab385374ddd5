// How large the items of one partition are, with their entries in local indexes.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ItemCollections
#pragma once

#include "embedded/operations/answer_object.hpp"
#include "embedded/operations/item_action.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace partita::inline epoch1::embedded {

/// `{"ItemCollectionKey":{...},"SizeEstimateRangeGB":[0.0,1.0]}`; nothing of a table without local indexes.
std::optional<std::string> collection_metrics(const ItemAction& action, Reader& reader);

/// Those of several items: each collection once, as the last of them leaves it.
class MetricsByTable {
 public:
  void add(const ItemAction& action, Reader& reader);
  /// A member of an answer, if there are any.
  void append(AnswerObject& answer) const;

 private:
  struct Collection {
    std::string partition;
    std::string metrics;
  };
  std::map<std::string, std::vector<Collection>> tables_;
};

}  // namespace partita::inline epoch1::embedded
