// The stores that the same tests run on.
#pragma once

#include "embedded/store/memory_store.hpp"

#include <memory>
#include <tuple>

struct InMemory {
  std::unique_ptr<partita::embedded::Store> store = partita::embedded::make_memory_store();
};

using Stores = std::tuple<InMemory>;
