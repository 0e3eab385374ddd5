#include "embedded/operations/consumed_capacity.hpp"

#include "embedded/values/value_text.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <utility>

namespace partita::inline epoch1::embedded {

namespace {

constexpr std::size_t kb = 1024;

double blocks(std::size_t size, std::size_t block) {
  return static_cast<double>(std::max<std::size_t>((size + block - 1) / block, 1));
}

void append_number(double value, std::string& out) {
  char text[32];
  const std::string_view written(text,
                                 static_cast<std::size_t>(std::to_chars(text, text + sizeof text, value).ptr - text));
  out.append(written).append(written.find('.') == std::string_view::npos ? ".0" : "");
}

void append_units(AnswerObject& object, double units, std::string_view kind) {
  append_number(units, object.member("CapacityUnits"));
  if (!kind.empty()) append_number(units, object.member(kind));
}

void append_indexes(AnswerObject& object, std::string_view name, const Table& table, bool local, const Units& units,
                    std::string_view kind) {
  std::string list;
  for (std::size_t i = 0; i < units.indexes.size(); ++i) {
    if (table.indexes[i].local != local || units.indexes[i] == 0) continue;
    list += list.empty() ? "{" : ",";
    append_json_string(table.indexes[i].name, list);
    list += ':';
    AnswerObject index(list);
    append_units(index, units.indexes[i], kind);
  }
  if (!list.empty()) object.member(name).append(list).append("}");
}

}  // namespace

void Units::add(const Table& of, const Index& index, double count) {
  indexes.resize(of.indexes.size());
  indexes[static_cast<std::size_t>(&index - of.indexes.data())] += count;
}

void Units::add(const Units& other) {
  table += other.table;
  if (indexes.size() < other.indexes.size()) indexes.resize(other.indexes.size());
  for (std::size_t i = 0; i < other.indexes.size(); ++i) indexes[i] += other.indexes[i];
}

void UnitsByTable::add(const std::shared_ptr<const Table>& table, const Units& units) {
  Entry& entry = tables_[table->name];
  entry.table = table;
  entry.units.add(units);
}

void UnitsByTable::append(CapacityDetail detail, std::string_view kind, AnswerObject& answer) const {
  if (detail == CapacityDetail::none) return;
  std::string& out = answer.member("ConsumedCapacity");
  char separator = '[';
  for (const auto& [name, entry] : tables_) {
    out += std::exchange(separator, ',');
    append_capacity(*entry.table, entry.units, detail, kind, out);
  }
  out += separator == '[' ? "[]" : "]";
}

double Units::total() const {
  return std::accumulate(indexes.begin(), indexes.end(), table);
}

double write_units(std::size_t size) {
  return blocks(size, kb);
}

double read_units(std::size_t size, bool consistent) {
  return blocks(size, 4 * kb) * (consistent ? 1 : 0.5);
}

void append_capacity(const Table& table, const Units& units, CapacityDetail detail, std::string& out) {
  append_capacity(table, units, detail, {}, out);
}

void append_capacity(const Table& table, const Units& units, CapacityDetail detail, std::string_view kind,
                     std::string& out) {
  AnswerObject object(out);
  append_json_string(table.name, object.member("TableName"));
  append_units(object, units.total(), kind);
  if (detail != CapacityDetail::indexes) return;
  {
    AnswerObject own(object.member("Table"));
    append_units(own, units.table, kind);
  }
  append_indexes(object, "LocalSecondaryIndexes", table, true, units, kind);
  append_indexes(object, "GlobalSecondaryIndexes", table, false, units, kind);
}

}  // namespace partita::inline epoch1::embedded
