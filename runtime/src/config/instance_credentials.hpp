// Credentials of an EC2 instance's role, by its metadata service, version 2 alone.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html
#pragma once

#include "config/refreshing_credentials.hpp"
#include "config/shared_config.hpp"

#include <optional>

namespace partita::inline epoch1::config {

/// The service's root, without the final slash: AWS_EC2_METADATA_SERVICE_ENDPOINT, else `ec2_metadata_service_endpoint`
/// of the profile, else the one that AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE or `ec2_metadata_service_endpoint_mode`
/// tells
/// (`IPv4` or `IPv6`). nullopt if AWS_EC2_METADATA_DISABLED is `true`.
Result<std::optional<Setting>> find_instance(const SharedConfig& shared);

/// Asks for a session token, for the name of the role and for its credentials. Off an instance nobody answers, so it
/// waits for a second at most, twice.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
class InstanceCredentials final : public RefreshingCredentials {
 public:
  InstanceCredentials(const Setting& url, Clock clock);
};

}  // namespace partita::inline epoch1::config
