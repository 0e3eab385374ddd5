// The part of a batch that the service leaves to its caller to ask for again, on request.
#pragma once

#include "embedded/faults/fault_kinds.hpp"

#include <partita/embedded_faults.hpp>

#include <string_view>
#include <utility>

namespace partita::inline epoch1::embedded {

/// Every second entry of the tables that a fault is for; none without a fault. Asked once for each entry, in order,
/// once the whole request is known to be good: the service looks at all of it before it does any.
class LeftOut {
 public:
  LeftOut() = default;
  explicit LeftOut(const EmbeddedFault& fault) : fault_(&fault) {}

  bool takes(std::string_view table) {
    return fault_ != nullptr && is_for(*fault_, table) && std::exchange(next_, !next_);
  }

 private:
  const EmbeddedFault* fault_ = nullptr;
  bool next_ = false;
};

}  // namespace partita::inline epoch1::embedded
