// Someone else's struct, which schemas/shipment.json makes an entity.
#pragma once

#include "vendor/record.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vendor {

struct Line {
  std::string article{};
  std::uint32_t count = 0;
};

struct Shipment : Record {
  std::string id{};
  std::vector<Line> lines{};
  std::optional<std::string> note{};
};

}  // namespace vendor
