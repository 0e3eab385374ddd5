// Where credentials come from when the caller gives none.
#pragma once

#include "config/refreshing_credentials.hpp"
#include "config/shared_config.hpp"

#include <partita/credentials.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace partita::inline epoch1::config {

/// Keys that do not change.
class StaticCredentials final : public CredentialsProvider {
 public:
  explicit StaticCredentials(Credentials credentials) : credentials_(std::move(credentials)) {}
  Result<Credentials> get() override { return credentials_; }

 private:
  const Credentials credentials_;
};

/// What the sources need beside the environment and the files.
struct SourceSettings {
  Clock clock;
  /// The file of certificates, looked for by sources that use TLS.
  std::function<Result<std::string>()> ca_bundle{};
};

/// The first of: the environment, the credentials file, the config file, a credential process, a container's agent.
/// Null if none of them says anything. Half a pair of keys is an error of kind `credentials` that names its place; so
/// is a profile that only asks for a source which is not supported, such as `role_arn`. Nothing is run or asked yet.
Result<std::shared_ptr<CredentialsProvider>> find_credentials(const SharedConfig& shared,
                                                              const SourceSettings& settings);

/// The end of the chain, when all of that says nothing and the endpoint needs credentials: instance metadata. Its
/// errors name each place that was tried. Fails with kind `credentials`, naming them too, if AWS_EC2_METADATA_DISABLED
/// is `true`.
Result<std::shared_ptr<CredentialsProvider>> instance_credentials(const SharedConfig& shared, const Clock& clock);

}  // namespace partita::inline epoch1::config
