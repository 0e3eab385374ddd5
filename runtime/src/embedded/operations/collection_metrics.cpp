#include "embedded/operations/collection_metrics.hpp"

#include "embedded/values/value_text.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace partita::inline epoch1::embedded {

std::optional<std::string> collection_metrics(const ItemAction& action, Reader& reader) {
  const Table& table = *action.table;
  if (table.indexes.empty() || !table.indexes.front().local) return std::nullopt;
  std::uint64_t size = 0;
  const auto count = [&](Space space) {
    const auto rows = reader.range(space, action.key.partition, {}, Direction::forward);
    for (Row row; rows->next(row);) size += row.size;
  };
  count(table.items);
  for (const Index& index : table.indexes) {
    if (index.local) count(index.entries);
  }
  const std::uint64_t gb = size >> 30U;
  std::string text = "{\"ItemCollectionKey\":{";
  const std::string& name = table.key.partition.front().name;
  append_json_string(name, text);
  text.append(":").append(action.given().members.find(name)).append("},\"SizeEstimateRangeGB\":[");
  return text.append(std::to_string(gb)).append(".0,").append(std::to_string(gb + 1)).append(".0]}");
}

void MetricsByTable::add(const ItemAction& action, Reader& reader) {
  auto metrics = collection_metrics(action, reader);
  if (!metrics) return;
  std::vector<Collection>& all = tables_[action.table->name];
  const auto known = std::find_if(all.begin(), all.end(),
                                  [&](const Collection& each) { return each.partition == action.key.partition; });
  if (known == all.end()) {
    all.push_back({action.key.partition, *std::move(metrics)});
  } else {
    known->metrics = *std::move(metrics);
  }
}

void MetricsByTable::append(AnswerObject& answer) const {
  if (tables_.empty()) return;
  std::string& out = answer.member("ItemCollectionMetrics");
  char separator = '{';
  for (const auto& [name, collections] : tables_) {
    out += separator;
    separator = ',';
    append_json_string(name, out);
    out += ':';
    char between = '[';
    for (const Collection& each : collections) {
      out += between;
      between = ',';
      out += each.metrics;
    }
    out += ']';
  }
  out += '}';
}

}  // namespace partita::inline epoch1::embedded
