#include "config/credentials_chain.hpp"

#include "config/container_credentials.hpp"
#include "config/instance_credentials.hpp"
#include "config/profile_credentials.hpp"
#include "config/static_credentials.hpp"
#include "config/sts.hpp"
#include "config/web_identity_credentials.hpp"

#include <string>
#include <utility>

namespace partita::inline epoch1::config {
namespace {

using Provider = std::shared_ptr<CredentialsProvider>;

Result<Provider> environment_web_identity(const SharedConfig& shared, const SourceSettings& settings) {
  const auto token_file = environment("AWS_WEB_IDENTITY_TOKEN_FILE");
  const auto arn = environment("AWS_ROLE_ARN");
  if (!token_file) return Provider{};
  if (!arn) {
    return Error(ErrorKind::credentials,
                 "environment: there is AWS_WEB_IDENTITY_TOKEN_FILE but no AWS_ROLE_ARN; give both or neither");
  }
  auto sts = find_sts(shared, settings);
  if (!sts) return sts.error();
  const auto name = environment("AWS_ROLE_SESSION_NAME");
  return Provider(std::make_shared<WebIdentityCredentials>(
      *token_file, Role{.arn = *arn, .session_name = name ? name->value : default_session_name(settings.clock)},
      *std::move(sts)));
}

std::string places_tried(const SharedConfig& shared) {
  return "no credentials: tried ClientOptions::credentials, the environment (AWS_ACCESS_KEY_ID with "
         "AWS_SECRET_ACCESS_KEY, AWS_WEB_IDENTITY_TOKEN_FILE), profile '" +
         shared.profile() + "' in '" + shared.credentials_path() + "' and in '" + shared.config_path() +
         "' (role_arn, keys, credential_process), a container's agent (AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, "
         "AWS_CONTAINER_CREDENTIALS_FULL_URI) and the instance. Only a loopback endpoint works without. ";
}

// When it fails, so have all others.
class EndOfChain final : public CredentialsProvider {
 public:
  EndOfChain(std::string tried, Provider source) : tried_(std::move(tried)), source_(std::move(source)) {}

  Result<Credentials> get() override { return get_within({}); }
  Result<Credentials> get_within(const CredentialsCall& call) override {
    auto credentials = source_->get_within(call);
    const bool was_found_out = !credentials && credentials.error().kind() == ErrorKind::credentials;
    if (was_found_out) return Error(ErrorKind::credentials, tried_ + credentials.error().message());
    return credentials;
  }

 private:
  const std::string tried_;
  const Provider source_;
};

}  // namespace

Result<std::shared_ptr<CredentialsProvider>> find_credentials(const SharedConfig& shared,
                                                              const SourceSettings& settings) {
  if (auto found = environment_credentials(); !found || *found != nullptr) return found;
  if (auto found = environment_web_identity(shared, settings); !found || *found != nullptr) return found;
  if (auto found = profile_credentials(shared, settings); !found || *found != nullptr) return found;
  return container_credentials(settings);
}

Result<std::shared_ptr<CredentialsProvider>> instance_credentials(const SharedConfig& shared, const Clock& clock) {
  auto source = find_instance(shared);
  if (!source) return source.error();
  if (!*source) {
    return Error(ErrorKind::credentials,
                 places_tried(shared) + "instance metadata: AWS_EC2_METADATA_DISABLED is 'true'");
  }
  return Provider(std::make_shared<EndOfChain>(places_tried(shared),
                                               std::make_shared<InstanceCredentials>(**std::move(source), clock)));
}

}  // namespace partita::inline epoch1::config
