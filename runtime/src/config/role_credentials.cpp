#include "config/role_credentials.hpp"

namespace partita::inline epoch1::config {

RoleCredentials::RoleCredentials(const std::shared_ptr<CredentialsProvider>& source, const Role& role, const Sts& sts)
    : RefreshingCredentials(role.arn.where, sts.clock, [source, role, sts]() -> Result<Credentials> {
        const auto signer = source->get();
        if (!signer) return signer;
        return assume_role(sts, role, *signer);
      }) {}

}  // namespace partita::inline epoch1::config
