// Credentials of a role for a token of an identity provider, such as a Kubernetes service account's.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
#pragma once

#include "config/refreshing_credentials.hpp"
#include "config/sts.hpp"

namespace partita::inline epoch1::config {

/// Reads the token anew each time, as it is replaced before it expires.
class WebIdentityCredentials final : public RefreshingCredentials {
 public:
  WebIdentityCredentials(const Setting& token_file, const Role& role, const Sts& sts);
};

}  // namespace partita::inline epoch1::config
