#include "config/web_identity_credentials.hpp"

#include "config/read_token.hpp"

namespace partita::inline epoch1::config {

WebIdentityCredentials::WebIdentityCredentials(const Setting& token_file, const Role& role, const Sts& sts)
    : RefreshingCredentials(token_file.where, sts.clock, [token_file, role, sts]() -> Result<Credentials> {
        const auto token = read_token(token_file);
        if (!token) return token.error();
        return assume_role_with_web_identity(sts, role, *token);
      }) {}

}  // namespace partita::inline epoch1::config
