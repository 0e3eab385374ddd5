// A setting of a program, as each of its requests reads some.
#pragma once

#include <partita/annotations.hpp>

#include <cstdint>
#include <string>

struct Feature {
  using partita_entity = partita::entity<"benchmark-features", partita::cached<"5m">>;

  partita::partition_key<std::string> name{};
  bool is_on{};
  std::int32_t share{};
  std::string note{};
};
