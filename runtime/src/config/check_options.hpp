// Options of a client that cannot work, or say what nobody means.
#pragma once

#include <partita/client_options.hpp>
#include <partita/result.hpp>

namespace partita::inline epoch1::config {

/// Of what says how to connect. Limits of time that contain each other the wrong way round are told all at once.
Result<void> check_connection(const ClientOptions& options);

Result<void> check_cache(const CacheOptions& cache);

/// Of a client whose engine is in the process.
Result<void> check_embedded(const ClientOptions& options);

/// Of any other client: refuses what it would not have.
Result<void> refuse_embedded(const EmbeddedOptions& embedded);

}  // namespace partita::inline epoch1::config
