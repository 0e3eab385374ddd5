// The operations on items; each is defined in the file that has its name.
#pragma once

#include "embedded/refusal.hpp"

#include <partita/embedded_faults.hpp>

#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

class Engine;

Checked<void> batch_get_item(Engine& engine, std::string_view body, std::string& answer);
Checked<void> batch_get_item_in_part(Engine& engine, std::string_view body, const EmbeddedFault& fault,
                                     std::string& answer);
Checked<void> batch_write_item(Engine& engine, std::string_view body, std::string& answer);
Checked<void> batch_write_item_in_part(Engine& engine, std::string_view body, const EmbeddedFault& fault,
                                       std::string& answer);
Checked<void> delete_item(Engine& engine, std::string_view body, std::string& answer);
Checked<void> get_item(Engine& engine, std::string_view body, std::string& answer);
Checked<void> put_item(Engine& engine, std::string_view body, std::string& answer);
Checked<void> query(Engine& engine, std::string_view body, std::string& answer);
Checked<void> scan(Engine& engine, std::string_view body, std::string& answer);
Checked<void> transact_get_items(Engine& engine, std::string_view body, std::string& answer);
Checked<void> transact_write_items(Engine& engine, std::string_view body, std::string& answer);
Checked<void> update_item(Engine& engine, std::string_view body, std::string& answer);

}  // namespace partita::inline epoch1::embedded
