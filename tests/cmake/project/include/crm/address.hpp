#pragma once

#include <string>

namespace crm {

struct Address {
  std::string street{};
  std::string town{};
};

}  // namespace crm
