#include "config/web_identity_credentials.hpp"

#include "config/read_token.hpp"

#include <utility>

namespace partita::inline epoch1::config {

WebIdentityCredentials::WebIdentityCredentials(Setting token_file, Role role, Sts sts)
    : RefreshingCredentials(token_file.where, sts.clock),
      token_file_(std::move(token_file)),
      role_(std::move(role)),
      sts_(std::move(sts)) {}

Result<Credentials> WebIdentityCredentials::fetch() {
  const auto token = read_token(token_file_);
  if (!token) return token.error();
  return assume_role_with_web_identity(sts_, role_, *token);
}

}  // namespace partita::inline epoch1::config
