#pragma once

#include <partita/annotations.hpp>

struct Contact {
  partita::partition_key<int> id{};
};
