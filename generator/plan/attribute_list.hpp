// Lists of attributes, which are short: no sets are needed.
#pragma once

#include "model/schema.hpp"

#include <algorithm>
#include <vector>

namespace partita::plan {

inline bool contains(const std::vector<model::AttributeRef>& list, model::AttributeRef attribute) {
  return std::find(list.begin(), list.end(), attribute) != list.end();
}

inline void add_once(std::vector<model::AttributeRef>& list, model::AttributeRef attribute) {
  if (!contains(list, attribute)) list.push_back(attribute);
}

}  // namespace partita::plan
