#include "config/credentials_chain.hpp"

#include "config/container_credentials.hpp"
#include "config/credential_process.hpp"
#include "config/instance_credentials.hpp"

#include <string>
#include <utility>

namespace partita::inline epoch1::config {
namespace {

using Provider = std::shared_ptr<CredentialsProvider>;

Error incomplete(const std::string& where, std::string_view given, std::string_view missing) {
  return {ErrorKind::credentials,
          where + ": there is " + std::string(given) + " but no " + std::string(missing) + "; give both or neither"};
}

Result<Provider> from_environment() {
  const auto id = environment("AWS_ACCESS_KEY_ID");
  const auto secret = environment("AWS_SECRET_ACCESS_KEY");
  if (!id && !secret) return Provider{};
  if (!secret) return incomplete("environment", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
  if (!id) return incomplete("environment", "AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID");
  const auto token = environment("AWS_SESSION_TOKEN");
  return Provider(std::make_shared<StaticCredentials>(
      Credentials{id->value, secret->value, token ? token->value : std::string(), std::nullopt}));
}

Result<Provider> from_section(const IniFile::Section* section) {
  const auto id = property(section, "aws_access_key_id");
  const auto secret = property(section, "aws_secret_access_key");
  if (!id && !secret) return Provider{};
  if (!secret) return incomplete(id->where, "aws_access_key_id", "aws_secret_access_key");
  if (!id) return incomplete(secret->where, "aws_secret_access_key", "aws_access_key_id");
  const auto token = property(section, "aws_session_token");
  return Provider(std::make_shared<StaticCredentials>(
      Credentials{id->value, secret->value, token ? token->value : std::string(), std::nullopt}));
}

Result<Provider> from_process(const IniFile::Section* section, const Clock& clock) {
  const auto command = property(section, "credential_process");
  if (!command) return Provider{};
  auto words = split_command(command->value, command->where);
  if (!words) return words.error();
  return Provider(std::make_shared<ProcessCredentials>(*std::move(words), command->where, clock));
}

Result<Provider> from_container(const SourceSettings& settings) {
  auto source = find_container();
  if (!source) return source.error();
  if (!*source) return Provider{};
  auto bundle = (*source)->tls ? settings.ca_bundle() : std::string();
  if (!bundle) return bundle.error();
  return Provider(std::make_shared<ContainerCredentials>(**std::move(source), *std::move(bundle), settings.clock));
}

std::string places_tried(const SharedConfig& shared) {
  return "no credentials: tried ClientOptions::credentials, the environment (AWS_ACCESS_KEY_ID and "
         "AWS_SECRET_ACCESS_KEY), profile '" +
         shared.profile() + "' in '" + shared.credentials_path() + "' and in '" + shared.config_path() +
         "' (keys, then credential_process), a container's agent (AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, "
         "AWS_CONTAINER_CREDENTIALS_FULL_URI) and the instance. Only a loopback endpoint works without. ";
}

// When it fails, so have all others.
class EndOfChain final : public CredentialsProvider {
 public:
  EndOfChain(std::string tried, Provider source) : tried_(std::move(tried)), source_(std::move(source)) {}

  Result<Credentials> get() override {
    auto credentials = source_->get();
    if (!credentials) return Error(ErrorKind::credentials, tried_ + credentials.error().message());
    return credentials;
  }

 private:
  const std::string tried_;
  const Provider source_;
};

}  // namespace

Result<std::shared_ptr<CredentialsProvider>> find_credentials(const SharedConfig& shared,
                                                              const SourceSettings& settings) {
  if (auto found = from_environment(); !found || *found != nullptr) return found;
  const auto* const credentials = shared.credentials_section();
  const auto* const config = shared.config_section();
  if (auto found = from_section(credentials); !found || *found != nullptr) return found;
  if (auto found = from_section(config); !found || *found != nullptr) return found;
  if (auto found = from_process(credentials, settings.clock); !found || *found != nullptr) return found;
  if (auto found = from_process(config, settings.clock); !found || *found != nullptr) return found;
  for (const auto* const section : {credentials, config}) {
    for (const char* const name : {"role_arn", "sso_session", "sso_start_url", "web_identity_token_file"}) {
      if (const auto wanted = property(section, name)) {
        return Error(ErrorKind::credentials, wanted->where + ": profile '" + shared.profile() + "' asks for '" + name +
                                                 "', which is not supported; use 'credential_process', for example "
                                                 "'aws configure export-credentials --profile " +
                                                 shared.profile() + "'");
      }
    }
  }
  return from_container(settings);
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
