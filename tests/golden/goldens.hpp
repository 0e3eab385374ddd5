// The cases: inputs in cases/, what the tool makes of them in expected/, both under the same relative path.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace partita::test {

std::filesystem::path golden_directory();

/// Relative to cases/, sorted: `contact/contact.hpp`.
std::vector<std::string> golden_inputs();

/// Relative path -> text of all files below a directory.
std::map<std::string, std::string> read_tree(const std::filesystem::path& directory);

/// Generates from inputs below `base`, run in `working_directory`, and returns what was written. Fails the test if the
/// tool does not succeed silently.
std::map<std::string, std::string> generate(const std::vector<std::string>& inputs, const std::filesystem::path& base,
                                            const std::filesystem::path& working_directory,
                                            const std::vector<std::string>& options = {});

}  // namespace partita::test
