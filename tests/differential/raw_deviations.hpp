// Where the engine rightly answers as neither server does: each with what AWS documents.
#pragma once

#include "raw_answers.hpp"

#include <vector>

namespace differential {

/// One request, the tables that stay, and what it was answered.
struct RawExchange {
  RawRequest request;
  Json body;  ///< of the request; discarded if it is no JSON
  RawAnswer engine;
  RawAnswer local;
  RawAnswer dynoxide;
  const std::vector<RawTable>& tables;
};

struct RawDeviation {
  const char* name;  ///< that of tests/servers.json where it has it
  const char* documented;
  bool (*explains)(const RawExchange&);
  /// Whether the engine then rightly stores what neither server does: it took what both refused, or the reverse.
  bool stores_otherwise = false;
};

/// The deviation that explains the answers; null: none does.
const RawDeviation* deviation_of(const RawExchange& exchange);

}  // namespace differential
