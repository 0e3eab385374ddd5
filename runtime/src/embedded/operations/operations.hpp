// The operations that the engine knows; each is defined in the file that has its name.
#pragma once

#include "embedded/operations/operation_input.hpp"
#include "embedded/refusal.hpp"

#include <partita/embedded_faults.hpp>

#include <span>
#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

class Engine;

using RunOperation = Checked<void>(Engine& engine, const OperationInput& input, std::string& answer);
using RunInPart = Checked<void>(Engine& engine, const OperationInput& input, const EmbeddedFault& fault,
                                std::string& answer);

struct Operation {
  std::string_view name;
  RunOperation* run;
  RunInPart* run_in_part = nullptr;  ///< of batches; see Engine
};

/// Those that are called most come first.
std::span<const Operation> operations();

}  // namespace partita::inline epoch1::embedded
