// The operations on items; each is defined in the file that has its name.
#pragma once

#include "embedded/operations/call.hpp"
#include "embedded/refusal.hpp"

#include <partita/embedded_faults.hpp>

#include <string>

namespace partita::inline epoch1::embedded {

class Engine;

Checked<void> batch_get_item(Engine& engine, const Call& call, std::string& answer);
Checked<void> batch_get_item_in_part(Engine& engine, const Call& call, const EmbeddedFault& fault, std::string& answer);
Checked<void> batch_write_item(Engine& engine, const Call& call, std::string& answer);
Checked<void> batch_write_item_in_part(Engine& engine, const Call& call, const EmbeddedFault& fault,
                                       std::string& answer);
Checked<void> delete_item(Engine& engine, const Call& call, std::string& answer);
Checked<void> get_item(Engine& engine, const Call& call, std::string& answer);
Checked<void> put_item(Engine& engine, const Call& call, std::string& answer);
Checked<void> query(Engine& engine, const Call& call, std::string& answer);
Checked<void> scan(Engine& engine, const Call& call, std::string& answer);
Checked<void> transact_get_items(Engine& engine, const Call& call, std::string& answer);
Checked<void> transact_write_items(Engine& engine, const Call& call, std::string& answer);
Checked<void> update_item(Engine& engine, const Call& call, std::string& answer);

}  // namespace partita::inline epoch1::embedded
