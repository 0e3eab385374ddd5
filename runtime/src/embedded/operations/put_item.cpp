// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
#include "embedded/operations/item_operations.hpp"
#include "embedded/operations/single_write.hpp"

namespace partita::inline epoch1::embedded {

Checked<void> put_item(Engine& engine, const OperationInput& input, std::string& answer) {
  return write_one(ActionKind::put, engine, input, answer);
}

}  // namespace partita::inline epoch1::embedded
