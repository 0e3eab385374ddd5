#include "config/shared_config.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>
#include <vector>

namespace partita::inline epoch1::config {
namespace {

std::string home() {
  if (const auto named = environment("HOME")) return named->value;
  passwd entry{};
  passwd* found = nullptr;
  std::vector<char> text(16384);
  if (getpwuid_r(getuid(), &entry, text.data(), text.size(), &found) == 0 && found != nullptr) return entry.pw_dir;
  return {};
}

std::string path_of(const std::string& variable, const char* name) {
  const auto named = environment(variable);
  if (!named) return home() + "/.aws/" + name;
  if (named->value.starts_with("~/")) return home() + named->value.substr(1);
  return named->value;
}

std::string known_profiles(const IniFile& config, const IniFile& credentials) {
  std::string names;
  const auto add = [&names](const std::string& name) {
    names.append(names.empty() ? "'" : ", '").append(name).append("'");
  };
  for (const auto& section : config.sections()) {
    const bool bare = section.kind.empty() && section.name == "default" && config.find("profile", "default") == nullptr;
    if (section.kind == "profile" || bare) add(section.name);
  }
  for (const auto& section : credentials.sections()) {
    if (section.kind.empty() && config.find("profile", section.name) == nullptr) add(section.name);
  }
  return names.empty() ? "there is none" : "known are " + names;
}

}  // namespace

std::optional<Setting> environment(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return Setting{value, name};
}

Result<SharedConfig> SharedConfig::load() {
  SharedConfig shared;
  shared.config_path_ = path_of("AWS_CONFIG_FILE", "config");
  shared.credentials_path_ = path_of("AWS_SHARED_CREDENTIALS_FILE", "credentials");
  auto config = IniFile::read(shared.config_path_);
  if (!config) return config.error();
  auto credentials = IniFile::read(shared.credentials_path_);
  if (!credentials) return credentials.error();
  shared.config_ = *std::move(config);
  shared.credentials_ = *std::move(credentials);

  const auto named = environment("AWS_PROFILE");
  if (named) shared.profile_ = named->value;
  if (shared.profile_ != "default" && shared.config_section(shared.profile_) == nullptr &&
      shared.credentials_section(shared.profile_) == nullptr) {
    std::string message = "AWS_PROFILE names the profile '" + shared.profile_ + "', which neither '" +
                          shared.config_path_ + "' nor '" + shared.credentials_path_ + "' has; " +
                          known_profiles(shared.config_, shared.credentials_);
    if (shared.config_.find("", shared.profile_) != nullptr) {
      message += "; in the config file the section is written '[profile " + shared.profile_ + "]'";
    }
    return Error(ErrorKind::invalid_argument, std::move(message));
  }
  return shared;
}

const IniFile::Section* SharedConfig::config_section(std::string_view profile) const {
  if (const auto* const section = config_.find("profile", profile)) return section;
  return profile == "default" ? config_.find("", "default") : nullptr;
}

const IniFile::Section* SharedConfig::credentials_section(std::string_view profile) const {
  return credentials_.find("", profile);
}

std::optional<Setting> SharedConfig::setting(std::string_view name) const {
  return property(config_section(profile_), name);
}

Result<std::optional<Setting>> SharedConfig::endpoint_url(const std::string& service) const {
  if (const auto services = setting("services")) {
    const auto* const section = config_.find("services", services->value);
    if (section == nullptr) {
      return Error(ErrorKind::invalid_argument,
                   services->where + ": there is no section '[services " + services->value + "]'");
    }
    if (auto url = property(section, service + ".endpoint_url")) return url;
  }
  return setting("endpoint_url");
}

}  // namespace partita::inline epoch1::config
