// What the environment and the shared AWS files say.
#pragma once

#include "config/ini_file.hpp"

#include <partita/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::config {

/// An environment variable and its name as the place; an empty one counts as unset, as in AWS's own tools.
std::optional<Setting> environment(const std::string& name);

/// The active profile (AWS_PROFILE, else `default`) of the config and credentials files.
///
/// In the config file a profile is `[profile x]`, but `[default]` may stand alone (and loses against
/// `[profile default]`); in the credentials file it is `[x]`.
class SharedConfig {
 public:
  /// Reads AWS_CONFIG_FILE (else ~/.aws/config) and AWS_SHARED_CREDENTIALS_FILE (else ~/.aws/credentials). Files may be
  /// absent. Fails with `invalid_argument` if one is malformed or AWS_PROFILE names a profile that neither has.
  static Result<SharedConfig> load();

  const std::string& profile() const { return profile_; }
  const std::string& config_path() const { return config_path_; }
  const std::string& credentials_path() const { return credentials_path_; }

  /// Null if the file has no such profile.
  const IniFile::Section* config_section(std::string_view profile) const;
  const IniFile::Section* credentials_section(std::string_view profile) const;

  /// A property of the profile in the config file.
  std::optional<Setting> setting(std::string_view name) const;
  /// The profile's endpoint for a service (`dynamodb`): of its `services` section, else its own `endpoint_url`.
  Result<std::optional<Setting>> endpoint_url(const std::string& service) const;

 private:
  std::string profile_ = "default";
  std::string config_path_;
  std::string credentials_path_;
  IniFile config_;
  IniFile credentials_;
};

}  // namespace partita::inline epoch1::config
