// Applies the fix-its of findings to the inputs.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "driver/failure.hpp"
#include "source/source_set.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace partita::driver {

struct Fixed {
  std::string report;              ///< a line a finding: what was fixed, and where
  std::set<std::string> findings;  ///< what was fixed, so that no finding is fixed twice
  std::optional<Failure> failure;  ///< a file could not be written; what stands above was fixed before
};

/// Makes one change a finding: its own fix-it, else the first of its notes, as those of several notes are alternatives.
/// Left alone are changes outside of `inputs`, changes that overlap one made before, and the findings in `done`.
/// Nothing fixed: no file is written. One of the files can't be written: neither is any other.
Fixed apply_fixes(const std::vector<diagnostics::Diagnostic>& findings, const source::SourceSet& sources,
                  const std::vector<std::string>& inputs, const std::set<std::string>& done);

}  // namespace partita::driver
