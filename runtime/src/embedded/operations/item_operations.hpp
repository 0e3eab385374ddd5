// The operations on items; each is defined in the file that has its name.
#pragma once

#include "embedded/operations/operation_input.hpp"
#include "embedded/refusal.hpp"

#include <partita/embedded_faults.hpp>

#include <string>

namespace partita::inline epoch1::embedded {

class Engine;

Checked<void> batch_get_item(Engine& engine, const OperationInput& input, std::string& answer);
Checked<void> batch_get_item_in_part(Engine& engine, const OperationInput& input, const EmbeddedFault& fault,
                                     std::string& answer);
Checked<void> batch_write_item(Engine& engine, const OperationInput& input, std::string& answer);
Checked<void> batch_write_item_in_part(Engine& engine, const OperationInput& input, const EmbeddedFault& fault,
                                       std::string& answer);
Checked<void> delete_item(Engine& engine, const OperationInput& input, std::string& answer);
Checked<void> get_item(Engine& engine, const OperationInput& input, std::string& answer);
Checked<void> put_item(Engine& engine, const OperationInput& input, std::string& answer);
Checked<void> query(Engine& engine, const OperationInput& input, std::string& answer);
Checked<void> scan(Engine& engine, const OperationInput& input, std::string& answer);
Checked<void> transact_get_items(Engine& engine, const OperationInput& input, std::string& answer);
Checked<void> transact_write_items(Engine& engine, const OperationInput& input, std::string& answer);
Checked<void> update_item(Engine& engine, const OperationInput& input, std::string& answer);

}  // namespace partita::inline epoch1::embedded
