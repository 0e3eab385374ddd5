// Credentials of a role that other credentials may assume: `role_arn` of a profile.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
#pragma once

#include "config/refreshing_credentials.hpp"
#include "config/sts.hpp"

#include <memory>

namespace partita::inline epoch1::config {

class RoleCredentials final : public RefreshingCredentials {
 public:
  RoleCredentials(std::shared_ptr<CredentialsProvider> source, Role role, Sts sts);

 private:
  Result<Credentials> fetch() override;

  const std::shared_ptr<CredentialsProvider> source_;
  const Role role_;
  const Sts sts_;
};

}  // namespace partita::inline epoch1::config
