// Where credentials come from when the caller gives none.
#pragma once

#include "config/shared_config.hpp"

#include <partita/credentials.hpp>

#include <functional>
#include <memory>

namespace partita::inline epoch1::config {

using Clock = std::function<std::chrono::system_clock::time_point()>;

/// Keys that do not change.
class StaticCredentials final : public CredentialsProvider {
 public:
  explicit StaticCredentials(Credentials credentials) : credentials_(std::move(credentials)) {}
  Result<Credentials> get() override { return credentials_; }

 private:
  const Credentials credentials_;
};

/// The first of: the environment, the credentials file, the config file, a credential process. Null if none of them
/// says anything. Half a pair of keys is an error of kind `credentials` that names its place; so is a profile that only
/// asks for a source which is not supported, such as `role_arn`. Nothing is run or asked yet.
Result<std::shared_ptr<CredentialsProvider>> find_credentials(const SharedConfig& shared, const Clock& clock);

/// The error for an endpoint that needs credentials when there are none: names each place that was tried.
Error no_credentials(const SharedConfig& shared);

}  // namespace partita::inline epoch1::config
