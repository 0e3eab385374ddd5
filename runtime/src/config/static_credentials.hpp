// Keys that do not change.
#pragma once

#include "config/ini_file.hpp"

#include <partita/credentials.hpp>

#include <memory>
#include <utility>

namespace partita::inline epoch1::config {

class StaticCredentials final : public CredentialsProvider {
 public:
  explicit StaticCredentials(Credentials credentials) : credentials_(std::move(credentials)) {}
  Result<Credentials> get() override { return credentials_; }

 private:
  const Credentials credentials_;
};

/// The keys of the environment. Null if there is none; half a pair is an error of kind `credentials` that names its
/// place.
Result<std::shared_ptr<CredentialsProvider>> environment_credentials();

/// The same of a section (null: none) of a shared file.
Result<std::shared_ptr<CredentialsProvider>> section_credentials(const IniFile::Section* section);

}  // namespace partita::inline epoch1::config
