#include "config/static_credentials.hpp"

#include "config/shared_config.hpp"

#include <optional>
#include <string>

namespace partita::inline epoch1::config {
namespace {

using Provider = std::shared_ptr<CredentialsProvider>;

Error incomplete(const std::string& where, const std::string& given, const std::string& missing) {
  return {ErrorKind::credentials, where + ": there is " + given + " but no " + missing + "; give both or neither"};
}

Provider keys(const Setting& id, const Setting& secret, const std::optional<Setting>& token) {
  return std::make_shared<StaticCredentials>(
      Credentials{id.value, secret.value, token ? token->value : std::string(), std::nullopt});
}

}  // namespace

Result<Provider> environment_credentials() {
  const auto id = environment("AWS_ACCESS_KEY_ID");
  const auto secret = environment("AWS_SECRET_ACCESS_KEY");
  if (!id && !secret) return Provider{};
  if (!secret) return incomplete("environment", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
  if (!id) return incomplete("environment", "AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID");
  return keys(*id, *secret, environment("AWS_SESSION_TOKEN"));
}

Result<Provider> section_credentials(const IniFile::Section* section) {
  const auto id = property(section, "aws_access_key_id");
  const auto secret = property(section, "aws_secret_access_key");
  if (!id && !secret) return Provider{};
  if (!secret) return incomplete(id->where, "aws_access_key_id", "aws_secret_access_key");
  if (!id) return incomplete(secret->where, "aws_secret_access_key", "aws_access_key_id");
  return keys(*id, *secret, property(section, "aws_session_token"));
}

}  // namespace partita::inline epoch1::config
