// The stores that URLs of clients name.
#pragma once

#include "embedded/store/store.hpp"

#include <partita/embedded_options.hpp>
#include <partita/result.hpp>

#include <memory>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// Whether the URL means an engine in the process.
bool is_embedded(std::string_view url);

/// Opens `memory:` or `file:` and a path. Fails with `invalid_argument`.
Result<std::unique_ptr<Store>> open_store(std::string_view url, const EmbeddedOptions& options);

}  // namespace partita::inline epoch1::embedded
