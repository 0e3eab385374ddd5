// Where the engine rightly answers as neither server does: each with what AWS documents.
#pragma once

#include "raw_answers.hpp"

#include <string>

namespace differential {

/// One request and what it was answered.
struct RawExchange {
  RawRequest request;
  Json body;  ///< of the request; discarded if it is no JSON
  RawAnswer engine;
  RawAnswer local;
  RawAnswer dynoxide;
};

/// The name of the deviation that explains the answers, that of tests/servers.json where it has it; empty: none does.
std::string deviation_of(const RawExchange& exchange);

}  // namespace differential
