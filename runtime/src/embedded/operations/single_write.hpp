// What PutItem, UpdateItem and DeleteItem have in common: one action in a transaction of its own.
#pragma once

#include "embedded/engine.hpp"
#include "embedded/operations/item_action.hpp"
#include "embedded/operations/operation_input.hpp"
#include "embedded/refusal.hpp"

#include <string>

namespace partita::inline epoch1::embedded {

Checked<void> write_one(ActionKind kind, Engine& engine, const OperationInput& input, std::string& answer);

}  // namespace partita::inline epoch1::embedded
