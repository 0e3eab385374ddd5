// Where credentials come from when the caller gives none.
// https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
#pragma once

#include "config/shared_config.hpp"
#include "config/source_settings.hpp"

#include <partita/credentials.hpp>

#include <memory>

namespace partita::inline epoch1::config {

/// The first of: keys in the environment, a web identity there, the profile, a container's agent. Null if none of them
/// says anything. What says half of something is an error of kind `credentials` that names its place. Nothing is run or
/// asked yet.
Result<std::shared_ptr<CredentialsProvider>> find_credentials(const SharedConfig& shared,
                                                              const SourceSettings& settings);

/// The end of the chain, when all of that says nothing and the endpoint needs credentials: instance metadata. Its
/// errors name each place that was tried. Fails with kind `credentials`, naming them too, if AWS_EC2_METADATA_DISABLED
/// is `true`.
Result<std::shared_ptr<CredentialsProvider>> instance_credentials(const SharedConfig& shared, const Clock& clock);

}  // namespace partita::inline epoch1::config
