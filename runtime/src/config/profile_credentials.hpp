// Credentials that a profile of the shared files says how to get.
#pragma once

#include "config/shared_config.hpp"
#include "config/source_settings.hpp"

#include <partita/credentials.hpp>

#include <memory>

namespace partita::inline epoch1::config {

/// Of the active profile, in this order: a role (`role_arn` with one of `web_identity_token_file`, `source_profile` and
/// `credential_source`), keys in the credentials file, keys in the config file, `credential_process` in either. Null if
/// it says nothing. Fails with kind `credentials`, naming the place, if it says half of something, asks for what is not
/// supported, or its source profiles lead back to it.
Result<std::shared_ptr<CredentialsProvider>> profile_credentials(const SharedConfig& shared,
                                                                 const SourceSettings& settings);

}  // namespace partita::inline epoch1::config
