#include "embedded/operations/operations.hpp"

namespace partita::inline epoch1::embedded {

std::span<const Operation> operations() {
  return {};
}

}  // namespace partita::inline epoch1::embedded
