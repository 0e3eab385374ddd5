// A base of someone else's structs, which knows nothing of Partita.
#pragma once

#include <cstdint>
#include <string>

namespace vendor {

struct Record {
  std::string tenantId{};
  std::int64_t revision = 0;
};

}  // namespace vendor
