// What PutItem, UpdateItem and DeleteItem have in common: one action in a transaction of its own.
#pragma once

#include "embedded/engine.hpp"
#include "embedded/operations/item_action.hpp"
#include "embedded/refusal.hpp"

#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

Checked<void> write_one(ActionKind kind, Engine& engine, std::string_view body, std::string& answer);

}  // namespace partita::inline epoch1::embedded
