#include "config/profile_credentials.hpp"

#include "config/container_credentials.hpp"
#include "config/credential_process.hpp"
#include "config/instance_credentials.hpp"
#include "config/role_credentials.hpp"
#include "config/static_credentials.hpp"
#include "config/web_identity_credentials.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1::config {
namespace {

using Provider = std::shared_ptr<CredentialsProvider>;

// Seconds. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
constexpr int shortest_session = 900;
constexpr int longest_session = 43200;

Error failure(const Setting& setting, const std::string& what) {
  return {ErrorKind::credentials, setting.where + ": " + what};
}

Result<Provider> from_process(const IniFile::Section* section, const Clock& clock) {
  const auto command = property(section, "credential_process");
  if (!command) return Provider{};
  auto words = split_command(command->value, command->where);
  if (!words) return words.error();
  return Provider(std::make_shared<ProcessCredentials>(*std::move(words), command->where, clock));
}

Result<Provider> from_named_source(const Setting& named, const SharedConfig& shared, const SourceSettings& settings) {
  if (named.value == "Environment") {
    auto found = environment_credentials();
    if (found && *found == nullptr) return failure(named, "there is no AWS_ACCESS_KEY_ID in the environment");
    return found;
  }
  if (named.value == "EcsContainer") {
    auto found = container_credentials(settings);
    if (found && *found == nullptr) return failure(named, "there is no AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    return found;
  }
  if (named.value == "Ec2InstanceMetadata") {
    auto source = find_instance(shared);
    if (!source) return source.error();
    if (!*source) return failure(named, "AWS_EC2_METADATA_DISABLED is 'true'");
    return Provider(std::make_shared<InstanceCredentials>(**std::move(source), settings.clock));
  }
  return failure(
      named,
      "'" + named.value + "' is no source of credentials; use 'Environment', 'Ec2InstanceMetadata' or 'EcsContainer'");
}

// Follows source profiles.
class ProfileReader {
 public:
  ProfileReader(const SharedConfig& shared, const SourceSettings& settings) : shared_(shared), settings_(settings) {}

  Result<Provider> read(const std::string& profile) {
    path_.push_back(profile);
    if (const auto arn = find(profile, "role_arn")) return from_role(profile, *arn);
    if (const auto token = find(profile, "web_identity_token_file")) {
      return failure(*token, "there is web_identity_token_file but no role_arn; give both or neither");
    }
    return without_role(profile);
  }

 private:
  std::optional<Setting> find(const std::string& profile, std::string_view name) const {
    auto found = property(shared_.credentials_section(profile), name);
    return found ? found : property(shared_.config_section(profile), name);
  }

  Result<Provider> without_role(const std::string& profile) const {
    const auto* const credentials = shared_.credentials_section(profile);
    const auto* const config = shared_.config_section(profile);
    if (auto found = section_credentials(credentials); !found || *found != nullptr) return found;
    if (auto found = section_credentials(config); !found || *found != nullptr) return found;
    if (auto found = from_process(credentials, settings_.clock); !found || *found != nullptr) return found;
    if (auto found = from_process(config, settings_.clock); !found || *found != nullptr) return found;
    for (const char* const name : {"sso_session", "sso_start_url"}) {
      if (const auto wanted = find(profile, name)) {
        return failure(*wanted, "profile '" + profile + "' asks for '" + name +
                                    "', which is not supported; use 'credential_process', for example 'aws configure "
                                    "export-credentials --profile " +
                                    profile + "'");
      }
    }
    return Provider{};
  }

  Result<Provider> from_role(const std::string& profile, const Setting& arn) {
    if (const auto mfa = find(profile, "mfa_serial")) {
      return failure(*mfa, "a role that asks for a code cannot be assumed without a person; use 'credential_process'");
    }
    const auto token_file = find(profile, "web_identity_token_file");
    const auto source_profile = find(profile, "source_profile");
    const auto credential_source = find(profile, "credential_source");
    if (int{token_file.has_value()} + int{source_profile.has_value()} + int{credential_source.has_value()} != 1) {
      return failure(arn, "role_arn of profile '" + profile +
                              "' needs exactly one of source_profile, credential_source and web_identity_token_file");
    }
    const auto name = find(profile, "role_session_name");
    Role role{.arn = arn, .session_name = name ? name->value : default_session_name(settings_.clock)};
    if (const auto duration = find(profile, "duration_seconds")) {
      int seconds = 0;
      const char* const end = duration->value.data() + duration->value.size();
      const auto [stop, error] = std::from_chars(duration->value.data(), end, seconds);
      if (error != std::errc() || stop != end || seconds < shortest_session || seconds > longest_session) {
        return failure(*duration, "duration_seconds is '" + duration->value + "'; give a number from 900 to 43200");
      }
      role.duration_seconds = duration->value;
    }
    if (const auto id = find(profile, "external_id")) role.external_id = id->value;

    Provider source;
    if (!token_file) {
      auto found = source_profile ? from_source_profile(profile, *source_profile)
                                  : from_named_source(*credential_source, shared_, settings_);
      if (!found) return found;
      source = *std::move(found);
    }
    auto sts = find_sts(shared_, settings_);
    if (!sts) return sts.error();
    if (token_file) {
      return Provider(std::make_shared<WebIdentityCredentials>(*token_file, role, *sts));
    }
    return Provider(std::make_shared<RoleCredentials>(source, role, *sts));
  }

  // A profile that names itself means its own keys.
  Result<Provider> from_source_profile(const std::string& profile, const Setting& source) {
    if (source.value != profile && std::find(path_.begin(), path_.end(), source.value) != path_.end()) {
      std::string loop;
      for (const std::string& each : path_) loop += "'" + each + "', ";
      return failure(source, "source_profile leads in a circle: " + loop + "'" + source.value + "'");
    }
    if (shared_.config_section(source.value) == nullptr && shared_.credentials_section(source.value) == nullptr) {
      return failure(source, "source_profile names the profile '" + source.value + "', which neither '" +
                                 shared_.config_path() + "' nor '" + shared_.credentials_path() + "' has");
    }
    auto found = source.value == profile ? without_role(profile) : read(source.value);
    if (found && *found == nullptr) return failure(source, "profile '" + source.value + "' gives no credentials");
    return found;
  }

  const SharedConfig& shared_;
  const SourceSettings& settings_;
  std::vector<std::string> path_;  // of profiles, each the source of the one before
};

}  // namespace

Result<Provider> profile_credentials(const SharedConfig& shared, const SourceSettings& settings) {
  return ProfileReader(shared, settings).read(shared.profile());
}

}  // namespace partita::inline epoch1::config
