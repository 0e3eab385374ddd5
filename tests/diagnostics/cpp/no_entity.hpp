#pragma once  // expected-warning [no-entity]: this header declares no entity

#include <partita/annotations.hpp>

struct Contact {
  partita::partition_key<int> id{};
};
