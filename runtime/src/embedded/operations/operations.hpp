// The operations that the engine knows; each is defined in the file that has its name.
#pragma once

#include "embedded/refusal.hpp"

#include <span>
#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

class Engine;

using RunOperation = Checked<void>(Engine& engine, std::string_view body, std::string& answer);

struct Operation {
  std::string_view name;
  RunOperation* run;
};

/// Those that are called most come first.
std::span<const Operation> operations();

}  // namespace partita::inline epoch1::embedded
