// Credentials of a container: an ECS task's, or an EKS pod's.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
#pragma once

#include "config/refreshing_credentials.hpp"
#include "config/shared_config.hpp"
#include "config/source_settings.hpp"

#include <memory>
#include <optional>
#include <string>

namespace partita::inline epoch1::config {

/// What the environment says.
struct ContainerSource {
  Setting url;  ///< checked
  bool tls = false;
  std::optional<Setting> token_file{};
  std::optional<Setting> token{};
};

/// By AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, else AWS_CONTAINER_CREDENTIALS_FULL_URI; nullopt if neither is set. The
/// request may carry a token, so a full URL is `https`, or leads to this machine or to an agent on it: loopback, ECS's
/// 169.254.170.2, EKS's 169.254.170.23 and [fd00:ec2::23]. Any other fails with kind `credentials`.
Result<std::optional<ContainerSource>> find_container();

/// Asks for them with what the file AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE holds, read anew each time as EKS replaces
/// it, else with AWS_CONTAINER_AUTHORIZATION_TOKEN.
class ContainerCredentials final : public RefreshingCredentials {
 public:
  ContainerCredentials(const ContainerSource& source, const std::string& ca_bundle, Clock clock);
};

/// Null if the environment names no agent.
Result<std::shared_ptr<CredentialsProvider>> container_credentials(const SourceSettings& settings);

}  // namespace partita::inline epoch1::config
