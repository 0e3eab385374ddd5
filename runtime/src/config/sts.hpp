// Asks the Security Token Service for a role's credentials.
// https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
#pragma once

#include "config/shared_config.hpp"
#include "config/source_settings.hpp"

#include <partita/credentials.hpp>

#include <string>
#include <utility>
#include <vector>

namespace partita::inline epoch1::config {

/// Where it is, and what is asked in whose name.
struct Sts {
  http::Endpoint endpoint;
  std::string region;
  std::string ca_bundle;  ///< file; empty: libcurl's own default
  Clock clock;
};

/// AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL, `endpoint_url` under `sts` of the profile's `services` section, its own
/// `endpoint_url`, else the region's endpoint. Fails if AWS_STS_REGIONAL_ENDPOINTS or `sts_regional_endpoints` asks for
/// the global one. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html
Result<Sts> find_sts(const SharedConfig& shared, const SourceSettings& settings);

/// A role to assume.
struct Role {
  Setting arn;
  std::string session_name;
  std::string external_id{};
  std::string duration_seconds{};  ///< empty: STS's default of an hour
};

/// `partita-` and the time: tells sessions apart in the logs of the account.
std::string default_session_name(const Clock& clock);

/// AssumeRole, signed with the `signer`'s credentials. Fails with kind `credentials`; so does the next.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
Result<Credentials> assume_role(const Sts& sts, const Role& role, const Credentials& signer);

/// AssumeRoleWithWebIdentity, which the token alone vouches for.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
Result<Credentials> assume_role_with_web_identity(const Sts& sts, const Role& role, const std::string& token);

}  // namespace partita::inline epoch1::config
