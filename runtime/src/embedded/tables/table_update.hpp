// What UpdateTable asks for, and what it makes of a table.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
#pragma once

#include "embedded/request_tree.hpp"
#include "embedded/tables/schema_request.hpp"
#include "embedded/tables/table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::embedded {

/// One entry of `GlobalSecondaryIndexUpdates`; which has one action, once it was checked.
struct IndexUpdate {
  const std::string& name() const;

  std::optional<IndexRequest> create{};
  std::optional<IndexRequest> update{};  ///< name and throughput
  std::optional<std::string> remove{};
};

struct TableUpdate {
  std::optional<std::string> billing{};
  std::optional<Throughput> throughput{};
  std::optional<std::vector<KeyAttribute>> definitions{};
  std::optional<std::vector<IndexUpdate>> indexes{};
  StreamRequest stream{};
  EncryptionRequest encryption{};
  std::optional<bool> deletion_protection{};
  std::optional<std::string> table_class{};
  std::optional<Refusal> absent{};  ///< parameters of what the engine does not have
  bool limits = false;              ///< maximum and warm throughput, of which the engine has none
};

/// `encryption` is left to the caller, whose refusal it may be.
TableUpdate read_table_update(const RequestTree& request, Violations& violations);

/// What the request says in itself; a table is not needed.
std::optional<Refusal> check_table_update(const TableUpdate& update);

/// Changes the definition. Indexes that are created have no entries yet, and those that are removed are only forgotten.
std::optional<Refusal> apply(const TableUpdate& update, std::int64_t now, Table& table);

}  // namespace partita::inline epoch1::embedded
