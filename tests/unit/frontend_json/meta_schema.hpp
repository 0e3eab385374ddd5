// The meta-schema of schema files, and schemas that differ in the members of one object.
#pragma once

#include "checked.hpp"

#include <nlohmann/json.hpp>
#include <valijson/schema.hpp>

#include <filesystem>
#include <string>

namespace partita::test {

inline const std::filesystem::path source_dir = PARTITA_SOURCE_DIR;

std::string read_file(const std::filesystem::path& path);

nlohmann::json meta_schema_document();

class MetaSchema {
 public:
  MetaSchema();

  bool accepts(const std::string& text) const;

 private:
  valijson::Schema schema_;
};

/// A schema with one more attribute, `a`, an object with these members beside its type.
std::string attribute_with(const std::string& members, const std::string& type = "string");

/// A schema whose one access pattern has these members.
std::string pattern_with(const std::string& members);

std::string types_with(const std::string& members);
std::string collections_with(const std::string& members);

}  // namespace partita::test
