#include <partita/cost.hpp>

#include <algorithm>

namespace partita::inline epoch1 {

Cost& Cost::operator+=(const Cost& other) {
  requests += other.requests;
  items_evaluated += other.items_evaluated;
  items_returned += other.items_returned;
  read_units += other.read_units;
  write_units += other.write_units;
  strays += other.strays;
  for (const IndexUnits& each : other.by_index) add_units(each.table, each.index, each.read_units, each.write_units);
  return *this;
}

void Cost::add_units(std::string_view table, std::string_view index, double read, double write) {
  const auto same = [&](const IndexUnits& each) { return each.index == index && each.table == table; };
  auto known = std::find_if(by_index.begin(), by_index.end(), same);
  if (known == by_index.end()) {
    by_index.push_back({std::string(table), std::string(index)});
    known = by_index.end() - 1;
  }
  known->read_units += read;
  known->write_units += write;
}

}  // namespace partita::inline epoch1
