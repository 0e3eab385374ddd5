// The files named on the command line, read and named.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "driver/failure.hpp"
#include "driver/options.hpp"
#include "model/declared.hpp"
#include "source/source_set.hpp"

#include <tl/expected.hpp>

#include <string>
#include <vector>

namespace partita::driver {

struct Inputs {
  std::vector<model::Input> inputs;     ///< in the order of the command line
  std::vector<source::FileId> files;    ///< their texts
  std::vector<std::string> clang_args;  ///< with @FILE expanded
};

/// Reads every input. Two that would write the same outputs are reported as `duplicate-output`.
tl::expected<Inputs, Failure> read_inputs(const Options& options, source::SourceSet& sources, diagnostics::Sink& sink);

/// The whole text of a file. The failure says which file, and why.
tl::expected<std::string, Failure> read_file(const std::string& path);

/// `input` relative to the longest of the directories that holds it, with '/'; else its file name.
std::string include_name(const std::string& input, const std::vector<std::string>& bases,
                         const std::vector<std::string>& clang_args);

}  // namespace partita::driver
