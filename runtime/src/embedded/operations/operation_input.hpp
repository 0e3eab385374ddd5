// What an operation is called with.
#pragma once

#include "embedded/patience.hpp"

#include <string_view>

namespace partita::inline epoch1::embedded {

struct OperationInput {
  std::string_view body;
  Patience patience{};
};

}  // namespace partita::inline epoch1::embedded
