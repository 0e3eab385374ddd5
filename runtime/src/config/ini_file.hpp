// The format of ~/.aws/config and ~/.aws/credentials.
// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
#pragma once

#include <partita/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::config {

/// A value and the place it was read from: `/home/u/.aws/config:12`.
struct Setting {
  std::string value;
  std::string where;
};

/// The sections of one file, as written. Names of properties are lower case; nested ones are joined by a dot
/// (`dynamodb.endpoint_url`). A section that appears twice is merged, the later value of a property wins.
class IniFile {
 public:
  struct Property {
    std::string name;
    Setting setting;
  };
  struct Section {
    std::string kind;  ///< `profile`, `services`, ... ; empty if the header is one word
    std::string name;
    std::vector<Property> properties;
  };

  /// Fails with `invalid_argument` and file:line on a line that is neither a section, a property, a comment nor empty.
  static Result<IniFile> parse(std::string_view text, std::string_view path);

  /// An absent file is an empty one; one that cannot be read is an `invalid_argument`.
  static Result<IniFile> read(const std::string& path);

  const Section* find(std::string_view kind, std::string_view name) const;
  const std::vector<Section>& sections() const { return sections_; }

 private:
  Section& section(std::string_view kind, std::string_view name);

  std::vector<Section> sections_;
};

/// The value of a property; nullopt if the section (null: none) has no such property, or an empty one.
std::optional<Setting> property(const IniFile::Section* section, std::string_view name);

}  // namespace partita::inline epoch1::config
