#include "config/role_credentials.hpp"

#include <utility>

namespace partita::inline epoch1::config {

RoleCredentials::RoleCredentials(std::shared_ptr<CredentialsProvider> source, Role role, Sts sts)
    : RefreshingCredentials(role.arn.where, sts.clock),
      source_(std::move(source)),
      role_(std::move(role)),
      sts_(std::move(sts)) {}

Result<Credentials> RoleCredentials::fetch() {
  const auto source = source_->get();
  if (!source) return source;
  return assume_role(sts_, role_, *source);
}

}  // namespace partita::inline epoch1::config
