// Credentials of a role that other credentials may assume: `role_arn` of a profile.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
#pragma once

#include "config/refreshing_credentials.hpp"
#include "config/sts.hpp"

#include <memory>

namespace partita::inline epoch1::config {

class RoleCredentials final : public RefreshingCredentials {
 public:
  RoleCredentials(const std::shared_ptr<CredentialsProvider>& source, const Role& role, const Sts& sts);
};

}  // namespace partita::inline epoch1::config
