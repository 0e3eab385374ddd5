#include "scoped_environment.hpp"

#include <cstdlib>
#include <fstream>
#include <vector>

extern "C" char** environ;

namespace partita::test {

namespace fs = std::filesystem;

ScopedEnvironment::ScopedEnvironment() {
  std::vector<std::string> hidden{"http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY",
                                  "all_proxy",  "no_proxy",    "NO_PROXY"};
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    if (text.starts_with("AWS_")) hidden.emplace_back(text.substr(0, text.find('=')));
  }
  for (const std::string& name : hidden) unset(name);

  std::string pattern = (fs::temp_directory_path() / "partita-home-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  home_ = pattern;
  set("HOME", pattern);
}

ScopedEnvironment::~ScopedEnvironment() {
  for (const auto& [name, value] : before_) {
    if (value) {
      setenv(name.c_str(), value->c_str(), 1);
    } else {
      unsetenv(name.c_str());
    }
  }
  std::error_code ignored;
  fs::remove_all(home_, ignored);
}

void ScopedEnvironment::remember(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  before_.try_emplace(name, value == nullptr ? std::nullopt : std::optional<std::string>(value));
}

void ScopedEnvironment::set(const std::string& name, const std::string& value) {
  remember(name);
  setenv(name.c_str(), value.c_str(), 1);
}

void ScopedEnvironment::unset(const std::string& name) {
  remember(name);
  unsetenv(name.c_str());
}

std::string ScopedEnvironment::write(const std::string& name, std::string_view text) {
  const fs::path path = home_ / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

}  // namespace partita::test
