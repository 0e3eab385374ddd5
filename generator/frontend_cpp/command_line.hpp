// What clang is called with: the user's arguments without what does not matter here, plus our own.
#pragma once

#include <string>
#include <vector>

namespace partita::frontend_cpp {

/// The user's arguments without those that clang does not know, and without those about warnings, optimisation, debug
/// information, dependencies and output, which say nothing about the meaning of a header.
std::vector<std::string> relevant_arguments(const std::vector<std::string>& arguments);

/// A whole command line that parses `main_file` as C++ (C++20 unless the user says otherwise).
std::vector<std::string> command_line(const std::vector<std::string>& arguments, const std::string& resource_dir,
                                      const std::string& partita_include_dir, const std::string& main_file);

/// The directory that holds partita/annotations.hpp: beside an installed tool, else in the source tree.
std::string partita_include_dir();

}  // namespace partita::frontend_cpp
