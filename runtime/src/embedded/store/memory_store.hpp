// Rows in the memory of the process, gone with it.
#pragma once

#include "embedded/store/store.hpp"

#include <memory>

namespace partita::inline epoch1::embedded {

/// Readers don't wait for readers; they wait for a writer, and it for them.
std::unique_ptr<Store> make_memory_store();

}  // namespace partita::inline epoch1::embedded
